import { execFile, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { importJWK } from 'jose';
import { allowInsecureRequests, clientCredentialsGrant, discovery, PrivateKeyJwt } from 'openid-client';
import { afterAll, expect, test } from 'vitest';
import { createApp } from '../../../server/src/app.ts';
import { memoryLimits } from '../../../server/src/graphql/limits.ts';
import { createLog } from '../../../server/src/log.ts';
import { OutboxAttempt, OutboxDelivery } from '../../../server/src/outbox/outbox-delivery.entity.ts';
import { Dispatcher } from '../../../server/src/outbox/dispatcher.ts';
import { removeWebhook } from '../../../server/src/webhooks/change-webhooks.ts';
import { WebhookCarrier } from '../../../server/src/webhooks/webhook-carrier.ts';
import { hearingIn } from '../../kit/hearing.ts';
import { cardSettings, simulatedPlatforms } from '../../kit/health-cards.ts';
import { wholeRound } from '../../kit/outbox.ts';
import { ownerOf, partner, partnerToken } from '../../kit/partners.ts';
import { paper } from '../../kit/papers.ts';
import { createWorld, newKeys, NOW, person } from '../../kit/world.ts';

const root = resolve(import.meta.dirname, '../../..');
const keys = newKeys();
const platforms = await simulatedPlatforms(() => NOW);
const world = await createWorld({ ...keys, ...cardSettings(platforms.url) });
const folder = mkdtempSync(join(tmpdir(), 'sanxian-partner-'));

const server = createServer();
await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
const publicUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const app = await createApp(
  { ...world.config, mode: 'production', partners: { publicUrl, pointsPerHour: 5_000 } },
  world.orm,
  { vault: world.vault, identityProviders: [], limits: memoryLimits(), log: createLog('silent'), now: () => new Date() },
);
server.on('request', app.app);
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((closed) => server.close(closed));
  await app.close();
});

/** Runs a program in another process, from the project's folder. */
function run(args: readonly string[], settings: Record<string, string> = {}): Promise<string> {
  return new Promise((done, failed) => {
    execFile(process.execPath, args, { cwd: root, env: { PATH: process.env['PATH'], FOLDER: folder, ...settings } }, (error, stdout, stderr) => (error ? failed(new Error(stderr || stdout)) : done(stdout)));
  });
}

const page = paper('docs/partners.md');
const programs = [...page.matchAll(/```js\n([\s\S]*?)```/g)].map(([, program = '']) => program);
const program = (index: number) => ['--input-type=module', '--eval', programs[index] ?? ''];

test('a partner who does what docs/partners.md says gets an answer, with its own programs and with a library that we did not write', async () => {
  await run(program(0));
  const [, words = ''] = /pnpm@12 partner:add -- (.*)/.exec(page) ?? [];
  const typed = [...words.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '').map((word) => (word === 'jwks.json' ? join(folder, word) : word));
  const said = await run([join(root, 'scripts/partner-add.ts'), ...typed], { DATABASE_URL: world.databaseUrl, SANXIAN_PUBLIC_URL: publicUrl });
  const told = (name: string) => new RegExp(`^${name}: +(\\S+)`, 'm').exec(said)?.[1] ?? '';
  const jwk = JSON.parse(readFileSync(join(folder, 'private.jwk.json'), 'utf8')) as { kid: string; alg: string };
  expect([told('issuer'), told('API')]).toEqual([`${publicUrl}/oauth`, `${publicUrl}/graphql`]);
  expect(said).toContain(`kid ${jwk.kid}`);

  const answer = JSON.parse(await run(program(1), { CLIENT_ID: told('client_id'), ISSUER: told('issuer') })) as unknown;
  expect(answer).toMatchObject({
    data: { donationPolicy: { minimumAge: 18 }, organisations: { nodes: [{ name: expect.any(String) }, {}, {}] } },
    extensions: { cost: { requested: 4, remaining: 4_996, limit: 5_000 } },
  });

  const key = { key: await importJWK(jwk, jwk.alg), kid: jwk.kid };
  if (key.key instanceof Uint8Array) throw new Error('The key is no pair');
  const client = await discovery(new URL(told('issuer')), told('client_id'), undefined, PrivateKeyJwt({ ...key, key: key.key }), { algorithm: 'oauth2', execute: [allowInsecureRequests] });
  expect(await clientCredentialsGrant(client, { scope: 'policy:read' })).toMatchObject({ scope: 'policy:read', expires_in: 600, access_token: expect.stringMatching(/^partner\./) });
}, 60_000);

