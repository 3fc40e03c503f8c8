import { timingSafeEqual } from 'node:crypto';
import type { Donor } from '../donors/donor.entity.ts';
import { personalValuesOf, type KeyTools } from '../donors/personal-values.ts';
import type { Vault } from '../vault/vault.ts';
import type { IdentityDocument } from '../identity/identity-document.ts';

/** How many digits of an identity number tell county and birthday: 999 numbers share them. */
const COUNTY_AND_BIRTHDAY = 14;

/** How many characters at the end of a shorter number are counted through by whoever guesses. */
const COUNTED = 3;

/** The digest of a name in its normal form for one look-up: it can be compared, neither read nor searched by. */
export function nameMark(vault: Vault, lookUpId: string, name: string): Buffer {
  return vault.blindIndex('look-up-name', `${lookUpId}\u0000${comparable(name)}`);
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
 * work is done when there is no record, so that nobody can tell a wrong name from an unknown number by the clock.
 */
export async function isNamed(tools: KeyTools, lookUpId: string, given: Uint8Array, donor: Donor | null): Promise<boolean> {
  const { vault } = tools;
  const name = donor ? (await personalValuesOf(tools, donor)).fullName() : decoyName(vault);
  const isSame = timingSafeEqual(nameMark(vault, lookUpId, name ?? decoyName(vault)), given);
  return donor !== null && name !== null && isSame;
}

const decoys = new WeakMap<Vault, Buffer>();
const DECOY_PLACE = 'look_up.decoy';

/** Opens a sealed value that belongs to nobody. */
function decoyName(vault: Vault): string {
  const sealed = decoys.get(vault) ?? vault.seal('演示人', DECOY_PLACE);
  decoys.set(vault, sealed);
  return vault.open(sealed, DECOY_PLACE);
}
