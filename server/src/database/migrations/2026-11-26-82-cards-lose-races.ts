import { StepByStep } from '../step-by-step.ts';

/**
 * Neither a donor card nor a bound health card comes to be beside a restriction or an erasure that the command which made it could not
 * see yet, whichever of the two commits first. A restriction is filed by staff who may not see the record, so its version cannot tell the
 * two apart; a lock by the person's id can. The code is that of a lost race: the command runs again and then sees what it missed.
 */
export class CardsLoseRaces extends StepByStep {
  override up(): void {
    this.addSql(`create function cards_lose_races() returns trigger language plpgsql as $$
      declare
        who uuid := case when tg_table_name = 'donor' then to_jsonb(new) ->> 'id' else to_jsonb(new) ->> 'donor_id' end;
        restricted boolean;
      begin
        perform pg_advisory_xact_lock(hashtextextended(who::text, 82));
        restricted := coalesce((select latest.restricted from processing_restriction as latest where latest.donor_id = who order by latest.sequence desc limit 1), false);
        if tg_table_name in ('donor_card', 'processing_restriction') and restricted and exists (select from donor_card where donor_id = who and revoked_at is null) then
          raise exception 'a donor card would hold beside a restriction' using errcode = 'unique_violation', constraint = 'cards_lose_races';
        end if;
        if tg_table_name = 'health_card_binding' and (restricted or not exists (select from donor where id = who and erased_at is null)) then
          raise exception 'a health card would be bound to a record that is restricted or erased' using errcode = 'unique_violation', constraint = 'cards_lose_races';
        end if;
        if tg_table_name = 'donor' and exists (select from health_card_binding where donor_id = who and unbound_at is null) then
          raise exception 'a health card would stay bound to somebody who is erased' using errcode = 'unique_violation', constraint = 'cards_lose_races';
        end if;
        return null;
      end $$`);
    const judged = 'deferrable initially deferred for each row';
    for (const table of ['donor_card', 'processing_restriction', 'health_card_binding']) {
      this.addSql(`create constraint trigger cards_lose_races after insert on ${table} ${judged} execute function cards_lose_races()`);
    }
    this.addSql(`create constraint trigger cards_lose_races after update of erased_at on donor ${judged} when (old.erased_at is null and new.erased_at is not null) execute function cards_lose_races()`);
  }
}
