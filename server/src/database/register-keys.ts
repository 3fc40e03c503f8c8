import type { StoredRegisterKey, Vault } from '../vault/vault.ts';
import { alone } from './alone.ts';
import type { Em, Orm } from './orm.ts';

/** The register's own keys as they are stored, the oldest first. */
export async function registerKeysIn(em: Em): Promise<readonly StoredRegisterKey[]> {
  const rows = await em.execute<{ version: number; key_id: string; wrapped: Buffer }[]>('select version, key_id, wrapped from key_store.register_key order by version');
  return rows.map(({ version, key_id: keyId, wrapped }) => ({ version, keyId, bytes: wrapped }));
}

/**
 * Has the key service open the register's own keys, and makes the first one on an empty database. Does nothing where the keys
 * are configured or open already. @throws KeyServiceUnavailable: the next caller tries again.
 */
export async function openRegisterKeys(orm: Orm, vault: Vault, now: Date): Promise<void> {
  if (!vault.waitsForRegisterKey) return;
  // A service in trouble is asked once at a time, however many wait for it.
  const opening = underWay.get(vault) ?? open(orm, vault, now).finally(() => underWay.delete(vault));
  underWay.set(vault, opening);
  await opening;
}

const underWay = new WeakMap<Vault, Promise<void>>();

async function open(orm: Orm, vault: Vault, now: Date): Promise<void> {
  const known = await registerKeysIn(orm.em.fork());
  if (known.length > 0) return vault.openRegisterKeys(known);
  const first = await vault.newRegisterKey(1);
  const stored = await alone(orm, async (em) => {
    // Another server may have been quicker.
    await em.execute('insert into key_store.register_key (version, key_id, wrapped, made_at) values (1, ?, ?, ?) on conflict do nothing', [first.keyId, first.bytes, now]);
    return registerKeysIn(em);
  });
  return vault.openRegisterKeys(stored);
}
