import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createMemoryHistory, createRouter } from 'vue-router';

type Said = readonly [name: string, ...given: unknown[]];
const blank = { render: () => null };

/** The platform's script, which notes what it is told. */
function zwlog({ isReady = true, fails = false } = {}) {
  const said: Said[] = [];
  const note = (name: string) => (...given: unknown[]) => {
    if (fails) throw new Error('out of order');
    said.push([name, ...given]);
  };
  window.ZwLog = class {
    constructor(user: object) {
      note('new')(user);
    }
    onReady = (run: () => void) => (isReady ? run() : undefined);
    sendPV = note('sendPV');
    record = note('record');
    sendAliMonitor = note('sendAliMonitor');
  } as never;
  return said;
}

async function open(path: string) {
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [
      { path: '/', component: blank },
      { path: '/offices/:id', component: blank },
      { path: '/refuse', component: blank, children: [{ path: 'check', component: blank }] },
    ],
  });
  await router.push(path);
  const statistics = await import('./statistics.ts');
  let signedIn = false;
  statistics.followVisits(router, () => signedIn);
  await router.isReady();
  await Promise.resolve();
  return { router, statistics, signIn: () => (signedIn = true) };
}

beforeEach(() => vi.resetModules());
afterEach(() => {
  delete window.ZwLog;
});

test('each page is counted once, by the pattern of its route, with numbers for the times', async () => {
  const said = zwlog();
  const { router, signIn } = await open('/');
  signIn();
  await router.push('/offices/3f2a?from=x');
  await router.push('/offices/3f2a?from=y');
  const visits = said.filter(([name]) => name === 'sendPV').map(([, visit]) => visit);
  expect(visits).toEqual([
    { miniAppId: expect.any(String), miniAppName: expect.any(String), pageId: '/', pageName: '首页', t0: expect.any(Number), t2: expect.any(Number), log_status: '01' },
    expect.objectContaining({ pageId: '/offices/:id', pageName: '机构详情', log_status: '02' }),
  ]);
});

test('no id, no query and no kind of decision reaches the platform', async () => {
  const said = zwlog();
  const { router, statistics } = await open('/offices/3f2a');
  await router.push('/refuse/check');
  statistics.completed();
  expect(JSON.stringify(said)).not.toMatch(/3f2a|refuse/);
  expect(said.find(([name, visit]) => name === 'sendPV' && (visit as { pageId: string }).pageId === '/decision')).toBeDefined();
});

test('办结 is told once, with an id that nobody can trace', async () => {
  const said = zwlog();
  const { statistics } = await open('/');
  statistics.completed();
  const [record, monitor] = said.slice(-2);
  expect(record).toEqual(['record', 'banjie', 'OTHER', { id: expect.stringMatching(/^[0-9a-f-]{36}$/), success: true }]);
  expect(monitor).toEqual(['sendAliMonitor', { name: 'bj', obj: { title: expect.any(String), c1: 'taSR_YL', time: expect.any(Number), success: true } }]);
  statistics.completed();
  const ids = said.filter(([name]) => name === 'record').map(([, , , parameters]) => (parameters as { readonly id: string }).id);
  expect(new Set(ids).size).toBe(2);
});

test('the user whom the platform is told of is made up for the visit', async () => {
  const said = zwlog();
  await open('/');
  expect(said[0]).toEqual(['new', { _user_id: expect.stringMatching(/^[0-9a-f-]{36}$/), _user_nick: '' }]);
});

test.each([
  ['is missing', () => delete window.ZwLog],
  ['never becomes ready', () => zwlog({ isReady: false })],
  ['fails', () => zwlog({ fails: true })],
] as const)('a script that %s stops nothing', async (_name, arrange) => {
  arrange();
  const { router, statistics } = await open('/');
  await router.push('/offices/1');
  expect(() => statistics.completed()).not.toThrow();
  expect(router.currentRoute.value.path).toBe('/offices/1');
});

test('the unit of time follows the setting, because sources disagree', async () => {
  const { timeOf } = await import('./statistics.ts');
  expect([timeOf(1234, false), timeOf(1234, true)]).toEqual([1.234, '1.2秒']);
});
