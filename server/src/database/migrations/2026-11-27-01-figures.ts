import { StepByStep } from '../step-by-step.ts';

/**
 * How many people stand where, by division, counted without counting everybody (ADR 52). Each decision, move and erasure appends what it
 * changes, in its own transaction and whatever command made it; a round folds what was appended into one row for each division and state.
 */
export class Figures extends StepByStep {
  override up(): void {
    // Appended to, never updated: two people of one county must not wait for each other.
    this.addSql(`create table figure_delta (
      number bigint generated always as identity primary key,
      -- Empty: the residence was not stated.
      division_code text not null,
      state text not null,
      amount smallint not null check (amount in (-1, 1))
    )`);
    this.addSql('alter table figure_delta set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 10000)');
    this.addSql('create table figure_standing (division_code text not null, state text not null, people bigint not null, primary key (division_code, state))');
    this.addSql('create table figure_published (division_code text not null, day date not null, people bigint not null, primary key (division_code, day))');
    this.addSql('create table figure_day (day date primary key, drift bigint not null)');

    // At the end of the transaction, when the decision that stands is there, whichever row was written first. As its owner, because a
    // member of the staff who ends a dispute sees neither every decision nor these tables.
    this.addSql(`create function count_figures() returns trigger language plpgsql security definer as $$
      declare
        before text := case when tg_op = 'UPDATE' and old.erased_at is null then (select state from decision where donor_id = old.id and sequence = old.latest_sequence) end;
        after text := case when new.erased_at is null then (select state from decision where donor_id = new.id and sequence = new.latest_sequence) end;
        place_before text := case when tg_op = 'UPDATE' then coalesce(old.residence_code, '') end;
        place_after text := coalesce(new.residence_code, '');
      begin
        if before is not distinct from after and place_before is not distinct from place_after then return null; end if;
        insert into figure_delta (division_code, state, amount)
          select place, state, amount from (values (place_before, before, -1), (place_after, after, 1)) as change (place, state, amount) where state is not null;
        return null;
      end $$`);
    // Temporary tables last: whoever can make one of these names must not be read, or written to, in the owner's place.
    this.addSql(`do $$ begin execute format('alter function count_figures() set search_path = %I, pg_temp', current_schema()); end $$`);
    this.addSql('create constraint trigger count_figures_new after insert on donor deferrable initially deferred for each row execute function count_figures()');
    this.addSql(`create constraint trigger count_figures after update of latest_sequence, residence_code, erased_at on donor deferrable initially deferred for each row
      when (old.latest_sequence <> new.latest_sequence or old.residence_code is distinct from new.residence_code or old.erased_at is distinct from new.erased_at) execute function count_figures()`);
    // People decide while everybody is counted once: what the triggers have noted until that very moment is in the count, and will be folded later.
    this.addSql(`insert into figure_standing (division_code, state, people)
      select division_code, state, sum(people) from (
        select coalesce(residence_code, '') as division_code, state, count(*) as people from donor join decision on donor_id = donor.id and sequence = latest_sequence where erased_at is null group by 1, 2
        union all select division_code, state, -sum(amount) from figure_delta group by 1, 2
      ) as counted group by 1, 2 having sum(people) <> 0`);
  }
}
