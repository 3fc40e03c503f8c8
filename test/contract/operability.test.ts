import { existsSync, globSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { DockerfileParser } from 'dockerfile-ast';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { parse } from 'yaml';
import { start } from '../../server/src/main.ts';
import { codesIn, paper, tableBelow } from '../kit/papers.ts';
import { createWorld } from '../kit/world.ts';

const root = resolve(import.meta.dirname, '../..');

/** What `docs/deploy/` says in the files that programs read. */
interface Compose {
  readonly services: Readonly<Record<string, { readonly image: string; readonly volumes?: readonly string[]; readonly env_file?: readonly string[]; readonly environment?: Readonly<Record<string, string>>; readonly stop_grace_period?: string; readonly build?: { readonly context: string; readonly dockerfile: string } }>>;
  readonly volumes: Readonly<Record<string, null>>;
}
interface Alerts {
  readonly groups: readonly { readonly rules: readonly { readonly alert: string; readonly expr: string; readonly labels: { readonly severity: string }; readonly annotations: { readonly runbook: string } }[] }[];
}
interface Dashboard {
  readonly panels: readonly { readonly targets: readonly { readonly expr: string }[] }[];
}

const alerts = (parse(paper('docs/deploy/alerts.yaml')) as Alerts).groups.flatMap(({ rules }) => rules);
const compose = parse(paper('docs/deploy/compose.yaml'), { merge: true }) as Compose;
const dashboard = JSON.parse(paper('docs/deploy/grafana.json')) as Dashboard;
const settings = new Set(tableBelow(paper('docs/operations.md'), 'The server').flatMap(({ setting }) => codesIn(setting)));
const runbooks = paper('docs/runbooks.md').split('\n').flatMap((line) => /^## (\w+)$/.exec(line)?.[1] ?? []);

/** The names of the warnings and errors in the code of the server. */
const events = globSync('server/src/**/*.ts', { cwd: root })
  .filter((path) => !path.endsWith('.test.ts') && !path.includes('nonprod'))
  .flatMap((path) => [...readFileSync(join(root, path), 'utf8').matchAll(/log\.(?:warn|error)\(\s*\{ event: '(\w+)'/g)].map(([, event]) => event ?? ''));

async function exposed(): Promise<string> {
  vi.stubEnv('LOG_LEVEL', 'silent');
  vi.stubEnv('SANXIAN_OPERATIONS_PORT', '0');
  const { databaseUrl } = await createWorld();
  const server = await start({ databaseUrl, port: 0, dataFolder: mkdtempSync(join(tmpdir(), 'sanxian-figures-')), mode: 'test' });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await server.close();
  });
  const asked = (query: string) => fetch(`${server.url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ query }) });
  await asked('query MadeUpName { donationPolicy { minimumAge } }');
  await asked('mutation { withdrawDecision(input: { idempotencyKey: "aaaaaaaaaaaaaaaaaaaa" }) { __typename } }');
  if (!server.operationsUrl) throw new Error('The operations door is closed');
  const figures = await fetch(`${server.operationsUrl}/metrics`);
  expect([figures.status, figures.headers.get('content-type')]).toEqual([200, expect.stringContaining('text/plain')]);
  expect((await fetch(`${server.operationsUrl}/graphql`)).status).toBe(404);
  expect((await fetch(`${server.url}/metrics`)).status).toBe(404);
  return figures.text();
}

const text = await exposed();
const figures = new Set([...text.matchAll(/^# TYPE (\w+) (\w+)/gm)].flatMap(([, name = '', type]) => (type === 'histogram' ? [`${name}_bucket`, `${name}_count`, `${name}_sum`] : [name])));

/** The names of figures in a query of Prometheus. */
function figuresIn(query: string): string[] {
  return [...query.matchAll(/\b(?:sanxian|nodejs|process)_\w+/g)].map(([name]) => name);
}

describe('the figures of a server', () => {
  it('stand at a door of their own, and no name that a caller made up becomes one', () => {
    expect(text).toContain('sanxian_graphql_operation_seconds_count{operation="free"}');
    expect(text).not.toContain('MadeUpName');
    expect(text).toContain('sanxian_ready 1');
  });

  it('are the ones that the alarms ask for', () => {
    for (const { alert, expr } of alerts) expect([...figures], alert).toEqual(expect.arrayContaining(figuresIn(expr)));
    expect(alerts.flatMap(({ expr }) => figuresIn(expr))).not.toEqual([]);
  });

  it('are the ones that the dashboard shows, and each of ours is on it', () => {
    const shown = dashboard.panels.flatMap(({ targets }) => targets.flatMap(({ expr }) => figuresIn(expr)));
    expect([...figures]).toEqual(expect.arrayContaining(shown));
    const ours = [...text.matchAll(/^# TYPE (sanxian_\w+)/gm)].map(([, name = '']) => name);
    for (const name of ours) expect(shown.some((each) => each.startsWith(name)), name).toBe(true);
  });
});

describe('docs/runbooks.md', () => {
  it('has a section for each named warning and error of the code and each alarm, and no other', () => {
    const named = alerts.map(({ alert }) => alert).filter((alert) => !alert.startsWith('logged'));
    expect(runbooks.toSorted()).toEqual([...new Set([...events, ...named])].toSorted());
  });

  it('is where each alarm points', () => {
    for (const { alert, annotations } of alerts) {
      const [path, anchor] = annotations.runbook.split('#');
      expect(path).toBe('docs/runbooks.md');
      if (!alert.startsWith('logged')) expect(anchor).toBe(alert.toLowerCase());
    }
  });

  it('says of each log line how fast, as the alarms do', () => {
    const section = (event: string) => paper('docs/runbooks.md').split(`\n## ${event}\n`)[1]?.trimStart() ?? '';
    for (const { alert, expr, labels } of alerts.filter((each) => each.alert.startsWith('logged'))) {
      const names = /event=~"([^"]+)"/.exec(expr)?.[1]?.split('|') ?? [];
      for (const name of names) {
        expect(events, alert).toContain(name);
        expect(section(name).toLowerCase(), name).toMatch(new RegExp(`^\\*\\*${labels.severity}`));
      }
    }
    const alarmed = alerts.flatMap(({ expr }) => /event=~"([^"]+)"/.exec(expr)?.[1]?.split('|') ?? []);
    const silent = [...new Set(events)].filter((event) => !alarmed.includes(event));
    for (const event of silent) expect(section(event), event).toMatch(/^\*\*Note/);
  });
});

