import { beforeEach, describe, expect, test } from 'vitest';
import type { DecisionState } from '../../../../schema/generated/graphql.ts';
import { NetworkLost } from '../../api/faults.ts';
import { endSession } from '../../api/begin-session.ts';
import { choices, decision, donor, start } from '../../testing/decision-samples.ts';
import { openApp } from '../../testing/open-app.ts';
import type { Answers } from '../../testing/within-app.ts';
import { routes } from './routes.ts';

const page = (nodes: unknown[], endCursor: string | null = null, totalCount = nodes.length) => ({ nodes, totalCount, pageInfo: { hasNextPage: endCursor !== null, endCursor } });

function mine(state: DecisionState, history = page([decision()]), bar: Parameters<typeof start>[1] = null): Answers {
  const record = state === 'SILENT' ? null : donor({ decision: decision({ state, choices: choices(state === 'REFUSED' ? 'REFUSE' : 'AGREE', { LIVER: 'NOT_STATED' }) }) });
  const { viewer } = start(record, bar);
  return { MyDecision: () => ({ viewer: { ...viewer, donor: record && { ...record, history } } }) };
}

let app: Awaited<ReturnType<typeof openApp>>;
async function open(answers: Answers) {
  app?.app.unmount();
  app = await openApp(routes, '/decision', answers);
  return app;
}
const ways = () => app.app.findAll('.decision-actions a').map((link) => link.attributes('href'));

beforeEach(() => endSession());

test.each([
  ['AGREED', '愿意捐献写明“同意”的项目', ['/reaffirm', '/edit', '/refuse', '/withdraw']],
  ['REFUSED', '任何组织和个人都不得捐献、获取您的器官', ['/reaffirm', '/edit', '/withdraw']],
  ['WITHDRAWN', '这里不再留有您的意愿', ['/register', '/refuse']],
  ['SILENT', '您没有在这里登记过意愿', ['/register', '/refuse']],
] as const)('%s: the legal effect in a sentence, and what can be done', async (state, effect, open_) => {
  await open(mine(state));
  expect(app.app.get('.state').text()).toContain(effect);
  expect(ways()).toEqual(open_);
});

test('choices are shown as stored, by kind, in words', async () => {
  await open(mine('AGREED'));
  const [organs, tissues] = app.app.findAll('.choice-list');
  expect(organs?.get('h3').text()).toBe('器官');
  expect(organs?.findAll('li').map((line) => line.text())).toContain('肝不表态');
  expect(tissues?.get('h3').text()).toBe('组织');
});

test('whom of the family the person told stands there with what they said; a message that is over and was not answered does not', async () => {
  const message = (id: string, label: string | null, state: string, answer: string | null) => ({ id, label, state, answer, content: 'DECIDED', steps: [] });
  const nodes = [message('1', '女儿', 'OPEN', null), message('2', '儿子', 'EXPIRED', 'ACKNOWLEDGED'), message('3', null, 'TAKEN_BACK', 'DECLINED'), message('4', '妈妈', 'TAKEN_BACK', null)];
  await open({ ...mine('AGREED'), BesideMyDecision: () => ({ viewer: { familyMessages: { nodes } } }) });
  expect(app.app.findAll('.family-note li').map((line) => line.text())).toEqual(['女儿：还没有回应', '儿子：“我知道了”', '一位家人：“我不想参与，或者不便表态”']);
  expect(app.app.get('.family-note').text()).toContain('没有法律效力');
});

test('the doors to the family stand there also when the register does not answer about it', async () => {
  await open({ ...mine('AGREED'), BesideMyDecision: () => { throw new NetworkLost('1'); } });
  expect(app.app.findAll('.family-note a').map((link) => link.attributes('href'))).toEqual(['/family', '/my-data/after-death']);
});

test('the national register is told about without a promise', async () => {
  await open(mine('AGREED'));
  expect(app.app.text()).toContain('待同步');
  expect(app.app.text()).toContain('还没有送到国家登记系统');
});

