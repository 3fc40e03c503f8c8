import type pg from 'pg';
import { sealedColumns, sealForDonor, type SealedField } from '../../donors/donor.entity.ts';
import { personKeyVersionOf, type DataKey } from '../../vault/data-key.ts';
import { suiteOf } from '../../vault/sealed-value.ts';
import type { NewDataKey, Vault } from '../../vault/vault.ts';
import { MARK_PLACE } from '../key-mark.ts';
import { BATCH, inTransaction, mapped, type Progress } from './batches.ts';
import { renewHealthCards } from './health-cards.ts';
import { resealRegisterValues } from './register-values.ts';
import { donorsAfter, openedValue, sealedFields, type DonorRow } from './donor-rows.ts';

/** Every id comes after this one. */
const FIRST = '00000000-0000-0000-0000-000000000000';

/** What a resealing is to reach. */
export interface Resealing {
  readonly now: () => Date;
  /** Data keys made before this are replaced by new ones; null replaces none. */
  readonly keysMadeBefore: Date | null;
}

interface Resealed {
  readonly row: DonorRow;
  readonly values: Readonly<Record<SealedField, Buffer | null>>;
  readonly made: NewDataKey | null;
}

const WRITE = `update donor set ${Object.values(sealedColumns).map((column) => `${column} = new.${column}`).join(', ')}
  from unnest($1::uuid[], ${sealedFields.map((_, at) => `$${at + 2}::bytea[]`).join(', ')}) as new (id, ${Object.values(sealedColumns).join(', ')})
  where donor.id = new.id`;

/**
 * Brings every sealed value of every donor under their newest data key and today's suite. Whoever is from before people had keys
 * gets one. Values only: the person's version stays, so that no phone is told that something changed. Can be stopped at any
 * moment and started again.
 * @returns how many people had values sealed anew
 */
export async function resealValues(client: pg.ClientBase, vault: Vault, wanted: Resealing, progress: Progress, batch = BATCH): Promise<number> {
  await resealMark(client, vault);
  await renewHealthCards(client, vault, vault.indexSlot, progress);
  await resealRegisterValues(client, vault, progress);
  let total = 0;
  for (;;) {
    const { done, missed } = await resealAll(client, vault, wanted, (step, count) => progress(step, total + count), batch);
    total += done;
    // Whoever was missed was given a key by a server in the same moment.
    if (missed === 0) return total;
  }
}

async function resealAll(client: pg.ClientBase, vault: Vault, wanted: Resealing, progress: Progress, batch: number): Promise<{ done: number; missed: number }> {
  let [last, done, missed] = [FIRST, 0, 0];
  for (;;) {
    const step = await inTransaction(client, async () => {
      // Locked, so that nobody edits a value between our reading and our writing it.
      const rows = await donorsAfter(client, last, batch, dueIn(vault, wanted), true);
      const due = rows.filter((row) => isDue(row, vault, wanted));
      const written = await write(client, await mapped(due, (row) => reseal(client, vault, wanted, row)), wanted.now());
      return { end: rows.at(-1)?.id, written, missed: due.length - written };
    });
    if (!step.end) return { done, missed };
    last = step.end;
    done += step.written;
    missed += step.missed;
    progress('values', done);
  }
}

/**
 * Removes data keys that a newer one replaced, once no value and no request under way can need them: requests take seconds, so
 * whatever was read before a newer key was there has been written by now. A value that was, is sealed anew first.
 * @param before keys whose successor was made before this are removed
 */
export async function retireKeys(client: pg.ClientBase, vault: Vault, before: Date, progress: Progress, batch = BATCH): Promise<number> {
  let done = 0;
  const replaced = `exists (select from key_store.person_key as old where old.person_id = donor.id and old.version < newest.version) and newest.made_at < '${before.toISOString()}'`;
  for (let last = FIRST; ; ) {
    const rows = await inTransaction(client, async () => {
      const people = await donorsAfter(client, last, batch, replaced, true);
      const due = people.filter((row) => sealedFields.some((field) => isOld(row, field, vault)));
      await write(client, await mapped(due, (row) => reseal(client, vault, { now: () => before, keysMadeBefore: null }, row)), before);
      await client.query(
        'delete from key_store.person_key as old using unnest($1::uuid[], $2::int[]) as newest (person_id, version) where old.person_id = newest.person_id and old.version < newest.version',
        [people.map(({ id }) => id), people.map(({ key }) => key?.version ?? 0)],
      );
      return people;
    });
    const end = rows.at(-1);
    if (!end) return done;
    last = end.id;
    done += rows.length;
    progress('replaced keys', done);
  }
}

