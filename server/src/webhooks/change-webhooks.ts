import { randomUUID } from 'node:crypto';
import { recordAudit } from '../audit/record-audit.ts';
import { oneTransaction } from '../database/one-transaction.ts';
import type { Em, Orm } from '../database/orm.ts';
import type { Outcome } from '../outbox/carrier.ts';
import { findPartner } from '../partners/find-partner.queries.ts';
import { PartnerFault, type OperatorDeed } from '../partners/partner-fault.ts';
import { PartnerScope } from '../partners/partner-scope.ts';
import type { Vault } from '../vault/vault.ts';
import { cloudEvent, PING } from './cloud-event.ts';
import { postWebhook, type WebhookDoor } from './post-webhook.ts';
import { sourceOf } from './webhook-carrier.ts';
import { placeOfSecret, WebhookEndpoint } from './webhook-endpoint.entity.ts';
import { newWebhookSecret } from './webhook-signature.ts';
import { endpointsOf } from './webhook.queries.ts';

/** An endpoint with its new secret, which is shown this once. */
export interface EndpointWithSecret {
  readonly endpoint: WebhookEndpoint;
  readonly secret: string;
}

/** For how long the former secret signs beside the new one when nobody says otherwise, in milliseconds: a day. */
export const OVERLAP = 24 * 3_600_000;

const audited = (em: Em, operation: string, { now, requestId }: OperatorDeed) => recordAudit(em, { actorKind: 'SYSTEM', actorId: null, sessionId: null, operation, requestId, at: now });

/** Registers an address to which a partner's events go. @throws PartnerFault */
export async function addWebhook(orm: Orm, vault: Vault, word: string, url: string, deed: OperatorDeed): Promise<EndpointWithSecret> {
  assertUsable(url);
  return oneTransaction(orm, async (em) => {
    const partner = await findPartner(em, word);
    if (!partner.scopes.includes(PartnerScope.EVENTS_READ)) throw new PartnerFault(`the partner lacks the scope ${PartnerScope.EVENTS_READ}`);
    if ((await endpointsOf(em, partner)).some((each) => each.url === url && !each.removedAt)) throw new PartnerFault('this address is registered already');
    const [id, secret] = [randomUUID(), newWebhookSecret()];
    const endpoint = em.create(WebhookEndpoint, { id, partner, url, sealedSecret: vault.seal(secret, placeOfSecret(id)), sealedFormerSecret: null, formerSecretEndsAt: null, createdAt: deed.now, removedAt: null });
    audited(em, 'addWebhook', deed);
    return { endpoint, secret };
  });
}

/** Gives an endpoint a new secret; the former one signs beside it for a while, so that the partner changes over without a gap. @throws PartnerFault */
export function rotateWebhookSecret(orm: Orm, vault: Vault, endpointId: string, overlap: number, deed: OperatorDeed): Promise<EndpointWithSecret> {
  return oneTransaction(orm, async (em) => {
    const endpoint = await liveEndpoint(em, endpointId);
    const secret = newWebhookSecret();
    endpoint.sealedFormerSecret = endpoint.sealedSecret;
    endpoint.formerSecretEndsAt = new Date(deed.now.getTime() + overlap);
    endpoint.sealedSecret = vault.seal(secret, placeOfSecret(endpoint.id));
    audited(em, 'rotateWebhookSecret', deed);
    return { endpoint, secret };
  });
}

/** Sends nothing more to an endpoint; what waits for it is given up. @throws PartnerFault */
export function removeWebhook(orm: Orm, endpointId: string, deed: OperatorDeed): Promise<WebhookEndpoint> {
  return oneTransaction(orm, async (em) => {
    const endpoint = await liveEndpoint(em, endpointId);
    endpoint.removedAt = deed.now;
    audited(em, 'removeWebhook', deed);
    return endpoint;
  });
}

/** Sends an event about nobody, to try an endpoint. @throws PartnerFault */
export async function pingWebhook(orm: Orm, vault: Vault, endpointId: string, { publicUrl, door }: { readonly publicUrl: string | null; readonly door: WebhookDoor }, now: Date): Promise<Outcome> {
  const endpoint = await liveEndpoint(orm.em.fork(), endpointId);
  const id = randomUUID();
  const body = cloudEvent({ id, type: PING, source: sourceOf(publicUrl), subject: null, occurredAt: now });
  return postWebhook({ url: endpoint.url, secrets: endpoint.secrets(vault, now), id, timestamp: Math.floor(now.getTime() / 1_000), body }, door);
}

async function liveEndpoint(em: Em, id: string): Promise<WebhookEndpoint> {
  const endpoint = /^[0-9a-f-]{36}$/.test(id) ? await em.findOne(WebhookEndpoint, { id, removedAt: null }) : null;
  if (!endpoint) throw new PartnerFault(`there is no such endpoint: ${id}`);
  return endpoint;
}

/** Without TLS only to this machine, for trying out; a server in production sends there in no case. */
function assertUsable(url: string): void {
  const address = URL.parse(url);
  const isHere = address !== null && ['localhost', '127.0.0.1', '[::1]'].includes(address.hostname);
  const isUsable = address !== null && (address.protocol === 'https:' || (address.protocol === 'http:' && isHere)) && address.username === '' && address.password === '' && address.hash === '';
  if (!isUsable) throw new PartnerFault('the address must begin with https:// and hold neither a name nor a password nor a #');
}
