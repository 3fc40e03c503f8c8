import { createHash, randomUUID } from 'node:crypto';
import { OptimisticLockError } from '@mikro-orm/core';
import { proveDecisions } from '../audit/prove-decisions.ts';
import { IdempotencyKeyReused } from '../donors/decision-refusals.types.ts';
import type { Donor } from '../donors/donor.entity.ts';
import { donorOfLookUp, isUnmoved, wholeHistory } from '../donors/donor.queries.ts';
import { openIdentity } from '../donors/open-identity.ts';
import { disavowalsOf } from '../donors/disavowal.queries.ts';
import { standingOf } from '../donors/standing.queries.ts';
import { enterLookUpDoor } from '../database/door.ts';
import { syncsOf } from '../donors/national-sync.queries.ts';
import type { Context } from '../graphql/context.ts';
import { InputProblem, InputProblemCode, InvalidInput, TooManyRequests } from '../graphql/refusal.types.ts';
import { Refused } from '../graphql/refusals.ts';
import type { Staff } from '../identity/actor.ts';
import { indexNow } from '../lookups/look-up.queries.ts';
import { isRestricted } from '../rights/rights.queries.ts';
import { StaffAccount } from '../staff/staff-account.entity.ts';
import { contentFault } from './check-content.ts';
import { compileEvidence, EvidenceIncomplete } from './compile-evidence.ts';
import { EvidenceDelivery } from './evidence-delivery.entity.ts';
import { deliveryPath, sealFile } from './evidence-delivery.ts';
import { EvidenceIssue } from './evidence-issue.entity.ts';
import { packEvidence } from './evidence-file.ts';
import { type EvidenceContent, evidenceJson, newestOf } from './evidence-package.ts';
import { evidencePages } from './evidence-pdf.ts';
import { evidenceIssuer, mayIssueEvidence } from './evidence.policy.ts';
import { dropExpired, issueOfRequest, isWaiting, lookUpForEvidence } from './evidence.queries.ts';
import { signEvidence } from './evidence-signature.ts';
import { factsOf, type LookUpFacts } from './look-up-facts.ts';
import { EvidenceNotOpen, IssueEvidencePackageSuccess, NoDecisionOnRecord, NotSealedYet } from './evidence.types.ts';

/** Which look-up a package is asked for. */
export interface RequestedEvidence {
  readonly lookUpId: string;
  readonly idempotencyKey: string;
}

/** A package waits this long to be fetched, in milliseconds. */
export const DELIVERY_MS = 5 * 60_000;

const KEY = /^[A-Za-z0-9-]{16,64}$/;

/**
 * Issues the signed evidence package of one look-up for the ethics committee (条例 art. 18). The record of it is written with
 * the file or not at all, before anything leaves.
 */
export async function issueEvidencePackage(context: Context, input: RequestedEvidence): Promise<IssueEvidencePackageSuccess> {
  const { em, actor, now } = context;
  const issuer = evidenceIssuer(actor);
  if (!KEY.test(input.idempotencyKey)) throw new Refused(new InvalidInput([malformedKey]));
  const first = await issueOfRequest(em, issuer.account.id, input.idempotencyKey);
  if (first) return answeredBefore(context, issuer, first, input);

  const lookUp = await lookUpForEvidence(em, input.lookUpId);
  const facts = lookUp && factsOf(lookUp);
  if (!facts || !mayIssueEvidence(issuer, facts, now())) throw new Refused(new EvidenceNotOpen());
  await takePoints(context, issuer, facts.id);
  // A number without a record and a record under another name were told as one thing: a package must not tell them apart.
  if (facts.told === 'SILENT') throw new Refused(new NoDecisionOnRecord());
  const personIndex = await indexNow(em, lookUp);
  enterLookUpDoor(em, personIndex);
  const donor = await donorOfLookUp(em, personIndex);
  if (!donor) throw new Refused(new NoDecisionOnRecord());
  // While the national register holds a later or undatable other word, no package can say what stands: staff clear that first.
  if (donor.nationalHold || (await isRestricted(em, donor.id))) throw new Refused(new EvidenceNotOpen(true));

  await dropExpired(em, now());
  const content = await contentOf(context, issuer, facts, donor);
  const file = await fileOf(content, context);
  // Sealing and drawing take a moment: what was acknowledged meanwhile must not be missing from what is signed.
  if (!(await isUnmoved(em, donor))) throw OptimisticLockError.lockFailed(donor);
  const issue = em.create(EvidenceIssue, {
    id: content.id,
    lookUp: facts.id,
    decisionId: newestOf(content).id,
    // The caller's account belongs to another unit of work than this one.
    issuedBy: em.getReference(StaffAccount, issuer.account.id),
    issuedAt: new Date(content.issuedAt.utc),
    fileDigest: createHash('sha256').update(file).digest(),
    keyId: context.config.evidence.signing.id,
    idempotencyKey: input.idempotencyKey,
  });
  em.create(EvidenceDelivery, { issue, sessionId: issuer.session.id, sealedFile: sealFile(context.vault, issue.id, file), expiresAt: new Date(now().getTime() + DELIVERY_MS) });
  return new IssueEvidencePackageSuccess(issue.id, deliveryPath(issue.id));
}

