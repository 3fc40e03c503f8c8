import { execFile } from 'node:child_process';
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
import { paper } from '../../kit/papers.ts';
import { createWorld, newKeys, person } from '../../kit/world.ts';

const root = resolve(import.meta.dirname, '../../..');
const world = await createWorld(newKeys());
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
    execFile(process.execPath, args, { cwd: root, env: { PATH: process.env['PATH'], ...settings } }, (error, stdout, stderr) => (error ? failed(new Error(stderr || stdout)) : done(stdout)));
  });
}
const example = (name: string, ...words: string[]): string[] => [join('docs/partners/examples', name), ...words];

test('a partner of a register in production gets answers by the examples, as they are, and by a library that we did not write', async () => {
  await run(example('make-key.ts', folder));
  const [, words = ''] = /partner:add -- (.*) \|/.exec(paper('docs/partners/quick-start.md')) ?? [];
  const typed = [...words.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '').map((word) => (word === 'jwks.json' ? join(folder, word) : word));
  const said = await run([join(root, 'scripts/partner-add.ts'), ...typed], { DATABASE_URL: world.databaseUrl, SANXIAN_PUBLIC_URL: publicUrl });
  const told = (name: string) => new RegExp(`^${name}: +(\\S+)`, 'm').exec(said)?.[1] ?? '';
  const jwk = JSON.parse(readFileSync(join(folder, 'private.jwk.json'), 'utf8')) as { kid: string; alg: string };
  expect([told('issuer'), told('API')]).toEqual([`${publicUrl}/oauth`, `${publicUrl}/graphql`]);
  expect(said).toContain(`kid ${jwk.kid}`);
  const settings = { CLIENT_ID: told('client_id'), ISSUER: told('issuer'), KEY: join(folder, 'private.jwk.json') };

  expect(JSON.parse(await run(example('ask.ts'), settings)) as unknown).toMatchObject({
    data: { donationPolicy: { minimumAge: 18 }, organisations: { nodes: [{ name: expect.any(String) }, {}, {}] } },
    extensions: { cost: { requested: 4, remaining: 4_996, limit: 5_000 } },
  });
  const { documentType, documentNumber, fullName, birthday } = person();
  expect(await run(example('submit.ts'), { ...settings, PERSON: JSON.stringify({ documentType, documentNumber, fullName, birthday }) })).toMatch(/^DJ-\d{4}-\d{4} understood as sent\n$/);

  const key = { key: await importJWK(jwk, jwk.alg), kid: jwk.kid };
  if (key.key instanceof Uint8Array) throw new Error('The key is no pair');
  const client = await discovery(new URL(told('issuer')), told('client_id'), undefined, PrivateKeyJwt({ ...key, key: key.key }), { algorithm: 'oauth2', execute: [allowInsecureRequests] });
  expect(await clientCredentialsGrant(client, { scope: 'policy:read' })).toMatchObject({ scope: 'policy:read', expires_in: 600, access_token: expect.stringMatching(/^partner\./) });
}, 60_000);

test('the commands of the sandbox do nothing to a register in production', async () => {
  const { port } = new URL(publicUrl);
  const sandbox = (...words: string[]) => run([join(root, 'scripts/sandbox.ts'), ...words], { DATABASE_URL: world.databaseUrl, PORT: port }).then(() => 'done', (error: unknown) => String(error));
  for (const words of [['people'], ['decide'], ['card']]) expect(await sandbox(...words), words[0]).toContain('is no sandbox');
  expect(await sandbox('doctor')).toContain('failed');
  expect(await sandbox('platform', '--keys', join(folder, 'jwks.json'))).toContain('this register is no sandbox');
}, 60_000);
