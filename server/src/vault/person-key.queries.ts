import type { Em } from '../database/orm.ts';
import type { WrappedKey } from './key-encryption.ts';

/**
 * Stores the first data key of somebody from before people had keys, at once and for itself: a key with nothing under it harms
 * nobody, and whoever makes one at the same moment, a rotation above all, must never wait for us while we wait for them. Of two
 * the first stays.
 */
export async function storeFirstKey(em: Em, personId: string, { keyId, bytes }: WrappedKey, madeAt: Date): Promise<void> {
  await em.execute('insert into key_store.person_key (person_id, version, key_id, wrapped, made_at) values (?, 1, ?, ?, ?) on conflict do nothing', [personId, keyId, bytes, madeAt]);
}