describe('the files to run it with', () => {
  const file = DockerfileParser.parse(paper('docs/deploy/Containerfile'));
  const said = (keyword: string) => file.getInstructions().filter((each) => each.getKeyword() === keyword).map((each) => each.getArgumentsContent() ?? '');
  const drain = Number(/SANXIAN_DRAIN_SECONDS=(\d+)/.exec(said('ENV').join(' '))?.[1]);

  it('the image stands on a named version, runs as nobody special and says how it is', () => {
    expect(said('FROM')).toHaveLength(1);
    expect(said('FROM')[0]).toMatch(/:\d+[\w.-]*$/);
    expect(said('USER')).toEqual(['node']);
    expect(said('HEALTHCHECK')[0]).toContain('/healthz');
    expect(said('CMD')).toEqual(['["node_modules/.bin/node", "scripts/start.ts"]']);
    for (const [, name = ''] of said('ENV').join(' ').matchAll(/(\w+)=/g)) expect([...settings, 'NODE_ENV', 'HOST', 'PORT'], name).toContain(name);
  });

  it('the composition names services, volumes, files and settings that exist, and waits until a server has drained', () => {
    for (const [name, { volumes = [], environment = {}, build, image, stop_grace_period: grace }] of Object.entries(compose.services)) {
      for (const volume of volumes) {
        const [source = ''] = volume.split(':');
        if (source.startsWith('./')) expect(existsSync(join(root, 'docs/deploy', source)), source).toBe(true);
        else expect(Object.keys(compose.volumes), name).toContain(source);
      }
      for (const setting of Object.keys(environment)) expect(settings, name).toContain(setting);
      expect(image).not.toMatch(/:latest$/);
      if (!build) continue;
      expect(existsSync(resolve(root, 'docs/deploy', build.context, build.dockerfile))).toBe(true);
      expect(Number.parseInt(grace ?? '', 10)).toBeGreaterThan(drain + 10);
    }
    const servers = Object.keys(compose.services).filter((name) => name.startsWith('server-'));
    for (const server of servers) {
      expect(paper('docs/deploy/haproxy.cfg')).toContain(`server ${server} ${server}:4000`);
      expect(paper('docs/deploy/prometheus.yaml')).toContain(`${server}:9400`);
    }
    expect(paper('docs/deploy/haproxy.cfg')).toContain('GET /readyz');
  });

  it('the unit starts what is there with settings that exist, and waits until the server has drained', () => {
    const lines = paper('docs/deploy/sanxian.service').split('\n').filter((line) => !line.startsWith('#')).flatMap((line) => [/^(\w+)=(.*)$/.exec(line)]).filter((found) => found !== null);
    const values = (key: string) => lines.filter(([, name]) => name === key).map(([, , value = '']) => value);
    expect(existsSync(join(root, values('ExecStart')[0]?.split(' ')[1] ?? '-'))).toBe(true);
    expect(values('ExecStart')[0]).toMatch(/^\/opt\/sanxian\/node_modules\/\.bin\/node /);
    const set = values('Environment').map((each) => each.split('='));
    for (const [name = ''] of set) expect([...settings, 'NODE_ENV'], name).toContain(name);
    const seconds = Number(set.find(([name]) => name === 'SANXIAN_DRAIN_SECONDS')?.[1]);
    expect(Number(values('TimeoutStopSec')[0])).toBeGreaterThan(seconds + 10);
    expect(values('NoNewPrivileges')).toEqual(['yes']);
  });

  it('the nightly backup runs a command that is there, as the account of the server, into a folder that the server may write its log to', () => {
    const valuesIn = (path: string, key: string) => paper(path).split('\n').flatMap((line) => (line.startsWith(`${key}=`) ? [line.slice(key.length + 1)] : []));
    const backup = (key: string) => valuesIn('docs/deploy/sanxian-backup.service', key);
    const server = (key: string) => valuesIn('docs/deploy/sanxian.service', key);
    const [program = '', script = '-', to, folder = '-'] = backup('ExecStart')[0]?.split(' ') ?? [];
    expect([program, to]).toEqual(['/opt/sanxian/node_modules/.bin/node', '--to']);
    expect(existsSync(join(root, script))).toBe(true);
    expect(folder).toBe('/var/lib/sanxian-backups');
    // Whoever runs as the user that the server's unit is named for owns the same folders.
    expect([backup('DynamicUser'), backup('User')]).toEqual([server('DynamicUser'), ['sanxian']]);
    for (const of of [backup, server]) expect(of('StateDirectory')).toEqual(['sanxian sanxian-backups']);
    expect(backup('Environment')).toEqual([server('Environment').find((each) => each.startsWith('SANXIAN_DATA='))]);
    expect(valuesIn('docs/deploy/sanxian-backup.timer', 'Unit')).toEqual(['sanxian-backup.service']);
    expect(valuesIn('docs/deploy/sanxian-backup.timer', 'OnCalendar')[0]).toMatch(/^\*-\*-\* \d\d:\d\d$/);
  });
});
