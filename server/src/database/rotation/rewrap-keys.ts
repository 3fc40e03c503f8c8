import type pg from 'pg';
import type { Vault } from '../../vault/vault.ts';
import { BATCH, mapped, type Progress } from './batches.ts';

interface KeyRow {
  readonly person_id: string;
  readonly version: number;
  readonly key_id: string;
  readonly wrapped: Buffer;
}

const NEXT = `select person_id, version, key_id, wrapped from key_store.person_key
  where (person_id, version) > ($1::uuid, $2::int) and key_id <> $3 order by person_id, version limit $4`;
// Compared with what was read: a key that was destroyed or closed anew meanwhile is left as it is.
const REPLACE = `update key_store.person_key as stored set key_id = new.key_id, wrapped = new.wrapped
  from unnest($1::uuid[], $2::int[], $3::bytea[], $4::text[], $5::bytea[]) as new (person_id, version, was, key_id, wrapped)
  where stored.person_id = new.person_id and stored.version = new.version and stored.wrapped = new.was`;

/**
 * Closes every data key anew under the key-encryption key of today. Only the key store is touched: the data keys and everything
 * sealed under them stay. It can be stopped at any moment and started again: what is done already is passed by.
 * @returns how many keys were closed anew
 */
export async function rewrapKeys(client: pg.ClientBase, vault: Vault, progress: Progress, batch = BATCH): Promise<number> {
  const active = await vault.activeKeyEncryptionId();
  let done = await rewrapRegisterKeys(client, vault, active);
  let last: Pick<KeyRow, 'person_id' | 'version'> = { person_id: '00000000-0000-0000-0000-000000000000', version: 0 };
  for (;;) {
    const { rows } = await client.query<KeyRow>(NEXT, [last.person_id, last.version, active, batch]);
    const end = rows.at(-1);
    if (!end) return done;
    const anew = await mapped(rows, (row) => vault.rewrap({ personId: row.person_id, version: row.version, keyId: row.key_id, bytes: row.wrapped }));
    await client.query(REPLACE, [
      rows.map(({ person_id: id }) => id),
      rows.map(({ version }) => version),
      rows.map(({ wrapped }) => wrapped),
      anew.map(({ keyId }) => keyId),
      anew.map(({ bytes }) => bytes),
    ]);
    last = end;
    done += rows.length;
    progress('key store', done);
  }
}

async function rewrapRegisterKeys(client: pg.ClientBase, vault: Vault, active: string): Promise<number> {
  const { rows } = await client.query<Omit<KeyRow, 'person_id'>>('select version, key_id, wrapped from key_store.register_key where key_id <> $1', [active]);
  for (const { version, key_id: keyId, wrapped } of rows) {
    const anew = await vault.rewrapRegisterKey({ version, keyId, bytes: wrapped });
    await client.query('update key_store.register_key set key_id = $2, wrapped = $3 where version = $1', [version, anew.keyId, anew.bytes]);
  }
  return rows.length;
}
