import { StepByStep } from '../step-by-step.ts';

/**
 * Which health cards people bound, what of their decision stands on them, and what the platforms were told (ADR 41). Nowhere an
 * organ: agreed, refused or nothing.
 */
export class HealthCards extends StepByStep {
  override up(): void {
    this.addConstraint('processing_consent', 'processing_consent_purpose_check', `check (purpose in ('CONTACT_ME', 'ASK_EMERGENCY_CONTACT', 'RESPECT_WISH', 'CITY_CARD_ASKS', 'CITY_CARD_TOLD', 'OPEN_CARD_ASKS', 'OPEN_CARD_TOLD'))`);

    this.addSql(`create table health_card_binding (
      id uuid primary key,
      donor_id uuid not null references donor (id) on delete restrict,
      platform text not null check (platform in ('CITY', 'OPEN')),
      -- The number of the card, until nothing of ours stands on it any more: without it nothing could be taken off.
      sealed_card bytea null,
      card_index bytea null,
      holder_index bytea null,
      channel text not null,
      bound_at timestamptz(3) not null,
      unbound_at timestamptz(3) null,
      -- What was last sent, whether or not it arrived, and what the platform confirmed last: NONE, or a mark with its day.
      sent text null,
      sent_as_of timestamptz(3) null,
      told text null,
      told_at timestamptz(3) null,
      -- By which state of consents, restriction and record that was judged; another one now: it is to be judged anew.
      judged text null,
      failing_since timestamptz(3) null,
      constraint health_card_binding_sent check ((sent is null) = (sent_as_of is null)),
      constraint health_card_binding_told check ((told is null) = (told_at is null)),
      constraint health_card_binding_content check (coalesce(sent, 'NONE') ~ '^(NONE|(AGREED|REFUSED) \\d{4}-\\d{2}-\\d{2})$' and coalesce(told, 'NONE') ~ '^(NONE|(AGREED|REFUSED) \\d{4}-\\d{2}-\\d{2})$'),
      constraint health_card_binding_open check (unbound_at is not null or (sealed_card is not null and card_index is not null and holder_index is not null)),
      constraint health_card_binding_ended check (unbound_at is null or (card_index is null and holder_index is null))
    )`);
    // One card of a platform for one person, and one person for one card.
    this.addSql('create unique index health_card_binding_person on health_card_binding (donor_id, platform) where unbound_at is null');
    this.addSql('create unique index health_card_binding_card on health_card_binding (platform, card_index) where unbound_at is null');
    this.addSql('create unique index health_card_binding_holder on health_card_binding (platform, holder_index) where unbound_at is null');
    this.addSql('create index health_card_binding_donor on health_card_binding (donor_id)');
    this.addSql('create index health_card_binding_kept on health_card_binding (platform, id) where sealed_card is not null');

    this.addSql(`create table health_card_step (
      id uuid primary key,
      binding_id uuid not null references health_card_binding (id) on delete restrict,
      kind text not null check (kind in ('BOUND', 'UNBOUND', 'PUT_ON', 'TAKEN_OFF')),
      mark text null check (mark in ('AGREED', 'REFUSED')),
      at timestamptz(3) not null,
      constraint health_card_step_mark check ((kind = 'PUT_ON') = (mark is not null))
    )`);
    this.addSql('create index health_card_step_binding on health_card_step (binding_id, at)');
    this.addSql('create trigger health_card_step_is_kept before update or delete or truncate on health_card_step for each statement execute function refuse_change()');

    // Whom no card names is answered and written down like everybody else; donor_id then stays empty.
    this.addSql(`create table health_card_answer (
      id uuid primary key,
      partner_id uuid not null references partner (id) on delete restrict,
      platform text not null check (platform in ('CITY', 'OPEN')),
      donor_id uuid null references donor (id) on delete restrict,
      told text not null check (told in ('AGREED', 'REFUSED', 'NOT_STATED')),
      registered_on date null,
      at timestamptz(3) not null,
      constraint health_card_answer_told check ((told = 'NOT_STATED') = (registered_on is null)),
      constraint health_card_answer_nobody check (donor_id is not null or told = 'NOT_STATED')
    )`);
    this.addSql('create index health_card_answer_donor on health_card_answer (donor_id, at desc, id desc)');
    this.addSql('create index health_card_answer_at on health_card_answer (at)');

    this.addSql(`create table health_card_reconciliation (
      id uuid primary key,
      platform text not null check (platform in ('CITY', 'OPEN')),
      at timestamptz(3) not null,
      ours int not null check (ours >= 0),
      theirs int not null check (theirs >= 0),
      missing int not null check (missing >= 0),
      extra int not null check (extra >= 0),
      differing int not null check (differing >= 0),
      under_way int not null check (under_way >= 0)
    )`);
    this.addSql('create index health_card_reconciliation_at on health_card_reconciliation (at desc, id desc)');
    this.addSql('create trigger health_card_reconciliation_is_kept before update or delete or truncate on health_card_reconciliation for each statement execute function refuse_change()');
  }
}
