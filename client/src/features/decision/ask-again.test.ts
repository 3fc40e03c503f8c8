import { beforeEach, describe, expect, test } from 'vitest';
import type { DonorRecord } from '../../parts/decision/record.ts';
import { decision, donor, start } from '../../testing/decision-samples.ts';
import { openApp } from '../../testing/open-app.ts';
import { isAYearLater } from './ask-again.ts';
import { routes } from './routes.ts';

const decidedOn = '2026-11-23T08:00:00Z';

/** The page of somebody who signed in at this instant of the register. */
async function open(signedInAt: string, record: Partial<DonorRecord> = {}, bar: Parameters<typeof start>[1] = null) {
  const kept = donor({ decision: decision({ recordedAt: decidedOn }), ...record });
  const { viewer } = start(kept, bar);
  const history = { nodes: [kept.decision], totalCount: 1, pageInfo: { hasNextPage: false, endCursor: null } };
  const opened = await openApp(routes, '/decision', { MyDecision: () => ({ viewer: { ...viewer, session: { ...viewer.session, signedInAt }, donor: { ...kept, history } } }) });
  const asks = opened.app.text().includes('还是这样想吗？');
  return { ...opened, asks, close: () => opened.app.unmount() };
}

beforeEach(() => localStorage.clear());

test.each([
  ['2026-11-23T08:00:00Z', '2027-11-23T07:59:59Z', false],
  ['2026-11-23T08:00:00Z', '2027-11-23T08:00:00Z', true],
  ['2024-02-29T00:00:00Z', '2025-02-28T23:59:59Z', false],
  ['2024-02-29T00:00:00Z', '2025-03-01T00:00:00Z', true],
] as const)('a year from %s: at %s it is %s that it has passed', (from, now, passed) => {
  expect(isAYearLater(from, now)).toBe(passed);
});

describe('whether the page asks “还是这样想吗？”', () => {
  test('not while the decision is younger than a year by the register’s clock', async () => {
    const { asks, close } = await open('2027-11-23T07:00:00Z');
    expect(asks).toBe(false);
    close();
  });

  test('when it is a year old: with a way to say so, a way to be left alone, and no primary button', async () => {
    const { asks, app, close } = await open('2027-11-24T08:00:00Z');
    expect(asks).toBe(true);
    const ways = app.findAll('.ask-again .action-button');
    expect(ways.map((way) => [way.text(), way.classes().includes('primary')])).toEqual([['仍然如此', false], ['以后再说', false]]);
    expect(ways[0]?.attributes('href')).toBe('/reaffirm');
    close();
  });

  test('“以后再说” is answered once, and holds on this device for a year; then it is asked again', async () => {
    const first = await open('2027-11-24T08:00:00Z');
    await first.press('以后再说');
    expect(first.app.text()).toContain('一年之内不再问');
    expect(first.app.find('.ask-again').exists()).toBe(false);
    first.close();
    const after: boolean[] = [];
    for (const day of ['2027-11-25T08:00:00Z', '2028-11-23T08:00:00Z', '2028-11-24T08:00:00Z']) {
      const next = await open(day);
      after.push(next.asks);
      next.close();
    }
    expect(after).toEqual([false, false, true]);
  });

  test('what stays on the device is a day, and nothing of the person', async () => {
    const { press, close } = await open('2027-11-24T08:00:00Z');
    await press('以后再说');
    expect(Object.entries({ ...localStorage }).filter(([name]) => name.includes('asked'))).toEqual([['sanxian.asked-again', '2027-11-24']]);
    close();
  });

  test.each([
    ['while a decision is looked into', { contested: { disavowedAt: decidedOn, status: 'OPEN', finding: null, resolvedAt: null } }, null],
    ['while a withdrawal waits', { queuedWithdrawal: { receiptNumber: 'CH-1234-5678-9012', queuedAt: decidedOn } }, null],
    ['while the record is restricted', {}, 'RECORD_RESTRICTED'],
    ['after a withdrawal', { decision: decision({ state: 'WITHDRAWN', recordedAt: decidedOn }) }, null],
  ] as const)('never %s', async (_when, record, bar) => {
    const { asks, close } = await open('2028-11-24T08:00:00Z', record, bar);
    expect(asks).toBe(false);
    close();
  });
});
