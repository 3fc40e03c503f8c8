import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { AuditEntry } from '../../server/src/audit/audit-entry.entity.ts';
import { HealthCardReconciliation } from '../../server/src/health-cards/health-card.entity.ts';
import { deciding } from '../kit/decisions.ts';
import { aboutCards, cardWorld, unknownCard } from '../kit/health-cards.ts';
import { person } from '../kit/world.ts';

const cards = await cardWorld();
const { world, city, clock } = cards;
const script = resolve(import.meta.dirname, '../../scripts/health-cards-reconcile.ts');

interface Outcome {
  readonly code: number;
  readonly said: string;
}

/** Runs the command as operators do: as a process of its own, with the settings of the servers. */
function run(args: readonly string[], settings: Readonly<Record<string, string>> = cards.settings): Promise<Outcome> {
  const environment = { PATH: process.env['PATH'], DATABASE_URL: world.databaseUrl, SANXIAN_DATA: 'nowhere', ...settings };
  return new Promise((done) => {
    const child = execFile(process.execPath, [script, ...args], { env: environment }, (_error, stdout, stderr) => done({ code: child.exitCode ?? -1, said: stdout + stderr }));
  });
}

const reports = () => world.orm.em.fork().count(HealthCardReconciliation);

describe('pnpm health-cards:reconcile', () => {
  it('shows in numbers and with masked cards what differs, writes the numbers down, and mends nothing unasked; then mends', { timeout: 60_000 }, async () => {
    const who = person();
    const card = city.issue(who.documentNumber, who.fullName);
    const citizen = await world.citizen(who);
    await deciding.register(citizen);
    await aboutCards.bind(citizen);
    await aboutCards.agree(citizen, 'told');
    await cards.tell();
    const stray = unknownCard();
    city.marks.meddle(stray, { flag: 'Y', day: '2026-11-23', asOf: clock.now().toISOString() });

    const found = await run(['--', '--platform', 'CITY']);
    expect(found).toMatchObject({ code: 0, said: expect.stringContaining('CITY: 应有 · ours 1, 平台有 · theirs 2') });
    expect(found.said).toContain('缺少 · missing 0, 多出 · extra 1, 不一致 · differing 0');
    expect(found.said).toMatch(/^EXTRA /m);
    for (const number of [stray, card, who.documentNumber, who.fullName]) expect(found.said).not.toContain(number);
    expect(city.marks.all()).toHaveLength(2);
    expect(await reports()).toBe(1);
    expect(await world.orm.em.fork().count(AuditEntry, { operation: 'reconcileHealthCards' })).toBe(1);

    const mended = await run(['--', '--platform', 'CITY', '--mend']);
    expect(mended).toMatchObject({ code: 0, said: expect.stringMatching(/^EXTRA .*\n已改正 · mended 1/m) });
    expect(mended.said.match(/应有 · ours/g), 'what was found is said once').toHaveLength(1);
    expect(city.marks.all().map(([marked, { flag }]) => `${marked} ${flag}`)).toEqual([`${card} Y`]);
    expect((await run(['--', '--platform', 'CITY'])).said).toContain('缺少 · missing 0, 多出 · extra 0, 不一致 · differing 0');
  });

  it.each([
    ['no platform is named', [], 2],
    ['the platform is unknown', ['--platform', 'NOWHERE'], 1],
    ['there is no such option', ['--platform', 'CITY', '--force'], 2],
  ] as const)('tells how it is called when %s, and writes nothing', { timeout: 60_000 }, async (_, args, code) => {
    const before = await reports();
    expect(await run(args)).toMatchObject({ code, said: expect.stringContaining('用法：pnpm health-cards:reconcile') });
    expect(await reports()).toBe(before);
  });

  it('refuses the keys of another register, and a platform that is not connected', { timeout: 60_000 }, async () => {
    const before = await reports();
    const others = { SANXIAN_KEYS: `test:${Buffer.alloc(32, 1).toString('base64')}`, SANXIAN_INDEX_KEY: Buffer.alloc(32, 2).toString('base64') };
    expect((await run(['--platform', 'CITY'], { ...cards.settings, ...others })).code).toBe(1);
    expect((await run(['--platform', 'CITY'], { ...cards.settings, SANXIAN_CITY_CARD_URL: '' })).code).toBe(1);
    expect(await reports()).toBe(before);
  });

  it('says so when the platform cannot be reached, and writes no numbers', { timeout: 60_000 }, async () => {
    const before = await reports();
    const { code, said } = await run(['--platform', 'CITY'], { ...cards.settings, SANXIAN_CITY_CARD_URL: 'http://127.0.0.1:9/city' });
    expect([code, said]).toEqual([1, expect.stringContaining('没有办成 · failed')]);
    expect(await reports()).toBe(before);
  });
});
