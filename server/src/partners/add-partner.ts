import { recordAudit } from '../audit/record-audit.ts';
import { oneTransaction } from '../database/one-transaction.ts';
import type { Em, Orm } from '../database/orm.ts';
import { PartnerFault, type OperatorDeed } from './partner-fault.ts';
import { PartnerKey } from './partner-key.entity.ts';
import { partnerScopes, type PartnerScope } from './partner-scope.ts';
import { PartnerKind, Partner } from './partner.entity.ts';
import type { PublicKey } from './public-keys.ts';

/** What is agreed with a partner. */
export interface PartnerAgreement {
  /** Its `client_id`, where that is known beforehand; otherwise one is made. */
  readonly id?: string;
  readonly name: string;
  readonly kind: string;
  readonly contact: string;
  readonly scopes: readonly string[];
  readonly keys: readonly PublicKey[];
  readonly pointsPerHour: number | null;
  readonly validFrom: string;
  readonly validTo: string | null;
}

/** A personal mobile number; the contact of a partner is a unit's. */
const MOBILE = /1[3-9]\d{9}/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/**
 * Lets a partner in, with its first keys.
 *
 * @throws PartnerFault
 */
export async function addPartner(orm: Orm, agreement: PartnerAgreement, { now, requestId }: OperatorDeed): Promise<Partner> {
  const { id, name, kind, contact, scopes, pointsPerHour, validFrom, validTo } = agreement;
  if (!name.trim()) throw new PartnerFault('a partner needs a name');
  if (!isKind(kind)) throw new PartnerFault(`kind is one of ${Object.values(PartnerKind).join(', ')}`);
  if (!contact.trim() || MOBILE.test(contact)) throw new PartnerFault('contact is the address or telephone of a unit, no personal mobile number');
  if (scopes.length === 0 || !scopes.every(isScope)) throw new PartnerFault(`scopes are among ${partnerScopes.join(', ')}`);
  if (pointsPerHour !== null && !(pointsPerHour >= 100 && pointsPerHour <= 1_000_000)) throw new PartnerFault('points lie between 100 and 1,000,000');
  if (!DAY.test(validFrom) || (validTo !== null && (!DAY.test(validTo) || validTo < validFrom))) throw new PartnerFault('days are YYYY-MM-DD, the last not before the first');
  return oneTransaction(orm, async (em) => {
    if (await em.findOne(Partner, { name })) throw new PartnerFault(`there is a partner of this name: ${name}`);
    await assertNewKeys(em, agreement.keys);
    const partner = em.create(Partner, { ...(id === undefined ? {} : { id }), name, kind, contact, scopes, pointsPerHour, validFrom, validTo, suspendedAt: null, createdAt: now });
    addKeys(em, partner, agreement.keys, now);
    recordAudit(em, { actorKind: 'SYSTEM', actorId: null, sessionId: null, operation: 'addPartner', requestId, at: now });
    return partner;
  });
}

/**
 * Sees to it that nobody ever had these keys: with one key two partners could speak for each other, and a key that ended has
 * ended.
 *
 * @throws PartnerFault
 */
export async function assertNewKeys(em: Em, keys: readonly PublicKey[]): Promise<void> {
  const known = await em.findOne(PartnerKey, { thumbprint: { $in: keys.map(({ kid }) => kid) } });
  if (known) throw new PartnerFault(`this key was used before: ${known.thumbprint}`);
}

/** Gives a partner more keys. Nothing may be read between this and the audit: a query would write them before they are seen. */
export function addKeys(em: Em, partner: Partner, keys: readonly PublicKey[], now: Date): readonly PartnerKey[] {
  return keys.map((jwk) => em.create(PartnerKey, { partner, thumbprint: jwk.kid, jwk, addedAt: now, endsAt: null }));
}

function isKind(kind: string): kind is PartnerKind {
  return Object.hasOwn(PartnerKind, kind);
}

function isScope(scope: string): scope is PartnerScope {
  return (partnerScopes as readonly string[]).includes(scope);
}
