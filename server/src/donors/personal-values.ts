import type { Em } from '../database/orm.ts';
import { ask, reading } from '../database/readings.ts';
import { personKeyVersionOf, type DataKey } from '../vault/data-key.ts';
import { PersonKey } from '../vault/person-key.entity.ts';
import { storeFirstKey } from '../vault/person-key.queries.ts';
import { SealBroken, type Vault } from '../vault/vault.ts';
import { formerPlaceOf, openForDonor, sealedColumns, type Donor, type EmergencyContactDetails, type SealedField } from './donor.entity.ts';

/** What opening a person's values needs. */
export interface KeyTools {
  readonly em: Em;
  readonly vault: Vault;
}

/** A donor's personal values, opened one by one when they are asked for. Null: none is kept, or the person was erased. */
export class PersonalValues {
  readonly #donor: Donor;
  readonly #vault: Vault;
  readonly #keys: ReadonlyMap<number, DataKey>;

  constructor(donor: Donor, vault: Vault, keys: ReadonlyMap<number, DataKey>) {
    [this.#donor, this.#vault, this.#keys] = [donor, vault, keys];
  }

  fullName(): string | null {
    return this.#open('fullName');
  }

  documentNumber(): string | null {
    return this.#open('documentNumber');
  }

  /** Kept for passports only, as part of their index. */
  birthday(): string | null {
    return this.#open('birthday');
  }

  phone(): string | null {
    return this.#open('phone');
  }

  emergencyContact(): EmergencyContactDetails | null {
    const contact = this.#open('emergencyContact');
    return contact === null ? null : (JSON.parse(contact) as EmergencyContactDetails);
  }

  /** What the person hopes will be respected. */
  wish(): string | null {
    return this.#open('wish');
  }

  /** The signed card that is valid now. */
  donorCard(): string | null {
    return this.#open('donorCard');
  }

  #open(field: SealedField): string | null {
    const value = sealedValueOf(this.#donor, field);
    if (value === null) return null;
    const version = personKeyVersionOf(value);
    if (version === null) return this.#vault.open(value, formerPlaceOf(this.#donor.id, field));
    const key = this.#keys.get(version);
    if (!key) throw new SealBroken('the data key is gone');
    return openForDonor(key, field, value);
  }
}

/**
 * The donor's personal values. The key comes from memory when the person was here in the last minutes, else it costs a query by
 * primary key. @throws KeyServiceUnavailable
 */
export async function personalValuesOf(tools: KeyTools, donor: Donor): Promise<PersonalValues> {
  const keys = new Map<number, DataKey>();
  for (const version of keyVersionsIn(donor)) {
    const key = await keyOf(tools, donor, version);
    if (key) keys.set(version, key);
  }
  return new PersonalValues(donor, tools.vault, keys);
}

/**
 * The key under which new values of a donor are sealed. Somebody who came onto the register before people had keys of their own
 * gets theirs now. @throws KeyServiceUnavailable
 */
export async function sealingKeyOf(tools: KeyTools & { readonly now: () => Date }, donor: Donor): Promise<DataKey> {
  // Never from memory: a newer one may have been made, and a value under a replaced key would be lost with it.
  const newest = await tools.em.findOne(PersonKey, { personId: donor.id }, { orderBy: { version: 'desc' } });
  if (newest) return tools.vault.dataKey(storedKey(newest));
  const { wrapped } = await tools.vault.newDataKey(donor.id, 1);
  await storeFirstKey(tools.em, donor.id, wrapped, tools.now());
  return sealingKeyOf(tools, donor);
}

/** Makes a data key for a person; it is stored with the unit of work. @throws KeyServiceUnavailable */
export async function newKeyFor({ em, vault, now }: KeyTools & { readonly now: () => Date }, personId: string, version: number): Promise<DataKey> {
  const { key, wrapped } = await vault.newDataKey(personId, version);
  em.create(PersonKey, { personId, version, keyId: wrapped.keyId, wrapped: wrapped.bytes, madeAt: now() });
  return key;
}

function keyVersionsIn(donor: Donor): ReadonlySet<number> {
  const values = (Object.keys(sealedColumns) as SealedField[]).map((field) => sealedValueOf(donor, field));
  return new Set(values.flatMap((value) => (value ? [personKeyVersionOf(value)] : [])).filter((version) => version !== null));
}

const KEY = reading({
  ...{ name: 'person-key', rows: { k: PersonKey } },
  text: (columns) => `select ${columns} from key_store.person_key k where k.person_id = $1 and k.version = $2`,
});

async function keyOf({ em, vault }: KeyTools, { id: personId }: Donor, version: number): Promise<DataKey | null> {
  const opened = vault.openedDataKey(personId, version);
  if (opened) return opened;
  const [stored] = await ask(em, KEY, [personId, version]);
  return stored?.k ? vault.dataKey(storedKey(stored.k)) : null;
}

function storedKey({ personId, version, keyId, wrapped }: PersonKey) {
  return { personId, version, keyId, bytes: Buffer.from(wrapped) };
}

function sealedValueOf(donor: Donor, field: SealedField): Buffer | null {
  const values: Readonly<Record<SealedField, Buffer | null | undefined>> = {
    fullName: donor.sealedFullName,
    documentNumber: donor.sealedDocumentNumber,
    birthday: donor.sealedBirthday,
    phone: donor.sealedPhone,
    emergencyContact: donor.sealedEmergencyContact,
    wish: donor.sealedWish,
    donorCard: donor.sealedDonorCard,
  };
  return values[field] ?? null;
}
