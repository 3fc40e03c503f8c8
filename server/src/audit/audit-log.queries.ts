import type pg from 'pg';
import { doorOption } from '../database/door.ts';
import { type CoveredTable, coveredTables, instantOf, type PlainRow } from './covered-rows.ts';
import type { Hash } from './merkle-tree.ts';
import type { SignedRoot } from './signed-root.ts';

/** A connection on which every value arrives as PostgreSQL writes it in text. */
export type PlainConnection = Pick<pg.ClientBase, 'query'>;

/** Settings of `pg` for such a connection. */
export const plainText: pg.ClientConfig = {
  types: { getTypeParser: () => (text: string) => text } as pg.CustomTypesConfig,
  application_name: 'sanxian audit',
  options: doorOption('system'),
  statement_timeout: 60_000,
};

/** One leaf as it is stored. */
export interface StoredLeaf {
  readonly table: string;
  readonly id: string;
  readonly position: number;
  readonly hash: Hash;
}

/** One row that waits for its seal. */
export interface Waiting {
  readonly number: string;
  readonly table: string;
  readonly id: string;
  /** It has a leaf already: somebody queued it again. */
  readonly isSealed: boolean;
}

/** Any number will do, as long as nothing else in this database locks by it (see `database/alone.ts`). */
const SEALING_LOCK = 20_261_124;

/** Runs work in one transaction whose texts are written alike on every server; all of it is kept, or nothing when it throws. */
export async function inPlainTransaction<Result>(connection: PlainConnection, kind: 'WRITE' | 'SNAPSHOT', work: () => Promise<Result>): Promise<Result> {
  await connection.query(kind === 'WRITE' ? 'begin' : 'begin isolation level repeatable read read only');
  try {
    await writePlainly(connection);
    const result = await work();
    await connection.query('commit');
    return result;
  } catch (error) {
    await connection.query('rollback').catch(() => undefined);
    throw error;
  }
}

/** Makes the transaction under way write instants, bytes and numbers in one way, whatever the server's own settings are. */
export async function writePlainly(connection: PlainConnection): Promise<void> {
  await connection.query(`set local timezone = 'UTC'; set local datestyle = 'ISO, YMD'; set local bytea_output = 'hex'; set local extra_float_digits = 1`);
}

/** Takes the right to seal until the transaction ends; false when another server has it. Waits for nobody, and nobody for us. */
export async function takeSealingLock(connection: PlainConnection): Promise<boolean> {
  const [row] = await ask(connection, 'select pg_try_advisory_xact_lock($1) as taken', [SEALING_LOCK]);
  return row?.['taken'] === 't';
}

/** Waits, some seconds at most, until no other server seals. Call it outside of a transaction. */
export async function awaitSealer(connection: PlainConnection): Promise<void> {
  await connection.query('begin');
  try {
    await connection.query(`set local lock_timeout = '3s'`);
    await ask(connection, 'select pg_advisory_xact_lock($1)', [SEALING_LOCK]);
  } catch (error) {
    // 55P03: it seals for longer than we wait.
    if (!(error instanceof Error && 'code' in error && error.code === '55P03')) throw error;
  } finally {
    await connection.query('rollback');
  }
}

/** The batches after one, oldest first. */
export async function batchesAfter(connection: PlainConnection, sequence: number, limit: number): Promise<SignedRoot[]> {
  return (await ask(connection, 'select * from audit_batch where sequence > $1 order by sequence limit $2', [sequence, limit])).map(toRoot);
}

/** The newest batch, or null before the first. */
export async function newestBatch(connection: PlainConnection): Promise<SignedRoot | null> {
  const [row] = await ask(connection, 'select * from audit_batch order by sequence desc limit 1', []);
  return row ? toRoot(row) : null;
}

/** The leaves of one batch in their order. */
export async function leavesOf(connection: PlainConnection, batch: number): Promise<StoredLeaf[]> {
  return (await ask(connection, 'select table_name, row_id, position, hash from audit_leaf where batch = $1 order by position', [batch])).map(toLeaf);
}

/** In which batch, and where, a row was sealed; null when it was not yet. */
export async function placeOf(connection: PlainConnection, table: CoveredTable, id: string): Promise<{ readonly batch: number; readonly position: number } | null> {
  const [row] = await ask(connection, 'select batch, position from audit_leaf where row_id = $1 and table_name = $2', [id, table]);
  return row ? { batch: Number(row['batch']), position: Number(row['position']) } : null;
}

/** The rows of a covered table with these ids, by id. */
export async function rowsOf(connection: PlainConnection, table: CoveredTable, ids: readonly string[]): Promise<ReadonlyMap<string, PlainRow>> {
  if (ids.length === 0) return new Map();
  const rows = await ask(connection, `select * from ${table} where id = any($1::uuid[])`, [ids]);
  return new Map(rows.map((row) => [row['id'] ?? '', row]));
}