test('a partner who runs the receiver of docs/partners.md is told of a change, and shown it once', async () => {
  const port = await freePort();
  const hearing = await hearingIn(world, () => new Date());
  const { who: { id }, endpoint: spare } = await hearing.listening();
  await removeWebhook(hearing.owner, spare.id, { now: new Date(), requestId: randomUUID() });
  const words = (/pnpm@12 partner:webhook -- (add .*)/.exec(page)?.[1] ?? '').replace('CLIENT_ID', id).replace('https://partner.example/events', `http://127.0.0.1:${port}/events`);
  const said = await run([join(root, 'scripts/partner-webhook.ts'), ...words.split(' ')], { DATABASE_URL: world.databaseUrl, ...keys });
  const secret = /^secret: +(\S+)/m.exec(said)?.[1] ?? '';
  expect(secret).toMatch(/^whsec_/);

  const receiver = spawn(process.execPath, program(2), { cwd: root, env: { PATH: process.env['PATH'], WEBHOOK_SECRET: secret, PORT: String(port) } });
  let shown = '';
  receiver.stdout.on('data', (part: Buffer) => (shown += part.toString()));
  try {
    await expect.poll(() => shown, { timeout: 20_000 }).toContain('listening');
    const endpoint = /^endpoint: +(\S+)/m.exec(said)?.[1] ?? '';
    expect(await run([join(root, 'scripts/partner-webhook.ts'), 'ping', '--endpoint', endpoint], { DATABASE_URL: world.databaseUrl, ...keys })).toContain('HTTP 204');
    await hearing.decides();
    const dispatcher = new Dispatcher({ orm: world.orm, carriers: [new WebhookCarrier({ ...world, now: () => new Date() })], now: () => new Date(), log: createLog('silent') });
    await wholeRound(dispatcher);
    const em = world.orm.em.fork();
    const delivery = await em.findOneOrFail(OutboxDelivery, { status: 'DELIVERED' });
    delivery.sendAgain(new Date());
    await em.flush();
    await wholeRound(dispatcher);
    await expect.poll(() => shown).toMatch(/^listening\nsanxian.ping \nsanxian.decision.changed [0-9a-f-]{36}\n$/);
    expect(await world.orm.em.fork().count(OutboxAttempt, { statusCode: 204 })).toBe(2);
  } finally {
    receiver.kill();
  }
}, 60_000);

test('a partner who runs the sender of docs/partners.md gets back what it sent, and sees that it was understood', async () => {
  const owner = await ownerOf(world.databaseUrl);
  const who = await partner(owner, new Date(), { scopes: ['registrations:submit', 'policy:read'] });
  const token = await partnerToken(owner, new Date(), who, ['registrations:submit', 'policy:read']);
  const { documentType, documentNumber, fullName, birthday } = person();
  const said = await run(program(3), { TOKEN: token, ISSUER: publicUrl, PERSON: JSON.stringify({ documentType, documentNumber, fullName, birthday }) });
  expect(said).toMatch(/^DJ-\d{4}-\d{4} understood as sent\n$/);
  const [, words = ''] = /pnpm submissions:report -- (.*?)`/.exec(page) ?? [];
  const report = await run([join(root, 'scripts/submissions-report.ts'), ...words.replace(/--from \S+ --to \S+ /, '').split(' ')], { DATABASE_URL: world.databaseUrl });
  expect(report).toContain('PAPER_FORM');
  expect(report).toContain(said.split(' ')[0]);
}, 60_000);

/** A port that was free just now. */
async function freePort(): Promise<number> {
  const taken = createServer();
  await new Promise<void>((listening) => taken.listen(0, '127.0.0.1', listening));
  const { port } = taken.address() as AddressInfo;
  await new Promise((closed) => taken.close(closed));
  return port;
}
