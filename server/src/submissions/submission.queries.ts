import type { Em } from '../database/orm.ts';
import type { Citizen } from '../identity/actor.ts';
import { indexesOf } from '../identity/citizen-indexes.ts';
import type { Partner } from '../partners/partner.entity.ts';
import type { Vault } from '../vault/vault.ts';
import { readSubmission, type SubmittedContent } from './canonical-submission.ts';
import { DecisionSubmission, Submission, SubmissionContent, SubmissionStatus } from './submission.entity.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** A submission with whoever sent it. */
const SENDER = ['submission.partner', 'submission.organisation'] as const;

/** What the caller still has to say something about, the newest first. */
export function waitingSubmissions(em: Em, citizen: Citizen, limit: number): Promise<SubmissionContent[]> {
  return em.find(SubmissionContent, { personIndex: { $in: indexesOf(citizen) }, submission: { status: SubmissionStatus.WAITING } }, { orderBy: { submission: { receivedAt: 'desc', id: 'desc' } }, limit, populate: [...SENDER] });
}

/** One that was sent for the caller; null also for one that was sent for somebody else. */
export async function ownSubmission(em: Em, citizen: Citizen, id: string): Promise<SubmissionContent | null> {
  return UUID.test(id) ? em.findOne(SubmissionContent, { personIndex: { $in: indexesOf(citizen) }, submission: id }, { populate: [...SENDER] }) : null;
}

/** Everything that was sent for a person whom one of these indexes names. */
export function submissionsFor(em: Em, indexes: readonly Buffer[]): Promise<SubmissionContent[]> {
  return em.find(SubmissionContent, { personIndex: { $in: [...indexes] } }, { orderBy: { submission: { receivedAt: 'asc' } }, populate: [...SENDER] });
}

/** What was sent, read back. @throws SubmissionAltered */
export function contentOf(kept: SubmissionContent, vault: Vault): SubmittedContent {
  return readSubmission(kept.text(vault), kept.submission.unwrap().hash);
}

/** One that a partner sent itself; null also for one of another partner. */
export async function submissionBy(em: Em, partner: Partner, id: string): Promise<Submission | null> {
  return UUID.test(id) ? em.findOne(Submission, { id, partner: partner.id }) : null;
}

/** One that is known to be there. */
export function submissionById(em: Em, id: string): Promise<Submission> {
  return em.findOneOrFail(Submission, { id });
}

/** What is still kept of a submission; null once it is erased. */
export function keptContent(em: Em, submissionId: string): Promise<SubmissionContent | null> {
  return em.findOne(SubmissionContent, { submission: submissionId }, { populate: ['submission'] });
}

/** Which submissions these decisions confirmed; nothing for a decision for which none was sent. */
export function confirmedByAll(em: Em, decisionIds: readonly string[]): Promise<DecisionSubmission[]> {
  return em.find(DecisionSubmission, { decision: { $in: [...decisionIds] } }, { populate: [...SENDER] });
}

/** Erases what was sent before and for whom, and ends what nobody answered. @returns how many */
export async function forgetSubmissions(em: Em, receivedBefore: Date, now: Date, limit: number): Promise<number> {
  const { affectedRows } = await em.execute<{ affectedRows: number }>(
    `with due as (select submission.id from submission join submission_content on submission_id = submission.id where received_at <= ? order by received_at limit ? for update of submission),
       ended as (update submission set status = 'EXPIRED', ended_at = ?, version = version + 1 where id in (select id from due) and status = 'WAITING')
     delete from submission_content where submission_id in (select id from due)`,
    [receivedBefore, limit, now],
    'run',
  );
  return affectedRows;
}
