/**
 * What became of the registrations that partners sent: `pnpm submissions:report -- [--from 2026-11-01] [--to 2026-12-01] [--sample 10]`
 * (docs/operations.md). Exit code 3: some item is changed far more often than the others, so that a timer can raise the alarm.
 */
import { parseArgs } from 'node:util';
import { isCalendarDay } from '../server/src/identity/calendar.ts';
import { submissionReport, type SubmissionTally } from '../server/src/submissions/submission-report.ts';
import { runOverRegister, typedWords } from './partner-access.ts';

const usage = `用法：pnpm submissions:report -- [--from 开始日期] [--to 结束日期（不含）] [--sample 每个渠道抽几份]
  日期写成 YYYY-MM-DD，按北京时间；不写就是最近三十天，抽十份`;
const text = { type: 'string' } as const;
const DAY = 86_400_000;

function dayIn(word: string | undefined, fallback: Date): Date {
  if (word === undefined) return fallback;
  if (!isCalendarDay(word)) throw new TypeError('a day is YYYY-MM-DD');
  return new Date(`${word}T00:00:00+08:00`);
}

const linesOf = (tally: SubmissionTally): readonly string[] => [
  `${tally.partnerName} · ${tally.channel}`,
  `  提交 submitted ${tally.submitted} · 原样确认 unchanged ${tally.confirmedUnchanged} · 改后确认 changed ${tally.confirmedChanged} · 不是本人的 declined ${tally.declined} · 过期 expired ${tally.expired} · 等待 waiting ${tally.waiting}`,
  ...tally.changedItems.map(({ item, count }) => `  改过 changed: ${item} ${count}`),
  ...tally.suspectedItems.map((item) => `  ！这一项被改得特别多，请先核对对方的对应关系 · changed far more often than the others, compare its mapping: ${item}`),
  ...tally.sample.map(({ receiptNumber, receivedAt, sha256 }) => `  抽查 compare: ${receiptNumber}  ${receivedAt.toISOString()}  ${sha256}`),
];

await runOverRegister(usage, async (orm) => {
  const { values } = parseArgs({ args: typedWords(), options: { from: text, to: text, sample: text } });
  const now = new Date();
  const sampleSize = Number(values.sample ?? 10);
  if (!Number.isInteger(sampleSize) || sampleSize < 0 || sampleSize > 40) throw new TypeError('--sample lies between 0 and 40');
  const report = await submissionReport(orm.em.fork(), { from: dayIn(values.from, new Date(now.getTime() - 30 * DAY)), to: dayIn(values.to, now), sampleSize });
  if (report.some(({ suspectedItems }) => suspectedItems.length > 0)) process.exitCode = 3;
  return report.flatMap(linesOf).join('\n') || '这段时间没有代交的登记 · nothing was sent in this time';
});
