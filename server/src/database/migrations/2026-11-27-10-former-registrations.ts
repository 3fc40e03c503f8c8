import { Migration } from '@mikro-orm/migrations';

/**
 * Which decisions were taken over from a former system, under which number and of which day (ADR 58). Keyed by person and place, so that it lies
 * with the decision wherever that is. The number is unique within its system: a file that is taken in twice changes nothing the second time.
 */
export class FormerRegistrations extends Migration {
  override up(): void {
    this.addSql(`create table former_registration (
      donor_id uuid not null,
      sequence int not null,
      system text collate "C" not null check (system ~ '^[a-z0-9][a-z0-9-]{1,39}$'),
      reference text collate "C" not null check (reference ~ '^[A-Za-z0-9][A-Za-z0-9._/-]{0,63}$'),
      decided_on date not null,
      primary key (donor_id, sequence),
      constraint former_registration_reference_unique unique (system, reference),
      -- At the end of the transaction, whichever row was written first.
      constraint former_registration_decision foreign key (donor_id, sequence) references decision (donor_id, sequence) on delete restrict deferrable initially deferred
    )`);
    this.addSql('create trigger former_registration_is_kept before update or delete or truncate on former_registration for each statement execute function refuse_change()');
  }
}
