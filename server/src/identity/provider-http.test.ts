import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { type ScriptedAnswer, type ScriptedProvider, startScriptedProvider } from '../nonprod/scripted-provider.ts';
import { IdentityProviderUnavailable } from './identity-provider.ts';
import { postForJson } from './provider-http.ts';

let provider: ScriptedProvider;
beforeAll(async () => (provider = await startScriptedProvider()));
afterAll(() => provider.close());

const canary = '11010519491231002X';
const send = (timeoutMilliseconds = 2_000, origin = provider.origin) =>
  postForJson({ url: new URL('/x', origin), headers: { 'x-one': '1' }, body: `st=${canary}`, timeoutMilliseconds });

async function troubleOf(work: Promise<unknown>): Promise<IdentityProviderUnavailable> {
  const error: unknown = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(IdentityProviderUnavailable);
  expect(inspect(error, { depth: null, showHidden: true })).not.toContain(canary);
  return error as IdentityProviderUnavailable;
}

const text = (status: number, body: string | Buffer): ScriptedAnswer => (_request, response) => {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(body);
};

describe('a call to the provider', () => {
  it('posts the body and returns the JSON', async () => {
    provider.answersWith({ json: { result: 0 } });
    expect(await send()).toEqual({ result: 0 });
    expect(provider.received).toMatchObject([{ method: 'POST', path: '/x', body: `st=${canary}`, headers: { 'x-one': '1' } }]);
  });

  it.each([
    ['an HTML page', text(200, `<html>${canary}</html>`), 'PROTOCOL', 'NOT-JSON'],
    ['cut JSON', text(200, `{"idnum":"${canary}`), 'PROTOCOL', 'NOT-JSON'],
    ['nothing', text(200, ''), 'PROTOCOL', 'NOT-JSON'],
    ['another encoding', text(200, Buffer.from([0x22, 0xcd, 0xf5, 0x22])), 'PROTOCOL', 'NOT-UTF-8'],
    ['a character cut at the end', text(200, Buffer.from([0x22, 0xe7, 0x8e])), 'PROTOCOL', 'NOT-UTF-8'],
    ['400', text(400, `"${canary}"`), 'PROTOCOL', 'HTTP-400'],
    ['404', text(404, ''), 'PROTOCOL', 'HTTP-404'],
    ['429', text(429, ''), 'OUTAGE', 'HTTP-429'],
    ['500', text(500, canary), 'OUTAGE', 'HTTP-500'],
    ['502 with a page', text(502, '<html>'), 'OUTAGE', 'HTTP-502'],
    ['an empty 204', text(204, ''), 'PROTOCOL', 'HTTP-204'],
    ['401 with something else', text(401, `{"message":"${canary}"}`), 'CONFIGURATION', 'IRS-REFUSED'],
    ['401 that is no JSON', text(401, canary), 'CONFIGURATION', 'IRS-REFUSED'],
    ['401 with a list', text(401, '[]'), 'CONFIGURATION', 'IRS-REFUSED'],
  ] as const)('answered with %s is unavailable', async (_what, answer, trouble, providerCode) => {
    provider.answersWith(answer);
    expect(await troubleOf(send())).toMatchObject({ trouble, providerCode });
  });

  it('gives up on a body without end', async () => {
    provider.answersWith((_request, response) => {
      const block = Buffer.alloc(64 * 1024, 0x20);
      const pour = () => {
        while (!response.destroyed && response.write(block));
      };
      response.on('drain', pour);
      pour();
    });
    expect(await troubleOf(send(5_000))).toMatchObject({ trouble: 'PROTOCOL', providerCode: 'TOO-LARGE' });
  });

  it.each([
    ['never answers', () => undefined],
    ['stops in the middle', (_request, response) => response.writeHead(200).write('{"result"')],
  ] as const satisfies readonly (readonly [string, ScriptedAnswer])[])('does not wait for one who %s', async (_what, answer) => {
    provider.answersWith(answer);
    const before = performance.now();
    expect(await troubleOf(send(150))).toMatchObject({ trouble: 'OUTAGE', providerCode: 'TIMEOUT', alarm: false });
    expect(performance.now() - before).toBeLessThan(2_000);
  });

  it('is unavailable when the line breaks or nobody listens', async () => {
    provider.answersWith((request) => request.socket.destroy());
    expect(await troubleOf(send())).toMatchObject({ trouble: 'OUTAGE', providerCode: 'NETWORK' });
    const gone = await startScriptedProvider();
    await gone.close();
    expect(await troubleOf(send(2_000, gone.origin))).toMatchObject({ trouble: 'OUTAGE', providerCode: 'NETWORK' });
  });

  it('is asked once and follows no redirect, for a ticket must not travel on', async () => {
    provider.answersWith((_request, response) => response.writeHead(307, { location: '/elsewhere' }).end());
    expect(await troubleOf(send())).toMatchObject({ trouble: 'PROTOCOL', providerCode: 'HTTP-307' });
    expect(provider.received).toHaveLength(1);
  });
});
