import type { Em } from '../database/orm.ts';
import type { Citizen } from '../identity/actor.ts';
import { LookUp } from '../lookups/look-up.entity.ts';
import { ofPerson } from '../lookups/look-up.queries.ts';
import { EvidenceDelivery } from './evidence-delivery.entity.ts';
import { EvidenceIssue } from './evidence-issue.entity.ts';
import { whoStandsBehind } from './look-up-facts.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** A look-up with everybody who stands behind it, or null. */
export async function lookUpForEvidence(em: Em, id: string): Promise<LookUp | null> {
  if (!UUID.test(id)) return null;
  return em.findOne(LookUp, { id }, { populate: whoStandsBehind });
}

/** What an account issued under one key of a request, or null. */
export function issueOfRequest(em: Em, accountId: string, idempotencyKey: string): Promise<EvidenceIssue | null> {
  return em.findOne(EvidenceIssue, { issuedBy: accountId, idempotencyKey });
}

/** A package as it was issued, with what its owner may know of it. */
export function issueById(em: Em, id: string): Promise<EvidenceIssue> {
  return em.findOneOrFail(EvidenceIssue, { id }, { populate: ['issuedBy.organisation', 'lookUp.hospital'] });
}

/** The most packages that an owner is shown. */
const MOST_SHOWN = 100;

/** The packages that were issued about a citizen, newest first. */
export function issuesAbout(em: Em, citizen: Citizen): Promise<EvidenceIssue[]> {
  return em.find(EvidenceIssue, { lookUp: ofPerson(citizen) }, { orderBy: { issuedAt: 'desc', id: 'asc' }, limit: MOST_SHOWN, populate: ['issuedBy.organisation', 'lookUp.hospital'] });
}

/** Whether a package still waits for this session to fetch it. */
export async function isWaiting(em: Em, issueId: string, sessionId: string, at: Date): Promise<boolean> {
  return (await em.count(EvidenceDelivery, { issue: issueId, sessionId, expiresAt: { $gt: at } })) > 0;
}

/** Takes a package out for the session that asked for it, or null; nobody can take it a second time. */
export async function takeDelivery(em: Em, issueId: string, sessionId: string, at: Date): Promise<Buffer | null> {
  if (!UUID.test(issueId)) return null;
  const [taken] = await em.execute<{ sealed_file: Buffer }[]>(
    'delete from evidence_delivery where issue_id = ? and session_id = ? and expires_at > ? returning sealed_file',
    [issueId, sessionId, at],
  );
  return taken?.sealed_file ?? null;
}

/** Forgets what nobody fetched in time. */
export async function dropExpired(em: Em, at: Date): Promise<void> {
  await em.execute('delete from evidence_delivery where expires_at <= ?', [at]);
}
