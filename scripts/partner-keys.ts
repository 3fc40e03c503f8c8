/**
 * A partner's keys: `pnpm partner:keys -- --partner CLIENT_ID [--add jwks.json] [--end KID [--at 2026-12-31T16:00:00Z]]`. Lists
 * them when nothing is to change. Old and new keys count side by side until the old one ends (docs/partners/operator.md).
 */
import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import { changePartnerKeys } from '../server/src/partners/change-partner-keys.ts';
import { findPartner, keysOf } from '../server/src/partners/find-partner.queries.ts';
import { keyLines, keysOfFile, needed, runOverRegister, typedWords } from './partner-access.ts';

const usage = '用法：pnpm partner:keys -- --partner 客户端编号或名称 [--add jwks.json] [--end KID [--at 时刻]]\n  --end  从现在或 --at 的时刻起作废';
const text = { type: 'string' } as const;

/**
 * The words with `--end` and its key's name in one: a name is an RFC 7638 thumbprint in base64url, and one in 64 begins with a dash,
 * which node:util takes for another setting unless it stands behind an equals sign.
 */
function withKeyNames(words: readonly string[]): string[] {
  return words.flatMap((word, at) => (word === '--end' && isThumbprint(words[at + 1]) ? [`--end=${words[at + 1]}`] : words[at - 1] === '--end' && isThumbprint(word) ? [] : [word]));
}

/** @returns whether it is a SHA-256 in base64url: 43 letters. */
function isThumbprint(word: string | undefined): boolean {
  return word !== undefined && /^[\w-]{43}$/.test(word);
}

await runOverRegister(usage, async (orm) => {
  const { values } = parseArgs({ args: withKeyNames(typedWords()), options: { partner: text, add: text, end: text, at: text } });
  const word = needed(values.partner, 'partner');
  if (values.add === undefined && values.end === undefined) {
    const em = orm.em.fork();
    return keyLines(await keysOf(em, await findPartner(em, word))).join('\n');
  }
  const now = new Date();
  const at = values.at === undefined ? now : new Date(values.at);
  if (Number.isNaN(at.getTime())) throw new TypeError('--at is no instant');
  const add = values.add === undefined ? [] : await keysOfFile(values.add);
  const keys = await changePartnerKeys(orm, word, { add, end: values.end === undefined ? null : { kid: values.end, at } }, { now, requestId: randomUUID() });
  return keyLines(keys).join('\n');
});