test('too weak a sign-in is shown nothing of the decision and led to step-up, and back here', async () => {
  const { viewer } = start(null, 'ASSURANCE_TOO_LOW');
  const { path } = await open({ MyDecision: () => ({ viewer: { ...viewer, state: null, donor: null } }) });
  expect(path()).toBe('/sign-in/step-up?returnTo=/decision');
});

test('each decision of the last days has “this was not me” below it: one tap, and the page is read anew', async () => {
  const said: unknown[] = [];
  const open_ = decision({ id: 'd-2', sequence: 2, disavowableUntil: '2026-12-03T08:00:00Z' });
  const answers = mine('AGREED', page([open_, decision({ id: 'd-1' })]));
  const { press, sent } = await open({ ...answers, DisavowDecision: ({ input }) => (said.push(input), { disavowDecision: { __typename: 'DisavowDecisionSuccess', donor: donor() } }) });
  expect(app.app.findAll('.decision-history .not-me')).toHaveLength(1);
  await press('这不是我办的');
  expect(said).toMatchObject([{ decisionId: 'd-2' }]);
  expect(sent('MyDecision')).toHaveLength(2);
});

test('what was found out about a disavowed decision stands beside it', async () => {
  const disavowal = { disavowedAt: '2026-11-24T08:00:00Z', status: 'UPHELD', finding: 'ACCOUNT_MISUSED', resolvedAt: '2026-11-25T08:00:00Z' } as const;
  await open(mine('AGREED', page([decision({ disavowal })])));
  const text = app.app.get('.decision-history').text();
  expect(text).toContain('已核实：不是您办的');
  expect(text).toContain('账号被他人使用');
});

test('a contested record and a waiting withdrawal are told first', async () => {
  const record = donor({ contested: { disavowedAt: '2026-11-24T08:00:00Z', status: 'OPEN', finding: null, resolvedAt: null }, queuedWithdrawal: { receiptNumber: 'CH-1234-5678-9012', queuedAt: '2026-11-24T08:00:00Z' } });
  const { viewer } = start(record);
  await open({ MyDecision: () => ({ viewer: { ...viewer, donor: { ...record, history: page([decision()]) } } }) });
  expect(app.app.text()).toContain('有一次登记正在核实');
  expect(app.app.text()).toContain('CH-1234-5678-9012');
});

test('a reading that failed can be repeated, and what was read before stays', async () => {
  let answer = mine('AGREED')['MyDecision'];
  await open({ MyDecision: (variables) => answer?.(variables) });
  answer = () => {
    throw new NetworkLost('1');
  };
  await app.press('重新读取');
  expect(app.app.text()).toContain('网络好像断了');
  expect(app.app.get('.state').text()).toContain('同意捐献');
  answer = mine('REFUSED')['MyDecision'];
  await app.press('再试一次');
  expect(app.app.get('.state').text()).toContain('不同意捐献');
});

describe('history', () => {
  const entries = () => app.app.findAll('.decision-history > ol > li').map((line) => line.get('.action').text());
  const first = page([decision({ id: 'd3', sequence: 3, action: 'REAFFIRMED' })], 'cursor-3', 3);
  const rest = page([decision({ id: 'd2', sequence: 2, action: 'EDITED' }), decision({ id: 'd1' })]);

  test('earlier decisions follow on request', async () => {
    await open({ ...mine('AGREED', first), DecisionHistory: () => ({ viewer: { donor: { version: 1, history: rest } } }) });
    expect(entries()).toEqual(['第 3 次：再次确认决定']);
    await app.press('再看更早的');
    expect(entries()).toEqual(['第 3 次：再次确认决定', '第 2 次：更改了决定', '第 1 次：登记同意捐献']);
    expect(app.app.text()).not.toContain('再看更早的');
  });

  test('a decision made meanwhile has everything read again, so that none is missing', async () => {
    await open({ ...mine('AGREED', first), DecisionHistory: () => ({ viewer: { donor: { version: 2, history: rest } } }) });
    await app.press('再看更早的');
    expect(app.asked.map(({ name }) => name).filter((name) => name !== 'BesideMyDecision')).toEqual(['MyDecision', 'DecisionHistory', 'MyDecision']);
    expect(entries()).toEqual(['第 3 次：再次确认决定']);
  });
});
