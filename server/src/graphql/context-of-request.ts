import { HeaderMap } from '@apollo/server';
import { GraphQLError } from 'graphql';
import type { AppConfig } from '../config.ts';
import { throughDoorOf } from '../database/door.ts';
import type { Em, Orm } from '../database/orm.ts';
import { openRegisterKeys } from '../database/register-keys.ts';
import { readFromReplicas } from '../database/replicas.ts';
import { isDatabaseUnavailable } from '../database/unavailable.ts';
import { sessionAndRecord, type SessionAndRecord } from '../donors/donor.queries.ts';
import type { PartnerSystem } from '../identity/actor.ts';
import { callerOf } from '../identity/callers.ts';
import type { Cost } from '../partners/budget.ts';
import type { StaffProvider } from '../staff/staff-provider.ts';
import { KeyServiceUnavailable } from '../vault/key-encryption.ts';
import type { Context, Ports } from './context.ts';
import { Loaders } from './loaders.ts';
import { scopeOfRequest } from './request-scope.ts';

/** What every request is answered with. */
export interface Serving {
  readonly config: AppConfig;
  readonly orm: Orm;
  readonly ports: Ports;
  readonly staffProvider: StaffProvider | null;
}

/** Who calls, as far as a request says it itself. */
export interface Caller {
  readonly token: string | null;
  /** Worked out only for those commands that limit by it. */
  readonly address: () => string;
  readonly partner: PartnerSystem | null;
  readonly cost: Cost | null;
}

/**
 * Recognises who calls, and lays out what answers them.
 * @param showsRecord whether the caller’s own record will be shown: it is then read together with their session.
 * @throws GraphQLError that tells 503 while the database is away; KeyServiceUnavailable never: who calls is then known by the session’s index.
 */
export async function contextOf({ token, address, partner, cost }: Caller, { config, orm, ports, staffProvider }: Serving, showsRecord = false): Promise<Context> {
  const arrivedAt = performance.now();
  const recognising = orm.em.fork({ clear: true });
  await openRegisterKeys(orm, ports.vault, ports.now()).catch((error: unknown) => {
    // Who calls is then known by the session's index alone, which is enough to withdraw.
    if (!(error instanceof KeyServiceUnavailable) && !isDatabaseUnavailable(error)) throw error;
  });
  // Where replicas take the reading of records off the primary, a session is read by itself.
  const withRecord = showsRecord && orm.replicas.usable().length === 0;
  let found: SessionAndRecord | null = null as SessionAndRecord | null;
  const readSession = async (em: Em, tokenHash: Buffer) => {
    found = await sessionAndRecord(em, tokenHash, ports.vault.indexSlot);
    return found?.session ?? null;
  };
  const actor = partner ?? (await callerOf(token, { em: recognising, vault: ports.vault, now: ports.now, limits: config.session, readSession: withRecord ? readSession : undefined }).catch((error: unknown) => {
    // Nobody can be recognised now; 503 tells gateways and phones to come back.
    throw isDatabaseUnavailable(error) ? new GraphQLError('', { originalError: error as Error, extensions: { http: { status: 503, headers: new HeaderMap([['retry-after', '2']]) } } }) : error;
  }));
  const { requestId, language } = scopeOfRequest();
  const em = throughDoorOf(actor, recognising);
  const loaders = new Loaders(em);
  if (found && actor.kind === 'CITIZEN' && actor.session === found.session) loaders.ownRecord.expect(actor, found.recordOf(actor));
  // What staff, clinicians and partners ask is answered by the primary: a withdrawal that was acknowledged holds for each of them at once.
  if (actor.kind === 'CITIZEN' || actor.kind === 'ANONYMOUS') readFromReplicas(em, orm.replicas, actor.kind === 'CITIZEN');
  return {
    ...ports,
    ...{ config, requestId, language, actor, access: { actor }, staffProvider, cost, arrivedAt, em, loaders },
    get clientAddress() {
      return address();
    },
  };
}
