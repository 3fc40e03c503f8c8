import { StepByStep } from '../step-by-step.ts';

/** Each person whose standing decision the national register has not confirmed. */
const open = `select donor.id as donor_id, sync.decision_id, coalesce(residence_code, '') as area_code, sync.state in ('PENDING', 'SENT') as waits, sync.since
  from national_sync as sync join decision on decision.id = sync.decision_id join donor on donor.id = decision.donor_id and donor.latest_sequence = decision.sequence
  where erased_at is null and sync.state <> 'CONFIRMED'`;

const outdated = `delete from national_case as known where not exists (select from (${open}) as open
  where open.donor_id = known.donor_id and open.decision_id = known.decision_id and open.area_code = known.area_code and open.waits = known.waits and open.since = known.since)`;

/**
 * What the national register has not confirmed, one row for each person, in the order in which the staff of an area read it: found by joins,
 * a page had to look at everybody of the register who waits (docs/growth.md).
 */
export class NationalCases extends StepByStep {
  override up(): void {
    // Empty area: the residence was not stated. No references: triggers write every row, and take it away.
    this.addSql(`create table national_case (
      donor_id uuid primary key,
      decision_id uuid not null,
      area_code text collate "C" not null,
      waits boolean not null,
      since timestamptz(3) not null
    )`);
    this.addSql('alter table national_case set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 10000)');
    this.addSql('create index national_case_of_area on national_case (area_code, waits, since, decision_id)');

    // At the end of the transaction, when everything is there; as its owner, because staff see neither every decision nor every case. One
    // person's changes come one after the other: else what a national answer saw before an edit would be noted after it. Their row is locked for that:
    // locks by number are too few for somebody who changes many people at once.
    this.addSql(`create function keep_national_case() returns trigger language plpgsql security definer as $$
      declare
        person uuid;
        standing record;
      begin
        if tg_table_name = 'donor' then person := new.id; else select donor_id into person from decision where id = new.decision_id; end if;
        perform from donor where id = person for no key update;
        ${open} and donor.id = person into standing;
        if not found then
          delete from national_case where donor_id = person;
        else
          insert into national_case as known (donor_id, decision_id, area_code, waits, since) values (person, standing.decision_id, standing.area_code, standing.waits, standing.since)
            on conflict (donor_id) do update set decision_id = excluded.decision_id, area_code = excluded.area_code, waits = excluded.waits, since = excluded.since
            where (known.decision_id, known.area_code, known.waits, known.since) is distinct from (excluded.decision_id, excluded.area_code, excluded.waits, excluded.since);
        end if;
        return null;
      end $$`);
    this.addSql(`do $$ begin execute format('alter function keep_national_case() set search_path = %I, pg_temp', current_schema()); end $$`);

    // Before there are triggers: whoever decides meanwhile does not wait for this statement.
    this.addSql(`insert into national_case (donor_id, decision_id, area_code, waits, since) ${open} on conflict (donor_id) do nothing`);
    this.addSql('create constraint trigger national_case_new after insert on national_sync deferrable initially deferred for each row execute function keep_national_case()');
    this.addSql(`create constraint trigger national_case_moves after update of state, since on national_sync deferrable initially deferred for each row
      when (old.state <> new.state or old.since <> new.since) execute function keep_national_case()`);
    this.addSql(`create constraint trigger national_case_of_donor after update of latest_sequence, residence_code, erased_at on donor deferrable initially deferred for each row
      when (old.latest_sequence <> new.latest_sequence or old.residence_code is distinct from new.residence_code or old.erased_at is distinct from new.erased_at) execute function keep_national_case()`);
    // What came between the first filling and the triggers: few, so nobody waits long for one of them. What changes during the second
    // statement is looked at by the third.
    this.addSql(outdated);
    this.addSql(`insert into national_case (donor_id, decision_id, area_code, waits, since)
      select * from (${open}) as open where not exists (select from national_case as known where known.donor_id = open.donor_id) on conflict (donor_id) do nothing`);
    this.addSql(outdated);
  }
}
