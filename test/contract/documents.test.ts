import { randomUUID } from 'node:crypto';
import { globSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { readConfig } from '../../server/src/config.ts';
import { requestFaults, type RequestFaultCode } from '../../server/src/graphql/request-faults.ts';
import { publicCode } from '../../server/src/graphql/masking.ts';
import { createDemoAccounts } from '../../server/src/nonprod/zheliban-simulator/personas.ts';
import { RefusalCode } from '../../server/src/graphql/refusal.types.ts';
import { Caller } from '../kit/caller.ts';
import { codesIn, paper, tableBelow } from '../kit/papers.ts';
import { createWorld, NOW } from '../kit/world.ts';

const world = await createWorld();
const root = resolve(import.meta.dirname, '../..');

describe('docs/api.md', () => {
  const rows = tableBelow(paper('docs/api.md'), 'Codes of faults').map((row) => ({ ...row, code: codesIn(row['code'])[0] ?? '', door: row['at the door'] ?? '', answer: row['in an answer'] ?? '' }));
  const row = (code: string) => rows.find((each) => each.code === code);

  it('lists every code of a fault, each once', () => {
    const codes = new Set(Object.keys(requestFaults).map((code) => publicCode(code as RequestFaultCode)));
    expect(rows.map(({ code }) => code).toSorted()).toEqual([...codes].toSorted());
  });

  it('tells the HTTP status of the door as the code has it', () => {
    for (const { code, door } of rows) expect(['–', String(requestFaults[code as RequestFaultCode].status)], code).toContain(door);
  });

  it('lists every code of a refusal, each once', () => {
    expect(tableBelow(paper('docs/api.md'), 'Codes of refusals').map((each) => codesIn(each['code'])[0]).toSorted()).toEqual(Object.values(RefusalCode).toSorted());
  });

  const division = 'query ($c: String!) { division(code: $c) { code } }';
  const anonymous = world.anonymous();
  const broken = () => ({ query: `mutation { signIn(input: { method: ZHELIBAN_TICKET_ID, ticket: "${world.provider.ticketFor(new Error('unforeseen'))}", container: OPEN_WEB }) { __typename } }` });

  test.each<[code: string, body: () => object | string, headers?: Record<string, string>]>([
    ['MALFORMED_REQUEST', () => '{'],
    ['PAYLOAD_TOO_LARGE', () => ({ query: 'x'.repeat(110_000) })],
    ['UNSUPPORTED_MEDIA_TYPE', () => '{}', { 'content-encoding': 'zstandard' }],
    ['QUERY_TOO_COSTLY', () => ({ query: `{ ${'__typename '.repeat(1_000)} }` })],
    ['PERSISTED_DOCUMENT_NOT_FOUND', () => ({ documentId: `sha256:${'0'.repeat(64)}` })],
  ])('is right about %s at the door', async (code, body, headers = {}) => {
    const { status, errors } = await anonymous.post(body(), headers);
    expect([errors?.[0]?.extensions.code, String(status)]).toEqual([code, row(code)?.door]);
  });

  test.each<[code: string, body: () => object]>([
    ['UNAUTHENTICATED', () => ({ query: `mutation { stateWithdrawalReason(input: { decisionId: "${randomUUID()}", reason: OTHER }) { __typename } }` })],
    ['MALFORMED_TEXT', () => ({ query: division, variables: { c: '\u0000' } })],
    ['BAD_USER_INPUT', () => ({ query: division, variables: { c: 7 } })],
    ['GRAPHQL_PARSE_FAILED', () => ({ query: '{' })],
    ['GRAPHQL_VALIDATION_FAILED', () => ({ query: '{ nothing }' })],
    ['INTERNAL_SERVER_ERROR', broken],
  ])('is right about %s in an answer', async (code, body) => {
    const plain = await anonymous.post(body(), { accept: 'application/json' });
    const graphql = await anonymous.post(body(), { accept: 'application/graphql-response+json' });
    expect([plain, graphql].map(({ errors }) => errors?.[0]?.extensions.code)).toEqual([code, code]);
    expect([...new Set([plain.status, graphql.status])].join(' / ')).toBe(row(code)?.answer);
  });

  it('shows a request that runs', async () => {
    const [, example = ''] = /```graphql\n([\s\S]*?)```/.exec(paper('docs/api.md')) ?? [];
    const { errors } = await new Caller(world.http, (await world.citizen()).token).query(example, { input: { idempotencyKey: randomUUID(), expectedVersion: 1, consent: { version: '', hash: '' } } });
    expect(errors).toBeUndefined();
  });
});

describe('docs/operations.md', () => {
  const text = paper('docs/operations.md');
  const settings = (heading: string) => tableBelow(text, heading).map((row) => ({ name: codesIn(row['setting'])[0] ?? '', standard: codesIn(row['default'])[0] ?? null, production: row['production'] ?? '' }));
  const server = settings('The server');

  /** What a file reads from its environment; what belongs to the shell or the package manager is no setting of ours. */
  const readBy = (...patterns: string[]) =>
    globSync(patterns, { cwd: root })
      .flatMap((path) => [...paper(path).matchAll(/\b(?:process\.env\['(\w+)'\]|import\.meta\.env\.(VITE_\w+))/g)])
      .flatMap(([, ours, built]) => ours ?? built ?? [])
      .filter((name) => !['PATH', 'INIT_CWD', 'npm_config_user_agent'].includes(name));
  const inConfig = [...`${paper('server/src/config.ts')}\n${paper('server/src/health-cards/health-card-settings.ts')}\n${paper('server/src/telemetry/trace-settings.ts')}`.matchAll(/^ {2}([A-Z][A-Z_]+): (.*),$/gm)].map(([, name = '', rule = '']) => ({
    name,
    standard: /(?:count\(|, )'([^']+)'(?:, \d+)*\)$/.exec(rule)?.[1] ?? null,
  }));

  it('lists every setting that the server reads, each once', () => {
    expect(inConfig.length).toBeGreaterThan(10);
    const read = new Set([...inConfig.map(({ name }) => name), ...readBy('scripts/*.ts')]);
    expect(server.map(({ name }) => name).toSorted()).toEqual([...read].toSorted());
  });

  it('tells the defaults that the server has', () => {
    const told = new Map(server.map(({ name, standard }) => [name, standard]));
    for (const { name, standard } of inConfig) expect({ name, standard: told.get(name) }).toEqual({ name, standard });
  });

  it('tells what production demands', () => {
    const refusal = () => readConfig({ mode: 'production', databaseUrl: '', dataFolder: '', ownUrl: '', environment: { SANXIAN_SIMULATOR: 'on' } });
    const simulated = namesIn(refusal);
    const real = namesIn(() => readConfig({ mode: 'production', databaseUrl: '', dataFolder: '', ownUrl: '', environment: {} }));
    expect(simulated).toContain('SANXIAN_SIMULATOR');
    expect(server.filter(({ production }) => production === 'required').map(({ name }) => name).toSorted()).toEqual(real.toSorted());
    expect(server.find(({ name }) => name === 'SANXIAN_SIMULATOR')?.production).toContain('on');
  });

  it('lists every setting of the client’s build and of the tests', () => {
    const ofThePackage = new Set(paper('client/zheliban-page.ts').match(/\b(?:MGOP|BRIDGE)_[A-Z_]+\b/g));
    expect(settings('The build of the client').map(({ name }) => name).toSorted()).toEqual([...readBy('client/src/**/*.ts', 'client/*.config.ts'), ...ofThePackage].toSorted());
    expect(settings('Tests').map(({ name }) => name).toSorted()).toEqual(readBy('test/kit/*.ts').toSorted());
  });
});

