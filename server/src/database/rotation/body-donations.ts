import type pg from 'pg';
import { openPerson, type BodyDonorDetails } from '../../body-donation/body-donation.entity.ts';
import { normalisedDocument } from '../../identity/identity-document.ts';
import type { IndexSlot, Vault } from '../../vault/vault.ts';
import { mapped, type Progress } from './batches.ts';

interface FileRow {
  readonly id: string;
  readonly person_index: Buffer;
  readonly sealed_person: Buffer;
  readonly key_id: string;
  readonly wrapped: Buffer;
}

const NEXT = `select file.id, file.person_index, file.sealed_person, key.key_id, key.wrapped
  from body_donation as file join key_store.person_key as key on key.person_id = file.id and key.version = 1
  where file.id > $1 and file.person_index is not null and file.sealed_person is not null order by file.id limit $2`;
const FIRST = '00000000-0000-0000-0000-000000000000';
const BATCH = 500;

/**
 * Enters every body donation under one of the index keys. There is one column: while both keys are known a file is found under
 * either, so this runs before servers forget one. Can be stopped at any moment and started again: what is done is passed by.
 * @returns how many were entered anew
 */
export async function reindexBodyDonations(client: pg.ClientBase, vault: Vault, slot: IndexSlot, progress: Progress): Promise<number> {
  for (let [last, done] = [FIRST, 0]; ; ) {
    const { rows } = await client.query<FileRow>(NEXT, [last, BATCH]);
    const end = rows.at(-1);
    if (!end) return done;
    const indexes = await mapped(rows, async (row) => vault.blindIndexes('identity-document', documentOf(await personOf(vault, row)))[slot]);
    const due = rows.flatMap((row, at) => {
      const index = indexes[at];
      return index && !index.equals(row.person_index) ? [{ id: row.id, index, was: row.person_index }] : [];
    });
    // Compared with what was read: somebody may be erased meanwhile.
    await client.query('update body_donation as file set person_index = new.index from unnest($1::uuid[], $2::bytea[], $3::bytea[]) as new (id, index, was) where file.id = new.id and file.person_index = new.was', [
      due.map(({ id }) => id),
      due.map(({ index }) => index),
      due.map(({ was }) => was),
    ]);
    last = end.id;
    done += due.length;
    progress('body donations', done);
  }
}

async function personOf(vault: Vault, row: FileRow): Promise<BodyDonorDetails> {
  return openPerson(await vault.dataKey({ personId: row.id, version: 1, keyId: row.key_id, bytes: row.wrapped }), row.sealed_person);
}

function documentOf({ documentType, documentNumber, birthday }: BodyDonorDetails): string {
  return normalisedDocument(documentType, documentNumber, birthday);
}