/** The same as `isDue` in the words of PostgreSQL, so that nobody is read and locked for nothing. */
function dueIn(vault: Vault, { keysMadeBefore }: Resealing): string {
  const isOldIn = (column: string) => `get_byte(${column}, 0) <> ${vault.suite} or substring(${column} from 3 for get_byte(${column}, 1)) <> convert_to('person:' || newest.version, 'UTF8')`;
  const old = Object.values(sealedColumns).map((column) => `(${column} is not null and (${isOldIn(column)}))`);
  return `(newest.version is null ${keysMadeBefore ? `or newest.made_at < '${keysMadeBefore.toISOString()}'` : ''} or ${old.join(' or ')})`;
}

function isDue(row: DonorRow, vault: Vault, { keysMadeBefore }: Resealing): boolean {
  return isKeyDue(row, keysMadeBefore) || sealedFields.some((field) => isOld(row, field, vault));
}

function isKeyDue({ key }: DonorRow, keysMadeBefore: Date | null): boolean {
  return key === null || (keysMadeBefore !== null && key.madeAt < keysMadeBefore);
}

function isOld({ values, key }: DonorRow, field: SealedField, vault: Vault): boolean {
  const value = values[field];
  return value !== null && (personKeyVersionOf(value) !== key?.version || suiteOf(value) !== vault.suite);
}

async function reseal(client: pg.ClientBase, vault: Vault, { keysMadeBefore }: Resealing, row: DonorRow): Promise<Resealed> {
  const made = isKeyDue(row, keysMadeBefore) ? await vault.newDataKey(row.id, (row.key?.version ?? 0) + 1) : null;
  const key: DataKey | null = made?.key ?? (row.key ? await vault.dataKey(row.key) : null);
  const values: Partial<Record<SealedField, Buffer | null>> = {};
  for (const field of sealedFields) {
    const plain = await openedValue(client, vault, row, field);
    values[field] = plain === null || !key ? null : sealForDonor(key, field, plain);
  }
  return { row, made, values: values as Resealed['values'] };
}

/** @returns how many were written: somebody to whom a server has just given a key of the same number is left for later. */
async function write(client: pg.ClientBase, resealed: readonly Resealed[], now: Date): Promise<number> {
  const made = resealed.flatMap(({ made: each }) => (each ? [each] : []));
  const { rows: stored } = await client.query<{ person_id: string }>(
    `insert into key_store.person_key (person_id, version, key_id, wrapped, made_at) select *, $5::timestamptz from unnest($1::uuid[], $2::int[], $3::text[], $4::bytea[])
     on conflict do nothing returning person_id`,
    [made.map(({ key }) => key.personId), made.map(({ key }) => key.version), made.map(({ wrapped }) => wrapped.keyId), made.map(({ wrapped }) => wrapped.bytes), now],
  );
  const ids = new Set(stored.map(({ person_id: id }) => id));
  const ready = resealed.filter(({ row, made: own }) => own === null || ids.has(row.id));
  await client.query(WRITE, [ready.map(({ row }) => row.id), ...sealedFields.map((field) => ready.map(({ values }) => values[field]))]);
  return ready.length;
}

/** The word by which a server knows that its keys are the register's. */
async function resealMark(client: pg.ClientBase, vault: Vault): Promise<void> {
  const { rows } = await client.query<{ sealed: Buffer }>('select sealed from key_mark');
  for (const { sealed } of rows) {
    if (!vault.isSealedAnew(sealed)) await client.query('update key_mark set sealed = $1', [vault.seal(vault.open(sealed, MARK_PLACE), MARK_PLACE)]);
  }
}
