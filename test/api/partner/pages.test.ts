import { createHash } from 'node:crypto';
import { globSync, mkdtempSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { start } from '../../../server/src/main.ts';
import { createDemoAccounts } from '../../../server/src/nonprod/zheliban-simulator/personas.ts';
import { cloudEvent, eventTypes, PING } from '../../../server/src/webhooks/cloud-event.ts';
import { sandboxPeople } from '../../../scripts/sandbox/people.ts';
import { freshDatabase, runtimeAddress } from '../../kit/fresh-database.ts';
import { commandsIn, isInstalled, openPaperShell, readIn, startsRegister } from '../../kit/paper-shell.ts';
import { codesIn, paper, tableBelow } from '../../kit/papers.ts';
import { migrated } from '../../kit/world.ts';

/** The pages in the order in which somebody reads them; later ones use what the quick start left. */
const pages = ['quick-start', 'keys', 'submissions', 'donor-status', 'events', 'hospitals', 'donor-cards', 'sandbox', 'operator'].map((name) => `docs/partners/${name}.md`);

it('needs curl and openssl on the machine, which nobody brings along: where one is missing, install it to run the tests of these pages', () => {
  expect({ curl: isInstalled('curl', '--version'), openssl: isInstalled('openssl', 'version') }).toEqual({ curl: true, openssl: true });
});

it('every page of docs/partners with commands is followed below, and only one block starts a register', () => {
  const root = resolve(import.meta.dirname, '../../..');
  const withCommands = globSync('docs/partners/*.md', { cwd: root }).filter((path) => commandsIn(path).length > 0);
  expect(withCommands.toSorted()).toEqual(pages.toSorted());
  expect(pages.flatMap((path) => commandsIn(path)).filter((commands) => startsRegister(commands))).toHaveLength(1);
});

describe('somebody who types what the pages say, over a register as `pnpm start` starts it', async () => {
  vi.stubEnv('LOG_LEVEL', 'silent');
  const folder = mkdtempSync(join(tmpdir(), 'sanxian-pages-'));
  const dataFolder = join(folder, 'data');
  const url = await freshDatabase(migrated);
  const server = await start({ databaseUrl: runtimeAddress(url), migrationUrl: url, port: 0, dataFolder, mode: 'development' });
  afterAll(() => server.close());
  const { port } = new URL(server.url);
  const shell = openPaperShell(folder, {
    settings: { DATABASE_URL: url, SANXIAN_DATA: dataFolder, PORT: port },
    ports: new Map([
      ['4000', port],
      ['8080', String(await freePort())],
    ]),
  });
  const [quickStart = '', keys = '', submissions = '', donorStatus = '', events = '', hospitals = '', donorCards = '', sandbox = '', operator = ''] = pages;

  it('has an answer after the quick start: by a key of their own, in TypeScript, with curl, and by the id of a document', async () => {
    const said = await shell.follow(quickStart);
    expect(said).toMatch(/"minimumAge": 18[^]*"cost": \{\s+"requested": 4,\s+"remaining": 4996/);
    expect(said).toMatch(/\{"data":\{"donationPolicy":\{"minimumAge":18\},"organisations":\{"nodes":\[\{"name":/);
    expect(said).toMatch(/\{"data":\{"nearbyOrganisations":\[\{.*"extensions":\{"cost":/);
    expect(said).toContain('# What partners can ask.');
    expect(said).toMatch(/\{"keys":\[\{"crv":"P-256"/);
  }, 120_000);

  it('changes a key without a gap', async () => {
    const said = await shell.follow(keys);
    expect(said).toMatch(/"minimumAge": 18[^]*止 · ends/);
  }, 60_000);

  it('sends a registration and sees that it was understood', async () => {
    expect(await shell.follow(submissions)).toMatch(/^DJ-\d{4}-\d{4} understood as sent\n$/);
  }, 60_000);

  it('asks as a platform of health cards and gets the answers that the page shows', async () => {
    const said = await shell.follow(donorStatus);
    const [, shown = ''] = /```text\n([\s\S]*?)```/.exec(paper(donorStatus)) ?? [];
    expect(shown.split('\n')).toHaveLength(5);
    expect(said).toContain(`${shown}AGREED Y\n`);
    expect(said).toMatch(/"__typename":"AskDonorStatusSuccess","donor":"AGREED","registeredOn":"\d{4}-\d\d-\d\d","cardToken":"[0-9a-f-]{36}","organDonorCode":"Y","filler":"-+"/);
  }, 60_000);

  it('is told of a change, sees what was sent, and has it sent again', async () => {
    // “Within seconds the receiver shows …”: only then is there something to list.
    const said = await shell.follow(events, { 'node deliveries.ts': eventTypes.DECISION_CHANGED });
    expect(said).toContain('HTTP 204');
    await expect.poll(() => readIn(shell.home, 'my-app/elsewhere.txt'), { timeout: 20_000 }).toMatch(/listening\nsanxian.ping \nsanxian.decision.changed [0-9a-f-]{36}/);
    expect(said).toMatch(/"__typename":"ResendWebhookDeliverySuccess"/);
    expect(said).toContain('"code":"FORBIDDEN"');
    const [, shown = ''] = /```json\n(.*specversion.*)\n```/.exec(paper(events)) ?? [];
    const sent = cloudEvent({ id: '', type: eventTypes.DECISION_CHANGED, source: '', subject: '', occurredAt: new Date() });
    expect(Object.keys(JSON.parse(shown) as object)).toEqual(Object.keys(JSON.parse(sent) as object));
    expect(tableBelow(paper(events), 'Events').map((row) => codesIn(row['type'])[0])).toEqual([...Object.values(eventTypes), PING]);
  }, 60_000);

  it('asks as a hospital over FHIR: waits for the second doctor, reads the answer, and gets it at once over broken glass', async () => {
    const said = await shell.follow(hospitals);
    expect(said).toMatch(/HTTP\/1.1 202[^]*WAITING[^]*"ConfirmLookUpSuccess"[^]*"provision":\{"type":"permit"\}[^]*HTTP\/1.1 200[^]*"provision":\{"type":"permit"\}[^]*"CapabilityStatement"/);
  }, 60_000);

  it('checks a donor card, and tells one that holds from one that was revoked and one that was changed', async () => {
    expect(await shell.follow(donorCards)).toMatch(/\nVALID AGREED \*桂香\n[^]*\nREVOKED\nNOT OURS/);
  }, 60_000);

  it('acts as one of the invented people', async () => {
    expect(await shell.follow(sandbox)).toContain('{"data":{"signIn":{"viewer":{"state":"SILENT"');
  }, 60_000);

  it('counts as the operator what became of what partners sent', async () => {
    expect(await shell.follow(operator)).toMatch(/My app · PAPER_FORM\n.*submitted 1 /);
  }, 60_000);

  it('finds everybody of docs/partners/sandbox.md as the table says', async () => {
    const rows = tableBelow(paper(sandbox), 'Whose cards there are').map((row) => ({ row, name: row['person'] ?? '', key: codesIn(row['key'])[0] ?? '', card: codesIn(row['card at the simulated city'])[0] }));
    const accounts = new Map(createDemoAccounts(new Date()).flatMap((account) => (account.kind === 'PERSON' ? [[account.key, account]] : [])));
    for (const { row, name, key, card } of rows) {
      const person = accounts.get(key);
      expect([name, codesIn(row['number'])[0]]).toEqual([person?.name, person?.document.number]);
      if (card !== undefined) expect(card).toBe(createHash('sha256').update(`card ${person?.document.number ?? ''}`).digest('hex').toUpperCase());
    }
    const shown = await shell.type('npx -y pnpm@12 -C "$REGISTER" sandbox -- people\n');
    expect(shown.trim().split('\n').map((line) => line.split(/ +/))).toEqual(sandboxPeople.map(({ key, state }) => [key, state]));
    expect(rows.map(({ key }) => key)).toEqual([...sandboxPeople.map(({ key }) => key), 'young']);
    // By the card where there is one, else by the holder's number: nobody's card is found by somebody else's.
    for (const { row, card } of rows) {
      const words = card === undefined ? `HASH_KEY=ZGVtby1oZWFsdGgtY2FyZC1oYXNoLWtleWRlbW8taGU= ASKED=${codesIn(row['number'])[0] ?? ''}` : `ASKED=${card}`;
      const said = await shell.type(`(export ${words}; CLIENT_ID=5a4d0000-0000-4000-8000-000000000001 KEY=platform/private.jwk.json node donor-status.ts "$ASKED")\n`);
      expect(said.split(' ')[0], row['person']).toBe(codesIn(row['askDonorStatus'] ?? row['`askDonorStatus`'])[0]);
    }
    expect([...accounts.values()].filter(({ key }) => !rows.some((each) => each.key === key)).map(({ key, name }) => [key, paper(sandbox).includes(`\`${key}\``), paper(sandbox).includes(name)])).toEqual(
      [...accounts.values()].filter(({ key }) => !rows.some((each) => each.key === key)).map(({ key }) => [key, true, true]),
    );
  }, 60_000);

  it('would be stopped by a command that fails, and by one that is missing', async () => {
    await expect(shell.type('CLIENT_ID=nobody node ask.ts\n')).rejects.toThrow('invalid_client');
    await expect(shell.type('echo on\n')).rejects.toThrow('The shell is closed');
  });
});

/** A port that was free just now. */
async function freePort(): Promise<number> {
  const taken = createServer();
  await new Promise<void>((listening) => taken.listen(0, '127.0.0.1', listening));
  const { port } = taken.address() as AddressInfo;
  await new Promise((closed) => taken.close(closed));
  return port;
}
