import { Migration } from '@mikro-orm/migrations';

/**
 * The words in which the walls of `database/walls.ts` are written (ADR 0028). The policies themselves are raised after all
 * migrations, at every start. Functions keep the plan of a citizen's query small: only a staff member's row calls them.
 */
export class RowLevelSecurity extends Migration {
  override up(): void {
    // What has no area lies in the province's, and in nobody's below it.
    this.addSql(`create function in_scope(code text) returns boolean language sql stable as $$
      select starts_with(coalesce(code, left(current_setting('sanxian.scope'), 2) || '0000'), nullif(current_setting('sanxian.scope'), ''))
    $$`);
    this.addSql(`create function asks_for_person() returns boolean language sql stable as $$
      select coalesce(current_setting('sanxian.person', true), '') <> ''
    $$`);
    this.addSql(`create function is_asked_person(person_index bytea) returns boolean language sql stable as $$
      select encode(person_index, 'hex') = current_setting('sanxian.person', true)
    $$`);
    // Not security definer: the walls of the asked table hold here, too. PL/pgSQL, so that no query plans what it does not call.
    this.addSql(`create function sees_donor(donor uuid) returns boolean language plpgsql stable as $$
      begin
        return exists (select from donor as asked where asked.id = sees_donor.donor);
      end $$`);
    this.addSql(`create function sees_decision(decision uuid) returns boolean language plpgsql stable as $$
      begin
        return exists (select from decision as asked where asked.id = sees_decision.decision);
      end $$`);
    this.addSql(`create function sees_disavowal(disavowal uuid) returns boolean language plpgsql stable as $$
      begin
        return exists (select from disavowal as asked where asked.id = sees_disavowal.disavowal);
      end $$`);
    this.addSql(`create function sees_look_up(look_up uuid) returns boolean language plpgsql stable as $$
      begin
        return exists (select from look_up as asked where asked.id = sees_look_up.look_up);
      end $$`);
    // Colleagues: of the own area, and of the bodies above it, which act in it, too.
    this.addSql(`create function sees_account(organisation uuid, hospital uuid) returns boolean language plpgsql stable as $$
      declare
        code text := coalesce((select division_code from organisation as body where body.id = sees_account.organisation), (select division_code from hospital as place where place.id = sees_account.hospital));
      begin
        return in_scope(code) or starts_with(current_setting('sanxian.scope'), regexp_replace(code, '(00){1,2}$', ''));
      end $$`);
  }
}
