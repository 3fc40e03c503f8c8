import type pg from 'pg';
import { formerPlaceOf, openForDonor, sealedColumns, type SealedField } from '../../donors/donor.entity.ts';
import type { IdentityDocumentType } from '../../identity/identity-document.ts';
import { personKeyVersionOf, type DataKey } from '../../vault/data-key.ts';
import { SealBroken, type StoredDataKey, type Vault } from '../../vault/vault.ts';

/** The sealed values of a donor, in the order in which a rotation reads and writes them. */
export const sealedFields = Object.keys(sealedColumns) as SealedField[];

/** A donor as a rotation reads them. */
export interface DonorRow {
  readonly id: string;
  readonly documentType: IdentityDocumentType;
  readonly index: Readonly<Record<1 | 2, Buffer | null>>;
  readonly values: Readonly<Record<SealedField, Buffer | null>>;
  /** The newest data key, and when it was made; null for somebody from before people had keys. */
  readonly key: (StoredDataKey & { readonly madeAt: Date }) | null;
}

const COLUMNS = `donor.id, donor.document_type, donor.document_index, donor.document_index_2,
  ${Object.values(sealedColumns).map((column) => `donor.${column}`).join(', ')}, newest.version, newest.key_id, newest.wrapped, newest.made_at`;
const WITH_KEY = `donor left join lateral (
    select version, key_id, wrapped, made_at from key_store.person_key where person_id = donor.id order by version desc limit 1
  ) as newest on true`;

/** The next donors after one, by their id; `where` narrows them, `lock` keeps them still until the transaction ends. */
export async function donorsAfter(client: pg.ClientBase, last: string, limit: number, where: string, lock = false): Promise<DonorRow[]> {
  const { rows } = await client.query<Record<string, unknown>>(
    `select ${COLUMNS} from ${WITH_KEY} where donor.id > $1 and donor.erased_at is null and ${where} order by donor.id limit $2 ${lock ? 'for update of donor' : ''}`,
    [last, limit],
  );
  return rows.map((row) => ({
    id: row['id'] as string,
    documentType: row['document_type'] as IdentityDocumentType,
    index: { 1: row['document_index'] as Buffer | null, 2: row['document_index_2'] as Buffer | null },
    values: Object.fromEntries(sealedFields.map((field) => [field, row[sealedColumns[field]]])) as DonorRow['values'],
    key:
      row['version'] === null
        ? null
        : { personId: row['id'] as string, version: row['version'] as number, keyId: row['key_id'] as string, bytes: row['wrapped'] as Buffer, madeAt: row['made_at'] as Date },
  }));
}

/** One value in plain words, whichever key it was sealed under. @throws SealBroken when its key is gone, KeyServiceUnavailable */
export async function openedValue(client: pg.ClientBase, vault: Vault, { id, values, key }: DonorRow, field: SealedField): Promise<string | null> {
  const value = values[field];
  if (!value) return null;
  const version = personKeyVersionOf(value);
  if (version === null) return vault.open(value, formerPlaceOf(id, field));
  return openForDonor(key?.version === version ? await vault.dataKey(key) : await olderKey(client, vault, id, version), field, value);
}

async function olderKey(client: pg.ClientBase, vault: Vault, personId: string, version: number): Promise<DataKey> {
  const { rows } = await client.query<{ key_id: string; wrapped: Buffer }>('select key_id, wrapped from key_store.person_key where person_id = $1 and version = $2', [personId, version]);
  const [row] = rows;
  if (!row) throw new SealBroken('the data key is gone');
  return vault.dataKey({ personId, version, keyId: row.key_id, bytes: row.wrapped });
}
