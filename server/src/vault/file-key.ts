import type { Em } from '../database/orm.ts';
import type { DataKey } from './data-key.ts';
import { PersonKey } from './person-key.entity.ts';
import { SealBroken, type Vault } from './vault.ts';

/** What making or opening the key of a file needs. */
export interface FileKeyTools {
  readonly em: Em;
  readonly vault: Vault;
}

/** A file has one key for its whole life: what it seals is never changed, so there is nothing to seal anew. */
const ONLY_VERSION = 1;

/**
 * Makes the data key of a file of somebody who need not be on the register, e.g. a body donation: it lies in the key store beside
 * those of donors and is destroyed like them. Stored with the unit of work. @throws KeyServiceUnavailable
 */
export async function newFileKey({ em, vault, now }: FileKeyTools & { readonly now: () => Date }, fileId: string): Promise<DataKey> {
  const { key, wrapped } = await vault.newDataKey(fileId, ONLY_VERSION);
  em.create(PersonKey, { personId: fileId, version: ONLY_VERSION, keyId: wrapped.keyId, wrapped: wrapped.bytes, madeAt: now() });
  return key;
}

/** The data key of a file. @throws SealBroken when it was destroyed; KeyServiceUnavailable */
export async function fileKeyOf({ em, vault }: FileKeyTools, fileId: string): Promise<DataKey> {
  const opened = vault.openedDataKey(fileId, ONLY_VERSION);
  if (opened) return opened;
  const stored = await em.findOne(PersonKey, { personId: fileId, version: ONLY_VERSION });
  if (!stored) throw new SealBroken('the data key is gone');
  return vault.dataKey({ personId: fileId, version: ONLY_VERSION, keyId: stored.keyId, bytes: Buffer.from(stored.wrapped) });
}
