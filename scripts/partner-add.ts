/**
 * Lets a partner in: `pnpm partner:add -- --name NAME --contact UNIT --scopes directory:read,policy:read --keys jwks.json
 * [--kind HEALTH_CARD_PLATFORM] [--points 5000] [--from 2026-12-01] [--to 2027-11-30]` (docs/partners/operator.md). Prints what the
 * partner needs, none of which is secret.
 */
import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import { shanghaiDayOf } from '../server/src/identity/calendar.ts';
import { addPartner } from '../server/src/partners/add-partner.ts';
import { keysOf } from '../server/src/partners/find-partner.queries.ts';
import { keyLines, keysOfFile, needed, partnerAddresses, runOverRegister, typedWords } from './partner-access.ts';

const usage = '用法：pnpm partner:add -- --name 名称 --contact 单位联系方式 --scopes directory:read,policy:read --keys jwks.json [--kind PARTNER_APP|HEALTH_CARD_PLATFORM] [--points 每小时额度] [--from 日期] [--to 日期]';
const text = { type: 'string' } as const;

await runOverRegister(usage, async (orm) => {
  const { values } = parseArgs({ args: typedWords(), options: { name: text, kind: text, contact: text, scopes: text, keys: text, points: text, from: text, to: text } });
  const now = new Date();
  const partner = await addPartner(
    orm,
    {
      name: needed(values.name, 'name'),
      kind: values.kind ?? 'PARTNER_APP',
      contact: needed(values.contact, 'contact'),
      scopes: needed(values.scopes, 'scopes').split(','),
      keys: await keysOfFile(needed(values.keys, 'keys')),
      pointsPerHour: values.points === undefined ? null : Number(values.points),
      validFrom: values.from ?? shanghaiDayOf(now),
      validTo: values.to ?? null,
    },
    { now, requestId: randomUUID() },
  );
  const keys = await keysOf(orm.em.fork(), partner);
  return [
    `已接入：${partner.name} · let in. 请把以下内容交给对方 · hand this over:`,
    `client_id:       ${partner.id}`,
    ...partnerAddresses(),
    `scopes:          ${partner.scopes.join(' ')}`,
    `points an hour:  ${partner.pointsPerHour ?? process.env['SANXIAN_PARTNER_POINTS'] ?? 5_000}`,
    `valid:           ${partner.validFrom} – ${partner.validTo ?? '另行通知 · further notice'}`,
    ...keyLines(keys),
  ].join('\n');
});
