import { randomUUID, timingSafeEqual } from 'node:crypto';
import type { Donor } from '../donors/donor.entity.ts';
import { personalValuesOf, type KeyTools } from '../donors/personal-values.ts';
import { PersonKey } from '../vault/person-key.entity.ts';
import type { StoredDataKey, Vault } from '../vault/vault.ts';
import type { IdentityDocument } from '../identity/identity-document.ts';
import type { LookUp } from './look-up.entity.ts';

/** How many digits of an identity number tell county and birthday: 999 numbers share them. */
const COUNTY_AND_BIRTHDAY = 14;

/** How many characters at the end of a shorter number are counted through by whoever guesses. */
const COUNTED = 3;

/** The digest of a name in its normal form for one look-up: it can be compared, neither read nor searched by. */
export function nameMark(vault: Vault, lookUpId: string, name: string): Buffer {
  return vault.blindIndex('look-up-name', markedName(lookUpId, name));
}

/** The digest by which the index key of a look-up's marks is known again. */
export function keyMark(vault: Vault): Buffer {
  return vault.blindIndex('look-up-key', '');
}

/** The name's digest under the key that a look-up was asked with; null when that key has been replaced since. */
function nameMarkLike(vault: Vault, lookUp: Pick<LookUp, 'id' | 'keyMark'>, name: string): Buffer | null {
  const keys = vault.blindIndexes('look-up-key', '');
  const slot = ([1, 2] as const).find((each) => keys[each]?.equals(lookUp.keyMark));
  return slot ? vault.blindIndexes('look-up-name', markedName(lookUp.id, name))[slot] : null;
}

function markedName(lookUpId: string, name: string): string {
  return `${lookUpId}\u0000${comparable(name)}`;
}

/** Latin names are printed in capitals on one document and not on another: case and doubled spaces make no other person. */
function comparable(name: string): string {
  return name.toUpperCase().replace(/\s+/g, ' ');
}

/** The digest by which one account's questions about people of one county and birthday are counted. */
export function prefixMark(vault: Vault, accountId: string, { type, number }: IdentityDocument): Buffer {
  const prefix = number.slice(0, Math.min(COUNTY_AND_BIRTHDAY, Math.max(1, number.length - COUNTED)));
  return vault.blindIndex('look-up-prefix', `${accountId}\u0000${type}\u0000${prefix}`);
}

/**
 * Whether the record is of the person who was named: the number found it, and the name must be the same, too. The same
 * work is done when there is no record: one query, one request to the key service, one name opened. So nobody can tell a wrong
 * name from an unknown number by the clock, nor, while the key service is away, by the answer: both fail. Null when
 * nobody can tell any more, because the index key has been replaced since it was asked: "no" would make a person silent.
 */
export async function isNamed(tools: KeyTools, lookUp: Pick<LookUp, 'id' | 'keyMark' | 'nameMark'>, donor: Donor | null): Promise<boolean | null> {
  const { vault } = tools;
  // Never from memory: whether a key is at hand would tell who was here in the last minutes.
  if (donor) vault.forget(donor.id);
  const name = donor ? (await personalValuesOf(tools, donor)).fullName() : await decoyName(tools);
  const mark = nameMarkLike(vault, lookUp, name ?? DECOY_NAME);
  if (!mark) return null;
  const isSame = timingSafeEqual(mark, lookUp.nameMark);
  return donor !== null && name !== null && isSame;
}

/** A data key of nobody, as it would be stored, with a name that it sealed. */
interface Decoy {
  readonly stored: StoredDataKey;
  readonly sealedName: Buffer;
}

const decoys = new WeakMap<Vault, Decoy>();
const DECOY_NAME = '演示人';
const DECOY_PLACE = 'look_up|decoy';

/** Does for nobody what is done for somebody: asks for a stored key, has it opened, opens a name. @throws KeyServiceUnavailable */
async function decoyName({ em, vault }: KeyTools): Promise<string> {
  const decoy = decoys.get(vault) ?? (await makeDecoy(vault));
  decoys.set(vault, decoy);
  vault.forget(decoy.stored.personId);
  await em.findOne(PersonKey, { personId: decoy.stored.personId, version: decoy.stored.version });
  return (await vault.dataKey(decoy.stored)).open(decoy.sealedName, DECOY_PLACE);
}

async function makeDecoy(vault: Vault): Promise<Decoy> {
  const personId = randomUUID();
  const { key, wrapped } = await vault.newDataKey(personId, 1);
  return { stored: { personId, version: 1, ...wrapped }, sealedName: key.seal(DECOY_NAME, DECOY_PLACE) };
}