/** The same request again: the same package, as long as it waits. */
async function answeredBefore({ em, now }: Context, issuer: Staff, issue: EvidenceIssue, input: RequestedEvidence): Promise<IssueEvidencePackageSuccess> {
  if (issue.lookUp.id !== input.lookUpId.toLowerCase()) throw new Refused(new IdempotencyKeyReused());
  const waits = await isWaiting(em, issue.id, issuer.session.id, now());
  return new IssueEvidencePackageSuccess(issue.id, waits ? deliveryPath(issue.id) : null);
}

async function takePoints({ limits }: Context, issuer: Staff, lookUpId: string): Promise<void> {
  const wait = (await limits.take('issueEvidencePackage', issuer.account.id)) ?? (await limits.take('issueEvidenceForLookUp', lookUpId));
  if (wait !== null) throw new Refused(new TooManyRequests(wait));
}

async function contentOf(context: Context, issuer: Staff, facts: LookUpFacts, donor: Donor): Promise<EvidenceContent> {
  const { em, vault, config, now } = context;
  const decisions = await wholeHistory(em, donor);
  const ids = decisions.map(({ id }) => id);
  const proofs = await proveDecisions(ids, { databaseUrl: config.databaseUrl, sealing: { key: config.audit.keys.signing, now } });
  if (!proofs) throw new Refused(new NotSealedYet());
  const identity = await openIdentity(context, donor);
  if (!identity) throw new Refused(new NoDecisionOnRecord());
  const [syncs, disavowals, standing] = [await syncsOf(em, ids), await disavowalsOf(em, ids), await standingOf(em, donor)];
  // A wall that hides a disavowal must not turn doubt into agreement.
  if (donor.openDisavowals > 0 && !standing.contested) throw new EvidenceIncomplete('a disavowal that cannot be seen');
  const content = compileEvidence({ id: randomUUID(), at: now(), issuer, facts, donor, identity, decisions, syncs, proofs, disavowals, standing }, vault, config);
  // Nothing is signed that a checker would not believe: a row that was altered together with its fingerprint ends here.
  const fault = contentFault(content, config.audit.keys.known);
  if (fault) throw new EvidenceIncomplete(fault.detail);
  return content;
}

async function fileOf(content: EvidenceContent, { config }: Context): Promise<Buffer> {
  const pages = await evidencePages(content);
  const json = evidenceJson({ ...content, document: { bytes: pages.length, sha256: createHash('sha256').update(pages).digest('hex') } });
  return packEvidence({ pages, json, signature: await signEvidence(json, config.evidence.signing) });
}

const malformedKey = new InputProblem(['idempotencyKey'], InputProblemCode.MALFORMED, {
  'zh-CN': '提交编号格式不对，请刷新页面后重试。',
  en: 'The idempotency key must be 16 to 64 letters, digits or dashes.',
});
