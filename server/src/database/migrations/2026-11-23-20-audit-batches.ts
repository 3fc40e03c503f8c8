import { StepByStep } from '../step-by-step.ts';

/**
 * Makes the audit tamper-evident (ADR 20): each new row of a covered table queues itself, the sealer turns the queue into
 * leaves of signed batches. Rows from before are queued once.
 */
export class AuditBatches extends StepByStep {
  override up(): void {
    // What waits for its seal. A row is here from the moment it is visible, so a transaction that commits late is never skipped.
    this.addSql(`create table audit_unsealed (
      number bigint generated always as identity primary key,
      table_name text not null,
      row_id uuid not null
    )`);
    this.addSql('alter table audit_unsealed set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 10000)');
    this.addSql(`create table audit_batch (
      sequence bigint primary key check (sequence > 0),
      previous_digest bytea not null check (octet_length(previous_digest) = 32),
      merkle_root bytea not null check (octet_length(merkle_root) = 32),
      leaf_count int not null check (leaf_count >= 0),
      total_count bigint not null check (total_count >= leaf_count),
      complete boolean not null,
      sealed_at timestamptz(3) not null,
      algorithm text not null,
      key_id text not null,
      signature bytea not null
    )`);
    this.addSql(`create table audit_leaf (
      row_id uuid not null,
      table_name text not null,
      batch bigint not null,
      position int not null check (position >= 0),
      hash bytea not null check (octet_length(hash) = 32),
      primary key (row_id, table_name),
      constraint audit_leaf_batch_position_unique unique (batch, position)
    )`);
    for (const table of ['audit_batch', 'audit_leaf']) {
      this.addSql(`create trigger ${table}_is_kept before update or delete or truncate on ${table} for each statement execute function refuse_change()`);
    }

    this.addSql(`create function queue_for_sealing() returns trigger language plpgsql as $$
      begin
        insert into audit_unsealed (table_name, row_id) values (tg_table_name, new.id);
        return null;
      end $$`);
    for (const [table, time] of [['decision', 'recorded_at'], ['audit_entry', 'at']] as const) {
      this.addSql(`create trigger ${table}_is_sealed after insert on ${table} for each row execute function queue_for_sealing()`);
      // What came between the two steps has queued itself.
      this.addSql(`insert into audit_unsealed (table_name, row_id) select '${table}', id from ${table}
        where not exists (select from audit_unsealed as queued where queued.table_name = '${table}' and queued.row_id = ${table}.id) order by ${time}`);
    }
  }
}
