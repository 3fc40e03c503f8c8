import { ConfigurationFault } from '../config.ts';
import { SealBroken, type Vault } from '../vault/vault.ts';
import { alone } from './alone.ts';
import type { Orm } from './orm.ts';

/** What the mark is made of: not secret, and the same in every database. */
const WORD = 'sanxian';
const PLACE = 'key_mark.sealed';

/**
 * Keeps a database to the keys it was first used with. Under another index key nobody is found any more: who refused would
 * look silent and could be enrolled a second time. Under other sealing keys no name can be read. Both would go unnoticed.
 * @throws ConfigurationFault when these are not the keys of this database.
 */
export async function keepToOwnKeys(orm: Orm, vault: Vault): Promise<void> {
  const index = vault.blindIndex('key-mark', WORD);
  await alone(orm, async (em) => {
    await em.execute('insert into key_mark (index_check, sealed) values (?, ?) on conflict do nothing', [index, vault.seal(WORD, PLACE)]);
    const [mark] = await em.execute<{ index_check: Buffer; sealed: Buffer }[]>('select index_check, sealed from key_mark');
    if (!mark || !index.equals(mark.index_check)) throw otherKey('SANXIAN_INDEX_KEY');
    if (!opens(vault, mark.sealed)) throw otherKey('SANXIAN_KEYS');
  });
}

function opens(vault: Vault, sealed: Buffer): boolean {
  try {
    return vault.open(sealed, PLACE) === WORD;
  } catch (error) {
    if (error instanceof SealBroken) return false;
    throw error;
  }
}

function otherKey(setting: string): ConfigurationFault {
  return new ConfigurationFault(
    `${setting}：这个数据库用的是别的密钥，换了密钥就找不到已登记的人。请用原来的密钥（本机使用时在数据文件夹的 keys.json） / ` +
      `this database belongs to another key, under which its people cannot be found. Use the first one (locally: keys.json in the data folder)`,
  );
}
