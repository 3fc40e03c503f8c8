import { createContext, runInContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { withBridge } from './container-routes.ts';
import { simulatorForTest } from './simulator-test-kit.ts';

const BUILT_APP = `<!doctype html>
<html lang="zh-CN">
  <head>
    <meta charset="UTF-8" />
    <link rel="icon" href="data:," />
    <link rel="stylesheet" crossorigin href="./assets/index.css">
    <script type="module" crossorigin src="./assets/index.js"></script>
    <script src="https://example.test/x.js"></script>
  </head>
  <body><a href="#/offices">x</a><img alt="" src="logo.svg" /><img alt="" src="/kept.svg" /></body>
</html>`;

describe('the framed app', () => {
  it('loads the platform’s two scripts before everything else', () => {
    expect(withBridge(BUILT_APP)).toMatch(
      /<head><script src="\/sim\/assets\/ZWJSBridge\/1\.1\.0\/zwjsbridge\.js"><\/script><script src="\/sim\/assets\/zwlog\/1\.0\.0\/zwlog\.js"><\/script>\s*<meta/,
    );
  });

  it('finds its files below the root and keeps links to hash routes', () => {
    const framed = withBridge(BUILT_APP);
    const addresses = [...framed.matchAll(/(?:src|href)="([^"]*)"/g)].map((match) => match[1]).slice(2);
    expect(addresses).toEqual([
      ...['data:,', '/assets/index.css', '/assets/index.js', 'https://example.test/x.js'],
      ...['#/offices', '/logo.svg', '/kept.svg'],
    ]);
  });

  it('is served at /sim/app/ with a policy of its own', async () => {
    const { http } = simulatorForTest();
    await http.get('/sim/app').expect(301).expect('location', '/sim/app/');
    const { text, headers } = await http.get('/sim/app/').expect(200);
    expect(text).toContain('zwjsbridge.js');
    expect(headers['content-security-policy']).toContain("script-src 'self'; style-src 'self'");
    expect(headers['content-security-policy']).toContain("frame-ancestors 'self'");
  });
});

describe('the container page', () => {
  it('offers every switch and account and holds no inline script', async () => {
    const { http } = simulatorForTest();
    const { text } = await http.get('/sim').expect(200);
    const names = [...text.matchAll(/<select name="([^"]+)"/g)].map((match) => match[1]);
    expect(names).toEqual([
      ...['persona', 'container', 'uiStyle', 'appVersion', 'userType', 'ssoTicket', 'fault'],
      ...['location', 'place', 'network', 'ready', 'delay', 'failMethod', 'failWith', 'zwlog', 'transport', 'mgop'],
    ]);
    expect(text).toContain('演示科技有限公司');
    expect(text).not.toMatch(/<script(?![^>]*\ssrc=)|\son[a-z]+=|\sstyle=/);
  });

  it.each(['/sim/assets/shell.js', '/sim/assets/submit-at-once.js', '/sim/assets/zwlog/1.0.0/zwlog.js'])(
    'serves %s as a script that parses',
    async (path) => {
      const { http } = simulatorForTest();
      const { text } = await http.get(path).expect('content-type', /javascript/);
      expect(() => new Function(text)).not.toThrow();
    },
  );

  it('serves its stylesheet', async () => {
    const { http } = simulatorForTest();
    await http.get('/sim/assets/simulator.css').expect(200).expect('content-type', /css/);
  });

  it('gives no ticketId for an unknown account', async () => {
    const { http } = simulatorForTest();
    await http.post('/sim/api/ticket-id').send({ persona: 'nobody' }).expect(400);
    await http.post('/sim/api/ticket-id').send([]).expect(400);
  });
});

describe('ZwLog', () => {
  it('records what an app reports and marks an identity number in it', async () => {
    const { http } = simulatorForTest();
    const told: { method: string; leaks: boolean }[] = [];
    const window = { parent: { postMessage: (message: (typeof told)[number]) => told.push(message) }, location: { origin: '' } };
    const script = await http.get('/sim/assets/zwlog/1.0.0/zwlog.js');
    const use = `const log = new window.ZwLog({ _user_id: 'opaque' });
      log.onReady(() => log.sendPV({ pageId: 'home' }));
      log.record('code', 'CLK', { a: 1 });
      log.sendAliMonitor({ name: 'bj', obj: { idnum: '330106199805179028' } });`;
    runInContext(script.text + use, createContext({ window, setTimeout: (callback: () => void) => callback() }));
    expect(told.map(({ method, leaks }) => [method, leaks])).toEqual([
      ['new ZwLog', false],
      ['sendPV', false],
      ['record', false],
      ['sendAliMonitor', true],
    ]);
  });
});
