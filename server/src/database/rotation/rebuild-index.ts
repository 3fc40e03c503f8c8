import type pg from 'pg';
import { normalisedDocument } from '../../identity/identity-document.ts';
import type { IndexSlot, Vault } from '../../vault/vault.ts';
import { filledConstraint } from '../key-mark.ts';
import { BATCH, changeShape, type Progress } from './batches.ts';
import { reindexBodyDonations } from './body-donations.ts';
import { renewHealthCards } from './health-cards.ts';
import { donorsAfter, openedValue, type DonorRow } from './donor-rows.ts';

const columns: Readonly<Record<IndexSlot, string>> = { 1: 'document_index', 2: 'document_index_2' };
const FIRST = '00000000-0000-0000-0000-000000000000';
/** Rows of other tables in one statement. */
const SWEEP = 5_000;

/** What filling the other index came to. */
export interface Filled {
  readonly done: number;
  /** People whose index cannot be made from what is stored: holders of a passport from before the birthday was kept. */
  readonly unplaced: number;
}

/**
 * Enters everybody under the other index key, while servers that know both keys enter newcomers under both; afterwards PostgreSQL
 * itself refuses whoever is missing there. People are found by the former key until the servers are told to use the other.
 * Can be stopped at any moment and started again.
 */
export async function fillOtherIndex(client: pg.ClientBase, vault: Vault, progress: Progress, batch = BATCH): Promise<Filled> {
  const slot = other(vault.indexSlot);
  const first = await fill(client, vault, slot, progress, batch);
  if (first.unplaced > 0) return first;
  await changeShape(client, [
    `alter table donor drop constraint if exists ${filledConstraint(vault.indexSlot)}`,
    `alter table donor drop constraint if exists ${filledConstraint(slot)}`,
    `alter table donor add constraint ${filledConstraint(slot)} check (erased_at is not null or ${columns[slot]} is not null) not valid`,
  ]);
  // Whoever slipped in before the constraint.
  const rest = await fill(client, vault, slot, progress, batch);
  await reindexBodyDonations(client, vault, slot, progress);
  await renewHealthCards(client, vault, slot, progress);
  await client.query(`alter table donor validate constraint ${filledConstraint(slot)}`);
  return { done: first.done + rest.done, unplaced: rest.unplaced };
}

/**
 * Takes the former index away, after every server finds people by the new one and knows no other. Look-ups of people on the
 * register go over to the new one; those of others no longer name anybody. Sessions and requests that are still kept under the former key: a session goes on, as its index is made of the identity; a request is forgotten, and its
 * retry is judged by the version it names, so that nothing is decided twice.
 */
export async function clearFormerIndex(client: pg.ClientBase, vault: Vault, progress: Progress, batch = SWEEP): Promise<number> {
  const [inUse, former] = [vault.indexSlot, other(vault.indexSlot)];
  // Whoever said something about their body since the servers went over: after this nobody knows the former key.
  await reindexBodyDonations(client, vault, inUse, progress);
  await renewHealthCards(client, vault, inUse, progress);
  await changeShape(client, [`alter table donor drop constraint if exists ${filledConstraint(former)}`]);
  // First, while both stand side by side: whoever was looked up goes on seeing by whom, and what waits still finds them.
  await nameLookUpsAnew(client, columns[former], columns[inUse]);
  // Also before: a session is known by its index alone while the key service is away, and ended by it when its owner is erased.
  const ofOwner = `(select donor.${columns[inUse]} from donor where donor.${columns[former]} = session.person_index)`;
  await sweep(client, 'session', `set index_slot = ${inUse}, person_index = coalesce(${ofOwner}, decode(md5(session.id::text) || md5('former ' || session.id::text), 'hex'))`, `index_slot = ${former}`, progress, batch);
  const cleared = await sweep(client, 'donor', `set ${columns[former]} = null`, `${columns[former]} is not null and ${columns[inUse]} is not null`, progress, batch);
  await client.query(`delete from idempotent_request as request using decision, donor
    where decision.id = request.decision_id and donor.id = decision.donor_id and request.person_index is distinct from donor.${columns[inUse]}`);
  const check = former === 1 ? 'index_check' : 'index_check_2';
  await client.query(`update key_mark set retired_index_checks = retired_index_checks || ${check}, ${check} = null where ${check} is not null`);
  return cleared;
}

