import { randomBytes, randomUUID } from 'node:crypto';
import { Writable } from 'node:stream';
import supertest from 'supertest';
import { afterAll } from 'vitest';
import { createApp } from '../../server/src/app.ts';
import { readConfig, type AppConfig } from '../../server/src/config.ts';
import { newSigningKey } from '../../server/src/audit/audit-keys.ts';
import { newCardKey } from '../../server/src/donor-card/card-keys.ts';
import { connect, migrate } from '../../server/src/database/orm.ts';
import { limitRuntimeRole } from '../../server/src/database/runtime-role.ts';
import { memoryLimits } from '../../server/src/graphql/limits.ts';
import type { Container, VerifiedIdentity } from '../../server/src/identity/identity-provider.ts';
import { createLog } from '../../server/src/log.ts';
import { testIdentityNumber } from '../../server/src/nonprod/test-identity-number.ts';
import { loadReferenceData } from '../../server/src/reference-data.ts';
import { Vault } from '../../server/src/vault/vault.ts';
import { SignInDocument } from '../../schema/generated/graphql.ts';
import { FakeIdentityProvider } from './fake-identity-provider.ts';
import { freshDatabase, runtimeAddress, type Template } from './fresh-database.ts';
import { Caller } from './caller.ts';
import { staffSession, type StaffWish } from './staff.ts';

/** The instant at which the clock of every world stands: a Monday, 16:00 in China. */
export const NOW = new Date('2026-11-23T08:00:00Z');

/** The application over a database of its own, a clock that stands still, and people who can sign in. */
export interface World {
  readonly databaseUrl: string;
  /** Its database, for a second server on it. */
  readonly database: WorldDatabase;
  readonly provider: FakeIdentityProvider;
  readonly config: AppConfig;
  readonly vault: Vault;
  readonly orm: Awaited<ReturnType<typeof connect>>;
  readonly http: ReturnType<typeof supertest>;
  /** Every line that was logged. */
  readonly logged: readonly string[];
  /** Moves the clock. */
  wait(milliseconds: number): void;
  /** Somebody who is not signed in. */
  anonymous(): Caller;
  /** A person who signs in; `identity` says what makes them special. */
  citizen(identity?: Partial<VerifiedIdentity>, container?: Container): Promise<Caller>;
  /** Somebody of the Red Cross or of a hospital who is signed in. */
  staff(wish: StaffWish): Promise<StaffCaller>;
}

/** A caller with an account of the staff. */
export type StaffCaller = Caller & { readonly accountId: string };

let people = 0;

/** Somebody who exists only in this test: an adult, fully identified, with a made-up number. */
export function person(special: Partial<VerifiedIdentity> = {}): VerifiedIdentity {
  people += 1;
  const birthday = special.birthday ?? '1980-05-17';
  return {
    provider: 'ZHELIBAN_TICKET_ID',
    providerUserId: randomUUID(),
    documentType: 'RESIDENT_ID_CARD',
    documentNumber: testIdentityNumber({ divisionCode: `33${String(1000 + people).padStart(4, '0')}`, birthday, order: people % 1000 }),
    fullName: '演示人',
    birthday,
    sex: 'FEMALE',
    phone: `137${String(10_000_000 + people)}`,
    assuranceLevel: 'ADVANCED_REAL_NAME',
    profileResidence: null,
    ...special,
  };
}

/** Keys of this test alone, as settings: nothing is read from or written to a data folder. */
export function newKeys() {
  const key = () => randomBytes(32).toString('base64');
  return { SANXIAN_KEYS: `test:${key()}`, SANXIAN_INDEX_KEY: key(), SANXIAN_AUDIT_KEY: newSigningKey('test'), SANXIAN_EVIDENCE_KEY: newSigningKey('test'), SANXIAN_CARD_KEY: newCardKey() };
}

/** Where a world keeps its data: the addresses for the owner of the tables and for the server at work. */
export interface WorldDatabase {
  readonly url: string;
  readonly runtimeUrl: string;
}

/** A database of the run's PostgreSQL, dropped after the file's last test. */
async function ownDatabase(): Promise<WorldDatabase> {
  const url = await freshDatabase(migrated);
  return { url, runtimeUrl: runtimeAddress(url) };
}

/** Builds a world in a database of its own, or in the one it is given: on the database of another world it is a second server. */
export async function createWorld(settings: Partial<Record<string, string>> = {}, database?: WorldDatabase): Promise<World> {
  const { url: databaseUrl, runtimeUrl } = database ?? (await ownDatabase());
  let now = NOW;
  const logged: string[] = [];
  const keep = new Writable({
    write(chunk: Buffer, _encoding, done) {
      logged.push(chunk.toString());
      done();
    },
  });
  const environment = { ...newKeys(), SANXIAN_SIMULATOR: 'off', ...settings };
  const config = readConfig({ mode: 'test', databaseUrl, dataFolder: '', ownUrl: '', environment });
  // As in production: the server owns nothing, so every test shows that what it was granted is enough.
  const orm = await connect(runtimeUrl, config.readReplicas);
  const provider = new FakeIdentityProvider();
  const vault = new Vault(config.keys);
  const { app, close } = await createApp(config, orm, { vault, identityProviders: [provider], limits: memoryLimits(), log: createLog('info', keep), now: () => now });
  afterAll(async () => {
    await close();
    await orm.close();
  });

  const http = supertest(app);
  const anonymous = () => new Caller(http, null);
  return {
    databaseUrl,
    database: { url: databaseUrl, runtimeUrl },
    provider,
    config,
    vault,
    orm,
    http,
    logged,
    wait(milliseconds) {
      now = new Date(now.getTime() + milliseconds);
    },
    anonymous,
    async citizen(identity = {}, container = 'OPEN_WEB') {
      const ticket = provider.ticketFor(person(identity));
      const { signIn } = await anonymous().run(SignInDocument, { input: { method: 'ZHELIBAN_TICKET_ID', ticket, container } });
      if (signIn.__typename !== 'SignInSuccess') throw new Error(`The person could not sign in: ${signIn.__typename}`);
      return new Caller(http, signIn.token);
    },
    async staff(wish) {
      const { token, accountId } = await staffSession(orm.em.fork(), vault, now, wish);
      return Object.assign(new Caller(http, token), { accountId });
    },
  };
}

/** The database of every world before anybody comes: tables, divisions and the directory. */
export const migrated: Template = {
  name: 'migrated',
  prepare: (url) => bringUp({ url, runtimeUrl: runtimeAddress(url) }),
};

/** Makes the tables of an empty database, fills in the reference data and gives the server's role its rights. */
export async function bringUp({ url, runtimeUrl }: WorldDatabase): Promise<void> {
  const orm = await connect(url);
  await migrate(orm);
  await loadReferenceData(orm, NOW);
  const runtime = await connect(runtimeUrl);
  await limitRuntimeRole(orm, runtime);
  await runtime.close();
  await orm.close();
}
