import { errors, type Adapter, type AdapterPayload } from 'oidc-provider';
import { recordAudit } from '../audit/record-audit.ts';
import { oneTransaction } from '../database/one-transaction.ts';
import type { Orm } from '../database/orm.ts';
import { scopeOfRequest } from '../graphql/request-scope.ts';
import { secretDigest } from '../identity/sessions.ts';
import { PartnerKey } from './partner-key.entity.ts';
import { scopesIn } from './partner-scope.ts';
import { PARTNER_TOKEN_PREFIX } from './partner-tokens.ts';
import { PartnerToken } from './partner-token.entity.ts';
import { forgetExpired, isFirstUse } from './partner.queries.ts';
import { Partner } from './partner.entity.ts';

/** An id of ours; anything else never reaches the database. */
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** What `oidc-provider` keeps, in our tables: of its many models only the three that client credentials need. */
export function tokenStorage(orm: Orm, now: () => Date, assertHeard: (client: string) => Promise<void>): (model: string) => Adapter {
  const models: Readonly<Record<string, Partial<Adapter>>> = {
    Client: { find: (id) => assertHeard(id).then(() => clientOf(orm, id, now())) },
    ReplayDetection: { find: () => Promise.resolve(undefined), upsert: (digest, _payload, seconds = 0) => useOnce(orm, digest, new Date(now().getTime() + seconds * 1_000)) },
    ClientCredentials: { upsert: (id, payload, seconds = 0) => keepToken(orm, id, payload, now(), seconds) },
  };
  return (model) => ({ ...nothing, ...models[model] });
}

/** A partner in force with the keys in force, as OAuth names them (RFC 7591). */
async function clientOf(orm: Orm, id: string, now: Date): Promise<AdapterPayload | undefined> {
  if (!UUID.test(id)) return undefined;
  const em = orm.em.fork({ clear: true });
  const partner = await em.findOne(Partner, { id });
  if (!partner?.isInForce(now)) return undefined;
  const keys = await em.find(PartnerKey, { partner: id }, { orderBy: { addedAt: 'asc' } });
  return { client_id: partner.id, scope: partner.scopes.join(' '), jwks: { keys: keys.filter((key) => key.isInForce(now)).map(({ jwk }) => ({ ...jwk })) } };
}

/** Two at the same moment both find nothing, so the table's own key decides who was first. */
async function useOnce(orm: Orm, digest: string, expiresAt: Date): Promise<void> {
  if (!(await isFirstUse(orm.em.fork({ clear: true }), digest, expiresAt))) throw new errors.InvalidClientAuth('client assertion tokens must only be used once');
}

/** Keeps the digest of a new token, with the audit entry that tells of it. */
async function keepToken(orm: Orm, id: string, { clientId, scope, extra }: AdapterPayload, now: Date, seconds: number): Promise<void> {
  await oneTransaction(orm, async (em) => {
    await forgetExpired(em, now);
    const key = await em.findOne(PartnerKey, { partner: clientId ?? '', thumbprint: String(extra?.['kid']) }, { populate: ['partner'] });
    const partner = key?.partner.unwrap();
    // Suspended, or its key ended, while the assertion was being checked.
    if (!key?.isInForce(now) || !partner?.isInForce(now)) throw new errors.InvalidClientAuth('no longer in force');
    em.create(PartnerToken, { tokenHash: secretDigest(`${PARTNER_TOKEN_PREFIX}${id}`), partner, key, scopes: scopesIn(scope ?? ''), issuedAt: now, expiresAt: new Date(now.getTime() + seconds * 1_000) });
    recordAudit(em, { actorKind: partner.kind, actorId: partner.id, sessionId: null, operation: 'issuePartnerToken', requestId: scopeOfRequest().requestId, at: now });
  });
}

/** What no grant of ours ever asks for. */
const nothing: Adapter = {
  upsert: () => Promise.reject(new Error('Nothing of this kind is kept')),
  find: () => Promise.resolve(undefined),
  findByUserCode: () => Promise.resolve(undefined),
  findByUid: () => Promise.resolve(undefined),
  consume: () => Promise.resolve(),
  destroy: () => Promise.resolve(),
  revokeByGrantId: () => Promise.resolve(),
};
