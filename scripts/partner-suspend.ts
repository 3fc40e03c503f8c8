/**
 * Suspends a partner at once, tokens under way included: `pnpm partner:suspend -- --partner CLIENT_ID`. With `--lift` it may
 * call again (docs/partners/operator.md).
 */
import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import { suspendPartner } from '../server/src/partners/suspend-partner.ts';
import { needed, runOverRegister, typedWords } from './partner-access.ts';

const usage = '用法：pnpm partner:suspend -- --partner 客户端编号或名称 [--lift]\n  --lift  恢复';

await runOverRegister(usage, async (orm) => {
  const { values } = parseArgs({ args: typedWords(), options: { partner: { type: 'string' }, lift: { type: 'boolean', default: false } } });
  const partner = await suspendPartner(orm, needed(values.partner, 'partner'), !values.lift, { now: new Date(), requestId: randomUUID() });
  return partner.suspendedAt ? `已停用：${partner.name} · suspended since ${partner.suspendedAt.toISOString()}` : `已恢复：${partner.name} · may call again`;
});