/** The audit entry that tells of a decision: written in one transaction, so sealed in the same batch or the one beside it. */
export async function entryOfDecision(connection: PlainConnection, decisionId: string, batch: number): Promise<string | null> {
  const told = JSON.stringify([{ entity: 'Decision', id: decisionId, change: 'create' }]);
  const [row] = await ask(
    connection,
    `select entry.id from audit_leaf as leaf join audit_entry as entry on entry.id = leaf.row_id
     where leaf.table_name = 'audit_entry' and leaf.batch between $1::bigint - 1 and $1::bigint + 1 and entry.changes @> $2::jsonb`,
    [batch, told],
  );
  return row?.['id'] ?? null;
}

/** The first rows that wait for a seal, in the order in which they were queued, after one of them. */
export async function waitingAfter(connection: PlainConnection, number: string, limit: number): Promise<Waiting[]> {
  const rows = await ask(
    connection,
    `select waiting.number, waiting.table_name, waiting.row_id, leaf.row_id is not null as is_sealed
     from (select * from audit_unsealed where number > $1 order by number limit $2) as waiting
     left join audit_leaf as leaf using (row_id, table_name) order by waiting.number`,
    [number, limit],
  );
  return rows.map(toWaiting);
}

/** A row of the table that is neither sealed nor waiting, the oldest by its own time; null when there is none. */
export async function strayRow(connection: PlainConnection, table: CoveredTable): Promise<string | null> {
  const [row] = await ask(
    connection,
    `select id from ${table} as covered
     where not exists (select from audit_leaf where row_id = covered.id and table_name = $1)
       and not exists (select from audit_unsealed where row_id = covered.id and table_name = $1)
     order by ${coveredTables[table].timeColumn}, id limit 1`,
    [table],
  );
  return row?.['id'] ?? null;
}

/**
 * A look-up that is not what its sealed steps say, the oldest first: it is gone, tells of another person, case or asker, hides
 * that something was disclosed, or was never asked for. Null when there is none. The steps themselves are checked elsewhere.
 */
export async function misleadingLookUp(connection: PlainConnection): Promise<{ readonly id: string; readonly kind: 'REMOVED' | 'ADDED' | 'ALTERED' } | null> {
  const [row] = await ask(
    connection,
    `select coalesce(look_up.id, asked.look_up_id) as id, case when look_up.id is null then 'REMOVED' when asked.id is null then 'ADDED' else 'ALTERED' end as kind
     from look_up full join (select * from look_up_step where step = 'ASKED') as asked on asked.look_up_id = look_up.id
     where look_up.id is null or asked.id is null
       or look_up.person_index <> asked.person_index or look_up.requested_by_id <> asked.account_id or look_up.requested_at <> asked.at
       or jsonb_build_object('hospital', hospital_id, 'area', area_code, 'case', case_number, 'occasion', occasion, 'purpose', purpose, 'breakGlass', break_glass_reason) <> asked.details
       or (status = 'ANSWERED') <> exists (select from look_up_step where look_up_id = look_up.id and step = 'DISCLOSED')
       or (status = 'ANSWERED' and not exists (select from look_up_step where look_up_id = look_up.id and step = 'DISCLOSED' and at = answered_at))
       or (second_person_id is not null and not exists (select from look_up_step where look_up_id = look_up.id and step in ('CONFIRMED', 'DECLINED') and account_id = second_person_id))
       or (second_person_id is null and exists (select from look_up_step where look_up_id = look_up.id and step in ('CONFIRMED', 'DECLINED')))
     order by coalesce(look_up.requested_at, asked.at), 1 limit 1`,
    [],
  );
  return row ? { id: row['id'] ?? '', kind: row['kind'] as 'REMOVED' | 'ADDED' | 'ALTERED' } : null;
}

/**
 * A record whose word for what stands is not that of its newest sealed row: it points at an earlier one, or says another wish. Null when
 * there is none. The rows themselves are checked elsewhere.
 */
export async function misleadingRecord(connection: PlainConnection): Promise<{ readonly table: string; readonly id: string } | null> {
  const [row] = await ask(
    connection,
    `select 'donor' as "table", id from donor where latest_sequence <> coalesce((select max(sequence) from decision where donor_id = donor.id), 0)
     union all
     select 'body_donation', file.id from body_donation as file left join body_declaration as said on said.body_donation_id = file.id and said.sequence = file.latest_sequence
     where said.id is null or said.wish <> file.wish or exists (select from body_declaration as later where later.body_donation_id = file.id and later.sequence > file.latest_sequence)
     order by 1, 2 limit 1`,
    [],
  );
  return row ? { table: row['table'] ?? '', id: row['id'] ?? '' } : null;
}

