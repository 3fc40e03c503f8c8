import { ConfigurationFault } from '../config.ts';
import { KeyServiceUnavailable } from '../vault/key-encryption.ts';
import { SealBroken, type IndexSlot, type Vault } from '../vault/vault.ts';
import { alone } from './alone.ts';
import type { Em, Orm } from './orm.ts';

/** What the mark is made of: not secret, and the same in every database. */
export const WORD = 'sanxian';
/** Where the mark is sealed to. */
export const MARK_PLACE = 'key_mark.sealed';

/** The constraint that says: this column of the index is filled for everybody; set by `pnpm keys:rotate`. */
export function filledConstraint(slot: IndexSlot): string {
  return `donor_index_${slot}_is_filled`;
}

/**
 * Keeps a database to the keys it was first used with. Under another index key nobody is found any more: who refused would
 * look silent and could be enrolled a second time. Under other sealing keys no name can be read. Both would go unnoticed.
 * @throws ConfigurationFault when these are not the keys of this database, or its second index is not complete yet.
 */
export async function keepToOwnKeys(orm: Orm, vault: Vault): Promise<void> {
  const checks = vault.blindIndexes('key-mark', WORD);
  await alone(orm, async (em) => {
    const mark = (await markIn(em)) ?? (await firstMark(em, vault, checks));
    for (const slot of [1, 2] as const) {
      const [check, known] = [checks[slot], mark[slot]];
      if (check && known && !check.equals(known)) throw otherKey('SANXIAN_INDEX_KEY');
      if (check && !known) await takeSecondKey(em, vault, slot, check);
    }
    await assertComplete(em, vault, checks);
    if (!opens(vault, mark.sealed)) throw otherKey('SANXIAN_KEYS');
  });
}

/** A mark as it lies outside of its database, for example in the manifest of a backup; digests and seal in hexadecimal. */
export interface KeptMark {
  readonly index: string | null;
  readonly index2: string | null;
  readonly sealed: string;
}

/** Whether these are the keys of the database that a mark is of, as far as can be told without it. */
export function fitsMark(vault: Vault, { index, index2, sealed }: KeptMark): boolean {
  const checks = vault.blindIndexes('key-mark', WORD);
  const known = [checks[1], checks[2]].map((check) => check?.toString('hex') ?? null);
  const fits = (known[0] !== null && known[0] === index) || (known[1] !== null && known[1] === index2);
  // With a key service the key that seals lies in the database itself: what can be compared is the index.
  return fits && (vault.waitsForRegisterKey || opens(vault, Buffer.from(sealed, 'hex')));
}

type Mark = Readonly<Record<IndexSlot, Buffer | null>> & { readonly sealed: Buffer };

async function markIn(em: Em): Promise<Mark | null> {
  const [row] = await em.execute<{ index_check: Buffer | null; index_check_2: Buffer | null; sealed: Buffer }[]>('select index_check, index_check_2, sealed from key_mark');
  return row ? { 1: row.index_check, 2: row.index_check_2, sealed: row.sealed } : null;
}

async function firstMark(em: Em, vault: Vault, checks: Readonly<Record<IndexSlot, Buffer | null>>): Promise<Mark> {
  const sealed = vault.seal(WORD, MARK_PLACE);
  await em.execute('insert into key_mark (index_check, index_check_2, sealed) values (?, ?, ?)', [checks[1], checks[2], sealed]);
  return { ...checks, sealed };
}

/** A second index key comes to an empty column; to find people by it before it is filled would find nobody, and a key that was replaced never comes back. */
async function takeSecondKey(em: Em, vault: Vault, slot: IndexSlot, check: Buffer): Promise<void> {
  const [retired] = await em.execute<object[]>('select from key_mark where ? = any (retired_index_checks)', [check]);
  if (vault.indexSlot === slot || retired) throw otherKey('SANXIAN_INDEX_KEY');
  await em.execute(slot === 1 ? 'update key_mark set index_check = ?' : 'update key_mark set index_check_2 = ?', [check]);
}

/**
 * Whoever finds people by a key needs its column filled for everybody, and whoever does not know the newer key would leave people
 * out of it (PostgreSQL refuses such rows by the same constraint).
 */
async function assertComplete(em: Em, vault: Vault, checks: Readonly<Record<IndexSlot, Buffer | null>>): Promise<void> {
  const [column, other]: readonly [string, IndexSlot] = vault.indexSlot === 1 ? ['document_index', 2] : ['document_index_2', 1];
  const [state] = await em.execute<{ lacks: boolean; must: boolean }[]>(
    `select exists (select from donor where ${column} is null and erased_at is null) as lacks,
      exists (select from pg_constraint where conrelid = 'donor'::regclass and conname = ?) as must`,
    [filledConstraint(other)],
  );
  if (state?.lacks) throw unfinished('还有登记没有写入新的索引，请先运行 pnpm keys:rotate index / not everybody is in the new index yet, run pnpm keys:rotate index first');
  if (state?.must && !checks[other]) throw unfinished('正在更换索引密钥，请同时配置新旧两个密钥 / the index key is being replaced, configure both');
}

function unfinished(why: string): ConfigurationFault {
  return new ConfigurationFault(`SANXIAN_INDEX_KEY：${why}`);
}

function opens(vault: Vault, sealed: Buffer): boolean {
  try {
    return vault.open(sealed, MARK_PLACE) === WORD;
  } catch (error) {
    // The key service is away: it will refuse what is not its own when it is back.
    if (error instanceof KeyServiceUnavailable) return true;
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
