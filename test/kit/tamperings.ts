import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { configuredAuditKeys, newSigningKey, type AuditSigningKey } from '../../server/src/audit/audit-keys.ts';
import { batchesAfter, leavesOf } from '../../server/src/audit/audit-log.queries.ts';
import { coveredTableNames, coveredTables, leafOf, type CoveredTable, type PlainRow } from '../../server/src/audit/covered-rows.ts';
import { merkleRoot } from '../../server/src/audit/merkle-tree.ts';
import { digestOf, NO_DIGEST, signRoot } from '../../server/src/audit/signed-root.ts';

/** What a tampering did, and what the checker must say of it. */
export interface Tampering {
  readonly what: string;
  /** The rows of which one must be named; empty when any word will do. */
  readonly touched: readonly string[];
  readonly kinds: readonly string[];
}

/** Numbers that look random and are the same for the same seed. */
export function seeded(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

type Random = (below: number) => number;
type Tamper = (client: pg.ClientBase, random: Random) => Promise<Tampering>;

const any = <Item>(random: Random, items: readonly Item[]): Item => {
  const item = items[random(items.length)];
  if (item === undefined) throw new Error('There is nothing to tamper with');
  return item;
};

async function rowsIn(client: pg.ClientBase, table: string): Promise<PlainRow[]> {
  return (await client.query<PlainRow & pg.QueryResultRow>(`select * from ${table} order by 1`)).rows;
}

/** Another value for a column: a little different, or something else altogether, or nothing. */
function otherValue(random: Random, column: string, value: string | null): string | null {
  if (value === null) return column.endsWith('_id') ? randomUUID() : 'x';
  if (/^[0-9a-f-]{36}$/.test(value)) return randomUUID();
  if (/^\d{4}-\d\d-\d\d /.test(value)) return any(random, ['2020-01-01T00:00:00Z', 'infinity', new Date(Date.parse(value.replace(' ', 'T').replace(/\+00$/, 'Z')) + any(random, [-1, 1, -60_000, 3_600_000])).toISOString()]);
  if (value.startsWith('\\x')) return value.slice(0, -1) + (value.endsWith('0') ? '1' : '0');
  if (/^[tf]$/.test(value)) return value === 't' ? 'f' : 't';
  if (/^\d+$/.test(value)) return String(Number(value) + 1 + random(5));
  if (value.startsWith('[')) return any(random, ['[]', value.replace('create', 'update')]);
  if (value.startsWith('{')) return any(random, ['{}', value.replace('AGREE', 'REFUSE'), value.replace('}', ', "x": null}')]);
  return any(random, [`${value} `, value.toLowerCase() === value ? value.toUpperCase() : value.toLowerCase(), '']);
}

async function copyRow(client: pg.ClientBase, table: string, id: string, special: Record<string, string | null>): Promise<void> {
  await client.query(`insert into ${table} select (jsonb_populate_record(original, $2)).* from ${table} as original where id = $1`, [id, JSON.stringify(special)]);
}

const editColumn =
  (tables: readonly string[]): Tamper =>
  async (client, random) => {
    const table = any(random, tables);
    const row = any(random, await rowsIn(client, table));
    const [column, value] = any(random, Object.entries(row));
    const key = table === 'audit_batch' ? 'sequence' : table === 'audit_leaf' ? 'row_id' : 'id';
    const other = otherValue(random, column, value);
    await client.query(`update ${table} set ${column} = $1 where ${key} = $2 ${table === 'audit_leaf' ? `and table_name = '${row['table_name'] ?? ''}'` : ''}`, [other, row[key]]);
    const isRow = table in coveredTables;
    const kinds = column === key ? ['REMOVED'] : ['ALTERED', 'BACK_DATED'];
    return { what: `${table}.${column} set to ${String(other)}`, touched: isRow ? [row['id'] ?? ''] : [], kinds: isRow ? kinds : [] };
  };

const removeRow: Tamper = async (client, random) => {
  const table = any(random, [...coveredTableNames, 'audit_leaf', 'audit_batch']);
  const row = any(random, await rowsIn(client, table));
  const [column, value] = Object.entries(row)[0] ?? ['', ''];
  await client.query(`delete from ${table} where ${column} = $1`, [value]);
  return { what: `a row of ${table} deleted`, touched: table in coveredTables ? [value ?? ''] : [], kinds: table === 'audit_batch' || table in coveredTables ? ['REMOVED'] : [] };
};

const addRow: Tamper = async (client, random) => {
  const table = any(random, coveredTableNames);
  const id = randomUUID();
  await copyRow(client, table, any(random, await rowsIn(client, table))['id'] ?? '', { id });
  return { what: `a row added to ${table}`, touched: [id], kinds: ['ADDED'] };
};

/** As if the register had written it: it waits for a seal, but is dated back, or no audit entry tells of it. */
const addQueuedRow: Tamper = async (client, random) => {
  const table = any(random, coveredTableNames);
  const id = randomUUID();
  await copyRow(client, table, any(random, await rowsIn(client, table))['id'] ?? '', { id, [coveredTables[table].timeColumn]: '2026-11-23T08:01:00Z' });
  await client.query('insert into audit_unsealed (table_name, row_id) values ($1, $2)', [table, id]);
  return { what: `a row dated back, added to ${table} and queued`, touched: [id], kinds: ['BACK_DATED'] };
};

const swapRows: Tamper = async (client, random) => {
  const table = any(random, coveredTableNames);
  const rows = await rowsIn(client, table);
  const first = any(random, rows);
  const others = rows.filter((row) => row !== first);
  // Half of them within a minute of each other, so that some lie in one batch: only there a swap is told as such.
  const timeOf = (row: PlainRow) => new Date(row[coveredTables[table].timeColumn] ?? '').getTime();
  const near = others.filter((row) => Math.abs(timeOf(row) - timeOf(first)) < 60_000);
  const second = any(random, near.length > 0 && random(2) === 0 ? near : others);
  const columns = Object.keys(first).filter((column) => column !== 'id');
  const set = columns.map((column) => `${column} = theirs.${column}`).join(', ');
  await client.query(`update ${table} as ours set ${set} from ${table} as theirs where ours.id = any($1::uuid[]) and theirs.id = any($1::uuid[]) and ours.id <> theirs.id`, [[first['id'], second['id']]]);
  return { what: `two rows of ${table} swapped`, touched: [first['id'] ?? '', second['id'] ?? ''], kinds: ['SWAPPED', 'ALTERED', 'BACK_DATED'] };
};

const dateBack: Tamper = async (client, random) => {
  const table = any(random, coveredTableNames);
  const id = any(random, await rowsIn(client, table))['id'] ?? '';
  const { timeColumn } = coveredTables[table];
  await client.query(`update ${table} set ${timeColumn} = ${timeColumn} - interval '1 day' where id = $1`, [id]);
  return { what: `a row of ${table} dated back`, touched: [id], kinds: ['BACK_DATED'] };
};

const reorderBatches: Tamper = async (client, random) => {
  const count = (await batchesAfter(client, 0, 1_000)).length;
  const first = 1 + random(count - 1);
  for (const table of ['audit_batch', 'audit_leaf']) {
    const column = table === 'audit_batch' ? 'sequence' : 'batch';
    for (const [from, to] of [[first, 0], [first + 1, first], [0, first + 1]]) await client.query(`update ${table} set ${column} = $2 where ${column} = $1`, [from, to]);
  }
  return { what: `batches ${first} and ${first + 1} change places`, touched: [String(first)], kinds: ['REORDERED'] };
};

/** Everything of the newest batches is gone: only a witness knows. */
const dropNewest: Tamper = async (client, random) => {
  const count = (await batchesAfter(client, 0, 1_000)).length;
  const first = count - random(3);
  for (const table of coveredTableNames) await client.query(`delete from ${table} where id in (select row_id from audit_leaf where batch >= $1 and table_name = $2)`, [first, table]);
  await client.query('delete from audit_leaf where batch >= $1', [first]);
  await client.query('delete from audit_batch where sequence >= $1', [first]);
  return { what: `all from batch ${first} on is gone`, touched: [String(first)], kinds: ['REMOVED'] };
};

/** A row is altered and everything from its batch on is made anew and signed, by a key of one's own. */
const signAnew =
  (stolen: AuditSigningKey | null): Tamper =>
  async (client, random) => {
    const key = stolen ?? configuredAuditKeys(newSigningKey(any(random, ['test', 'mine'])), '').signing;
    const id = any(random, await rowsIn(client, 'decision'))['id'] ?? '';
    await client.query(`update decision set state = 'REFUSED' where id = $1`, [id]);
    const { rows } = await client.query<PlainRow & pg.QueryResultRow>('select batch from audit_leaf where row_id = $1', [id]);
    const batch = Number(rows[0]?.['batch']);
    await rebuild(client, batch, key);
    return { what: `a decision altered and the chain signed anew from batch ${batch} on${stolen ? ' with the stolen key' : ''}`, touched: [String(batch)], kinds: [stolen ? 'REPLACED' : 'ALTERED'] };
  };

async function rebuild(client: pg.ClientBase, from: number, key: AuditSigningKey): Promise<void> {
  let [previous] = from > 1 ? await batchesAfter(client, from - 2, 1) : [];
  for (const old of await batchesAfter(client, from - 1, 1_000)) {
    const leaves = await leavesOf(client, old.sequence);
    const hashes = [];
    for (const { table, id, position } of leaves) {
      const { rows } = await client.query<PlainRow & pg.QueryResultRow>(`select * from ${table} where id = $1`, [id]);
      const hash = leafOf(table as CoveredTable, rows[0] ?? {});
      await client.query('update audit_leaf set hash = $3 where batch = $1 and position = $2', [old.sequence, position, hash]);
      hashes.push(hash);
    }
    previous = signRoot({ ...old, merkleRoot: merkleRoot(hashes).toString('hex'), previousDigest: previous ? digestOf(previous) : NO_DIGEST }, key);
    await client.query('update audit_batch set merkle_root = decode($2, $7), previous_digest = decode($3, $7), key_id = $4, algorithm = $5, signature = decode($6, $8) where sequence = $1', [
      ...[previous.sequence, previous.merkleRoot, previous.previousDigest, previous.keyId, previous.algorithm, previous.signature, 'hex', 'base64'],
    ]);
  }
}

/** A row and its leaf are altered together: only the signed root knows. */
const alterWithLeaf: Tamper = async (client, random) => {
  const { id = '' } = any(random, await rowsIn(client, 'decision'));
  const { rows } = await client.query<PlainRow & pg.QueryResultRow>(`update decision set choices = choices || '{"HEART": "AGREE"}' where id = $1 returning *`, [id]);
  await client.query(`update audit_leaf set hash = $2 where row_id = $1`, [id, leafOf('decision', rows[0] ?? {})]);
  return { what: 'a decision altered together with its leaf', touched: [], kinds: ['ALTERED'] };
};

/** The look itself is removed, made another person's, or made to seem unanswered, while its steps stand as they were sealed. */
const hideLook: Tamper = async (client, random) => {
  const id = any(random, await rowsIn(client, 'look_up'))['id'] ?? '';
  const [what, statement, kind] = any(random, [
    ['removed', 'delete from look_up where id = $1', 'REMOVED'],
    ['given to another person', `update look_up set person_index = sha256(person_index) where id = $1`, 'ALTERED'],
    ['made unanswered', `update look_up set status = 'WAITING', finding = null, answered_at = null where id = $1`, 'ALTERED'],
    ['put to another case', `update look_up set case_number = 'OTHER-1' where id = $1`, 'ALTERED'],
    ['made to seem confirmed', `update look_up set second_person_id = gen_random_uuid() where id = $1`, 'ALTERED'],
  ] as const);
  await client.query(statement, [id]);
  return { what: `a look-up ${what}`, touched: [id], kinds: [kind] };
};

/** A look-up that nobody asked for, to put somebody under suspicion. */
const inventLook: Tamper = async (client, random) => {
  const id = randomUUID();
  await copyRow(client, 'look_up', any(random, await rowsIn(client, 'look_up'))['id'] ?? '', { id, request_key: id });
  return { what: 'a look-up invented', touched: [id], kinds: ['ADDED'] };
};

/** Every kind of tampering; `stolen` is the key of the installation itself, with which only a witness helps. */
export function tamperings(stolen: AuditSigningKey): readonly Tamper[] {
  return [
    ...[editColumn(coveredTableNames), editColumn(['decision']), editColumn(['audit_entry']), editColumn(['audit_batch', 'audit_leaf'])],
    ...[removeRow, addRow, addQueuedRow, swapRows, dateBack, reorderBatches, dropNewest, alterWithLeaf, hideLook, inventLook, signAnew(null), signAnew(stolen)],
  ];
}
