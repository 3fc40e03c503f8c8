import { openUnder, readSeal, sealUnder, type Seal } from './sealed-value.ts';
import { SealBroken, type SealingKey, type SuiteByte } from './suites.ts';

/** What names a person's data key inside a value: no key of the register can be called so, as their ids have no colon. */
const NAME = /^person:(\d{1,9})$/;

/** The version of the person's key that a value was sealed under; null when it was sealed under the register's own key. */
export function personKeyVersionOf(sealed: Uint8Array): number | null {
  return versionIn(readSeal(sealed));
}

function versionIn({ keyName }: Seal): number | null {
  const version = NAME.exec(keyName)?.[1];
  return version === undefined ? null : Number(version);
}

/**
 * One person's data key, open in memory. Whoever destroys the wrapped copy of it destroys every value sealed under it, in every
 * backup, too. Values are bound to table, column, person and version of the key.
 */
export class DataKey {
  readonly personId: string;
  readonly version: number;
  readonly #key: SealingKey;
  readonly #suite: SuiteByte;

  constructor(personId: string, version: number, key: SealingKey, suite: SuiteByte) {
    [this.personId, this.version, this.#key, this.#suite] = [personId, version, key, suite];
  }

  /** Seals a value of this person for one table and column, e.g. `donor|sealed_phone`. Two seals of one text differ. */
  seal(plain: string | Uint8Array, place: string): Buffer {
    return sealUnder(this.#key, `person:${this.version}`, this.#suite, this.#associated(place), plain);
  }

  /** @throws SealBroken when it was sealed for another place, person or version, or a byte was altered. */
  open(sealed: Uint8Array, place: string): string {
    return this.openBytes(sealed, place).toString('utf8');
  }

  /** The same for what is no text, e.g. a scan. */
  openBytes(sealed: Uint8Array, place: string): Buffer {
    const seal = readSeal(sealed);
    if (versionIn(seal) !== this.version) throw new SealBroken('sealed under another key');
    return openUnder(this.#key, seal, this.#associated(place));
  }

  #associated(place: string): string {
    return `${place}|${this.personId}|${this.version}`;
  }
}
