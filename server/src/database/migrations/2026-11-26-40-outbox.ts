import { Migration } from '@mikro-orm/migrations';

/**
 * What other systems are to be told of, written with the change itself, and how far each of them has been told (ADR 40). Neither
 * table knows what was decided: whoever may know reads it from the register when they send.
 */
export class Outbox extends Migration {
  override up(): void {
    this.addSql(`create table outbox_event (
      id uuid primary key,
      kind text not null check (kind in ('DECISION_CHANGED', 'PERSON_ERASED')),
      donor_id uuid not null references donor (id) on delete restrict,
      -- Every change moves the version of the record, so one change is one event, and the order of a person's events is sure.
      donor_version int not null check (donor_version > 0),
      occurred_at timestamptz(3) not null,
      spread_at timestamptz(3) null,
      constraint outbox_event_donor_version_unique unique (donor_id, donor_version)
    )`);
    this.addSql('create index outbox_event_unspread on outbox_event (donor_id, donor_version) where spread_at is null');
    this.addSql('create index outbox_event_spread on outbox_event (spread_at)');

    this.addSql(`create table outbox_delivery (
      id uuid primary key,
      event_id uuid not null references outbox_event (id) on delete restrict,
      destination text collate "C" not null check (destination ~ '^[a-z-]+(:[A-Za-z0-9-]+)?$'),
      donor_id uuid not null references donor (id) on delete restrict,
      donor_version int not null,
      created_at timestamptz(3) not null,
      status text not null check (status in ('WAITING', 'DELIVERED', 'DEAD')),
      attempts int not null default 0,
      next_attempt_at timestamptz(3) not null,
      -- From here the three days are counted; a delivery that waits behind another one has not begun yet.
      trying_since timestamptz(3) null,
      lease uuid null,
      leased_until timestamptz(3) null,
      ended_at timestamptz(3) null,
      constraint outbox_delivery_once unique (event_id, destination),
      constraint outbox_delivery_ended check ((status = 'WAITING') = (ended_at is null)),
      constraint outbox_delivery_lease check ((lease is null) = (leased_until is null))
    )`);
    this.addSql(`create index outbox_delivery_due on outbox_delivery (destination, next_attempt_at) where status = 'WAITING'`);
    this.addSql(`create index outbox_delivery_order on outbox_delivery (destination, donor_id, donor_version) where status = 'WAITING'`);
    this.addSql('create index outbox_delivery_listed on outbox_delivery (destination, created_at desc, id desc)');
    this.addSql('create index outbox_delivery_donor on outbox_delivery (donor_id)');
    this.addSql('create index outbox_delivery_ended_at on outbox_delivery (ended_at)');

    this.addSql(`create table outbox_attempt (
      id uuid primary key,
      delivery_id uuid not null references outbox_delivery (id) on delete cascade,
      number int not null check (number > 0),
      at timestamptz(3) not null,
      milliseconds int not null check (milliseconds >= 0),
      succeeded boolean not null,
      status_code int null,
      -- A code of ours; never a word of the other side's answer.
      trouble text null check (trouble ~ '^[A-Z_]{1,40}$'),
      constraint outbox_attempt_trouble check (succeeded = (trouble is null))
    )`);
    this.addSql('create index outbox_attempt_delivery on outbox_attempt (delivery_id, number)');
  }
}
