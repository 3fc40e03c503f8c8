import { StepByStep } from '../step-by-step.ts';

/** Signed donor cards and the keys that signed them (ADR 39). */
export class DonorCards extends StepByStep {
  override up(): void {
    this.addSql('alter table donor add column sealed_donor_card bytea null');
    this.addConstraint('donor', 'donor_erased_has_no_card', 'check (erased_at is null or sealed_donor_card is null)');
    this.addIndex('donor_with_card', 'on donor (id) where sealed_donor_card is not null');
    this.addSql(`create table donor_card_key (
      kid text primary key check (octet_length(kid) = 43),
      algorithm text not null,
      jwk jsonb not null,
      first_used_at timestamptz(3) not null
    )`);
    this.addSql('create trigger donor_card_key_is_kept before update or delete or truncate on donor_card_key for each statement execute function refuse_change()');
    this.addSql(`create table donor_card (
      id uuid primary key,
      donor_id uuid null references donor (id) on delete restrict,
      decision_id uuid null,
      request_digest bytea null check (octet_length(request_digest) = 32),
      card_number text null unique,
      kid text not null references donor_card_key (kid) on delete restrict,
      rid text not null unique check (rid ~ '^[A-Za-z0-9_-]{12}$'),
      issued_at timestamptz(3) not null,
      expires_at timestamptz(3) not null,
      revoked_at timestamptz(3) null,
      end_reason text null check (end_reason in ('BY_OWNER', 'REPLACED', 'DECISION_CHANGED', 'DISAVOWED', 'WITHDRAWAL_QUEUED', 'RESTRICTED', 'ERASED')),
      version int not null default 1,
      constraint donor_card_request_unique unique (donor_id, request_digest),
      constraint donor_card_end check ((revoked_at is null) = (end_reason is null)),
      -- Whoever keeps a picture for ever must not be able to show it for ever.
      constraint donor_card_time check (expires_at > issued_at and expires_at <= issued_at + interval '366 days'),
      constraint donor_card_forgotten check (num_nulls(donor_id, decision_id, request_digest, card_number) in (0, 4))
    )`);
    this.addReference('donor_card', 'decision_id', 'decision (id) on delete restrict');
    this.addSql('create index donor_card_donor on donor_card (donor_id, issued_at desc)');
    this.addSql('create index donor_card_revoked on donor_card (kid, expires_at) include (rid) where revoked_at is not null');
    this.addSql('create index donor_card_last on donor_card (kid, expires_at desc)');
    this.addSql('create index donor_card_kept on donor_card (expires_at) where donor_id is not null');
    // What was issued stands. It ends once and is forgotten once; a card that was revoked never holds again, because lists of it are out.
    this.addSql(`create trigger donor_card_only_ends before update on donor_card for each row when (
      (new.id, new.kid, new.rid, new.issued_at, new.expires_at) is distinct from (old.id, old.kid, old.rid, old.issued_at, old.expires_at)
      or (old.revoked_at is not null and (new.revoked_at, new.end_reason) is distinct from (old.revoked_at, old.end_reason))
      or (new.donor_id is not null and (new.donor_id, new.decision_id, new.request_digest, new.card_number) is distinct from (old.donor_id, old.decision_id, old.request_digest, old.card_number))
    ) execute function refuse_change()`);
    this.addSql('create trigger donor_card_is_kept before delete or truncate on donor_card for each statement execute function refuse_change()');

    // Whatever a command forgets: no card holds beside another one, nor beside a decision that it does not state. Judged when the
    // unit of work is whole. The code is that of a lost race, so that the command runs again and then sees what it missed.
    this.addSql(`create function donor_card_holds() returns trigger language plpgsql as $$
      declare
        who uuid := new.donor_id;
      begin
        if (select count(*) from donor_card where donor_id = who and revoked_at is null) > 1 or exists (
          select from donor_card as card join decision as stated on stated.id = card.decision_id
          where card.donor_id = who and card.revoked_at is null and exists (
            select from decision as later where later.donor_id = who and later.sequence > stated.sequence and later.action <> 'REAFFIRMED'
          )
        ) then
          raise exception 'a donor card would say what does not hold any more' using errcode = 'unique_violation', constraint = 'donor_card_holds';
        end if;
        return null;
      end $$`);
    this.addSql('create constraint trigger donor_card_holds after insert on donor_card deferrable initially deferred for each row execute function donor_card_holds()');
    this.addSql('create constraint trigger donor_card_holds after insert on decision deferrable initially deferred for each row execute function donor_card_holds()');
  }
}