/** Before this day no decision was released that had its confirmation in its own sealed row. */
const CONFIRMATIONS_SEALED_SINCE = '2026-11-27';

/**
 * A decision whose confirmation of a submission (ADR 44) is not what was sealed with it: the link is gone, was added later, or names
 * another submission. Null when there is none.
 */
export async function misleadingConfirmation(connection: PlainConnection): Promise<string | null> {
  const [row] = await ask(
    connection,
    `select decision.id from decision_submission as link join decision on decision.id = decision_id join submission on submission.id = submission_id
     where submission_hash <> submission.hash or (submission_hash is distinct from confirmed_submission_hash and (confirmed_submission_hash is not null or recorded_at >= $1))
     union all
     select id from decision where confirmed_submission_hash is not null and not exists (select from decision_submission where decision_id = decision.id)
     order by 1 limit 1`,
    [CONFIRMATIONS_SEALED_SINCE],
  );
  return row?.['id'] ?? null;
}

/** A leaf whose batch is not there, or null. */
export async function strayLeaf(connection: PlainConnection): Promise<(StoredLeaf & { readonly batch: number }) | null> {
  const [row] = await ask(connection, 'select * from audit_leaf where not exists (select from audit_batch where sequence = batch) order by batch, position limit 1', []);
  return row ? { ...toLeaf(row), batch: Number(row['batch']) } : null;
}

/** Writes a batch with its leaves. */
export async function appendBatch(connection: PlainConnection, root: SignedRoot, leaves: readonly StoredLeaf[]): Promise<void> {
  await ask(
    connection,
    `insert into audit_batch (sequence, previous_digest, merkle_root, leaf_count, total_count, complete, sealed_at, algorithm, key_id, signature)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      ...[root.sequence, Buffer.from(root.previousDigest, 'hex'), Buffer.from(root.merkleRoot, 'hex'), root.leafCount, root.totalCount],
      ...[root.complete, new Date(root.sealedAt).toISOString(), root.algorithm, root.keyId, Buffer.from(root.signature, 'base64')],
    ],
  );
  await ask(
    connection,
    `insert into audit_leaf (batch, row_id, table_name, position, hash)
     select $1, row_id, table_name, position, decode(hash, 'hex') from unnest($2::uuid[], $3::text[], $4::int[], $5::text[]) as leaf (row_id, table_name, position, hash)`,
    [root.sequence, leaves.map(({ id }) => id), leaves.map(({ table }) => table), leaves.map(({ position }) => position), leaves.map(({ hash }) => hash.toString('hex'))],
  );
}

/** Takes the first rows out of the queue, in the order in which they were queued. Rows that are not visible yet stay. */
export async function takeWaiting(connection: PlainConnection, limit: number): Promise<Waiting[]> {
  const rows = await ask(
    connection,
    `with taken as materialized (select ctid from audit_unsealed order by number limit $1),
       gone as (delete from audit_unsealed as waiting using taken where waiting.ctid = taken.ctid returning waiting.*)
     select gone.*, leaf.row_id is not null as is_sealed from gone left join audit_leaf as leaf using (row_id, table_name) order by gone.number`,
    [limit],
  );
  return rows.map(toWaiting);
}

async function ask(connection: PlainConnection, text: string, values: readonly unknown[]): Promise<PlainRow[]> {
  return (await connection.query<Record<string, string | null>>(text, [...values])).rows;
}

function toRoot(row: PlainRow): SignedRoot {
  return {
    sequence: Number(row['sequence']),
    previousDigest: bytesOf(row['previous_digest']).toString('hex'),
    merkleRoot: bytesOf(row['merkle_root']).toString('hex'),
    leafCount: Number(row['leaf_count']),
    totalCount: Number(row['total_count']),
    complete: row['complete'] === 't',
    sealedAt: instantOf(row['sealed_at'] ?? '').getTime(),
    algorithm: row['algorithm'] ?? '',
    keyId: row['key_id'] ?? '',
    signature: bytesOf(row['signature']).toString('base64'),
  };
}

function toWaiting(row: PlainRow): Waiting {
  return { number: row['number'] ?? '', table: row['table_name'] ?? '', id: row['row_id'] ?? '', isSealed: row['is_sealed'] === 't' };
}

function toLeaf(row: PlainRow): StoredLeaf {
  return { table: row['table_name'] ?? '', id: row['row_id'] ?? '', position: Number(row['position']), hash: bytesOf(row['hash']) };
}

/** Bytes as PostgreSQL writes them, `\x` and hex. */
function bytesOf(text: string | null | undefined): Buffer {
  return Buffer.from((text ?? '').slice(2), 'hex');
}