/** Adds a sealed step to each look-up of somebody on the register, under whichever key it was asked, and tells the audit of it. */
async function nameLookUpsAnew(client: pg.ClientBase, former: string, inUse: string): Promise<void> {
  await client.query(
    `with looked as (
       select distinct on (step.look_up_id) gen_random_uuid() as id, step.look_up_id, donor.${inUse} as person_index
       from look_up_step as step join donor on donor.${former} = step.person_index
       where donor.${inUse} is not null and not exists (select from look_up_step as later where later.look_up_id = step.look_up_id and later.person_index = donor.${inUse})
     ), named as (
       insert into look_up_step (id, look_up_id, step, at, account_id, person_index, details)
       select id, look_up_id, 'REINDEXED', statement_timestamp(), null, person_index, '{}' from looked returning id
     )
     insert into audit_entry (id, at, actor_kind, actor_id, session_id, operation, request_id, changes)
     select gen_random_uuid(), statement_timestamp(), 'SYSTEM', null, null, 'finishIndex', gen_random_uuid()::text,
       jsonb_agg(jsonb_build_object('entity', 'LookUpStep', 'id', id, 'change', 'create', 'fields', jsonb_build_array('id', 'lookUp', 'step', 'at', 'personIndex', 'details')))
     from named having count(*) > 0`,
  );
}

async function fill(client: pg.ClientBase, vault: Vault, slot: IndexSlot, progress: Progress, batch: number): Promise<Filled> {
  let [last, done, unplaced] = [FIRST, 0, 0];
  for (;;) {
    const rows = await donorsAfter(client, last, batch, `donor.${columns[slot]} is null`);
    const end = rows.at(-1);
    if (!end) return { done, unplaced };
    const entries = await Promise.all(rows.map(async (row) => ({ id: row.id, index: await indexOf(client, vault, row, slot) })));
    const placed = entries.filter(({ index }) => index !== null);
    // Only where it is still empty: a server that knows both keys may have been quicker.
    await client.query(`update donor set ${columns[slot]} = new.index from unnest($1::uuid[], $2::bytea[]) as new (id, index) where donor.id = new.id and donor.${columns[slot]} is null`, [
      placed.map(({ id }) => id),
      placed.map(({ index }) => index),
    ]);
    last = end.id;
    done += placed.length;
    unplaced += rows.length - placed.length;
    progress('index', done);
  }
}

/** Null when the index in use cannot be made from what is stored: the other one would be wrong as well. */
async function indexOf(client: pg.ClientBase, vault: Vault, row: DonorRow, slot: IndexSlot): Promise<Buffer | null> {
  const number = (await openedValue(client, vault, row, 'documentNumber')) ?? '';
  const indexes = vault.blindIndexes('identity-document', normalisedDocument(row.documentType, number, await openedValue(client, vault, row, 'birthday')));
  const [known, made] = [row.index[vault.indexSlot], indexes[vault.indexSlot]];
  return known && made?.equals(known) ? indexes[slot] : null;
}

/** Changes every row that `where` names, some at a time in the order of their ids, so that no row is looked at twice. */
async function sweep(client: pg.ClientBase, table: string, change: string, where: string, progress: Progress, batch: number): Promise<number> {
  for (let [last, done] = [FIRST, 0]; ; ) {
    const { rows } = await client.query<{ last: string | null; count: number }>(
      `with due as (select id from ${table} where id > $1 and ${where} order by id limit ${batch}), changed as (update ${table} ${change} from due where ${table}.id = due.id returning ${table}.id)
       select (select id from changed order by id desc limit 1) as last, (select count(*)::int from changed) as count`,
      [last],
    );
    const end = rows[0]?.last;
    if (!end) return done;
    last = end;
    done += rows[0]?.count ?? 0;
    progress(table, done);
  }
}

function other(slot: IndexSlot): IndexSlot {
  return slot === 1 ? 2 : 1;
}