describe('README.md and ARCHITECTURE.md', () => {
  const papers = globSync(['*.md', 'docs/**/*.md', '{server,client,schema}/**/README.md'], { cwd: root, exclude: (name) => name.includes('node_modules') });

  it('name commands that exist', () => {
    const { scripts } = JSON.parse(paper('package.json')) as { scripts: Record<string, string> };
    const named = papers.flatMap((path) => [...paper(path).matchAll(/pnpm@12 (\w[\w:-]*)/g)].map(([, command = '']) => command));
    expect(named.length).toBeGreaterThan(0);
    expect([...new Set(named)].filter((command) => scripts[command] === undefined)).toEqual([]);
  });

  it('name files that exist, and so does every other paper', () => {
    const files = globSync(['{server,client}/src/**', '{schema,scripts,test,docs}/**', '*/*'], { cwd: root, exclude: (name) => name.includes('node_modules') }).map((path) => `/${path}`);
    const isName = /^[\w/-][\w./-]*\.(ts|vue|csv|graphql|sh)$|^(server|client|schema|scripts|test|docs)\/[\w./-]+$/;
    // How a file to come would be called.
    const isExample = /something|NNNN|YYYY|^x\.|^\.test/;
    // What building makes is there only afterwards.
    const isBuilt = /^(server|client)\/dist(\/|$)/;
    const named = papers.flatMap((path) => codesIn(paper(path)).filter((name) => isName.test(name) && !isExample.test(name) && !isBuilt.test(name)).map((name) => ({ path, name: `/${name.replace(/\/$/, '')}` })));
    const lost = named.filter(({ name }) => !files.some((file) => file.endsWith(name)));
    expect(named.length).toBeGreaterThan(50);
    expect(lost).toEqual([]);
  });

  it('show every room of the server and every part of the client on the map', () => {
    const [, map = ''] = /## The map\n+```\n([\s\S]*?)```/.exec(paper('ARCHITECTURE.md')) ?? [];
    const folders = globSync(['server/src/*/', 'client/src/*/'], { cwd: root }).map((path) => path.replace(/\/$/, '').split('/').at(-1) ?? '');
    expect(folders.length).toBeGreaterThan(10);
    expect(folders.filter((folder) => folder !== 'testing' && !new RegExp(`\\b${folder}/`).test(map))).toEqual([]);
  });

  it('introduce only demo people who exist', () => {
    const names = new Set(createDemoAccounts(NOW).map(({ name }) => name));
    const [, people = ''] = /Everybody in the simulator is invented([\s\S]*?)\n\n/.exec(paper('README.md')) ?? [];
    const introduced = [...people.matchAll(/\(([^)]+)\)/g)].flatMap(([, inside = '']) => inside.split(', '));
    expect(introduced.length).toBeGreaterThan(3);
    expect(introduced.filter((name) => !names.has(name))).toEqual([]);
  });
});

/** The settings that a refused start names. */
function namesIn(start: () => unknown): readonly string[] {
  try {
    start();
  } catch (error) {
    return [...String(error).matchAll(/\b[A-Z]+_[A-Z_]+\b/g)].map(([name]) => name);
  }
  throw new Error('The start was not refused');
}
