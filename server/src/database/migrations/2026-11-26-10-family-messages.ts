import { StepByStep } from '../step-by-step.ts';

/** Messages by which people tell their family, and each time that one was opened, tried or answered (ADR 35). */
export class FamilyMessages extends StepByStep {
  override up(): void {
    this.addSql(`create table family_message (
      id uuid primary key,
      donor_id uuid not null references donor (id) on delete restrict,
      request_digest bytea not null check (octet_length(request_digest) = 32),
      link_digest bytea null unique check (octet_length(link_digest) = 32),
      code_digest bytea null check (octet_length(code_digest) = 32),
      sealed_label bytea null,
      content text not null check (content in ('DECIDED', 'WHOLE_DECISION')),
      decision_id uuid not null,
      channel text not null,
      made_at timestamptz(3) not null,
      expires_at timestamptz(3) not null,
      taken_back_at timestamptz(3) null,
      version int not null default 1,
      constraint family_message_request_unique unique (donor_id, request_digest),
      constraint family_message_forgotten check (num_nulls(link_digest, code_digest, sealed_label) in (0, 3)),
      constraint family_message_ends check (expires_at > made_at)
    )`);
    this.addReference('family_message', 'decision_id', 'decision (id) on delete restrict');
    this.addSql('create index family_message_donor on family_message (donor_id, made_at desc)');
    this.addSql('create index family_message_kept on family_message (expires_at) where link_digest is not null');
    // What was said and to whom stands; it can only be taken back, once, and forgotten.
    this.addSql(`create trigger family_message_only_ends before update on family_message for each row when (
      (new.id, new.donor_id, new.request_digest, new.content, new.decision_id, new.channel, new.made_at, new.expires_at)
        is distinct from (old.id, old.donor_id, old.request_digest, old.content, old.decision_id, old.channel, old.made_at, old.expires_at)
      or (new.link_digest is not null and new.link_digest is distinct from old.link_digest)
      or (new.code_digest is not null and new.code_digest is distinct from old.code_digest)
      or (new.sealed_label is not null and new.sealed_label is distinct from old.sealed_label)
      or (old.taken_back_at is not null and new.taken_back_at is distinct from old.taken_back_at)
    ) execute function refuse_change()`);
    this.addSql('create trigger family_message_is_kept before delete or truncate on family_message for each statement execute function refuse_change()');

    this.addSql(`create table family_message_step (
      id uuid primary key,
      family_message_id uuid not null references family_message (id) on delete restrict,
      kind text not null check (kind in ('OPENED', 'WRONG_CODE', 'ACKNOWLEDGED', 'DECLINED')),
      at timestamptz(3) not null
    )`);
    this.addSql('create index family_message_step_message on family_message_step (family_message_id, at)');
    this.addSql('create trigger family_message_step_is_kept before update or delete or truncate on family_message_step for each statement execute function refuse_change()');
  }
}
