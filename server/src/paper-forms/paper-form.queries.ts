import type { Em } from '../database/orm.ts';
import type { Staff } from '../identity/actor.ts';
import type { Place } from '../rights/rights.queries.ts';
import { scopePrefixOf } from '../staff/staff.policy.ts';
import { DecisionSubmission, Submission, SubmissionStatus } from '../submissions/submission.entity.ts';
import { PersonKey } from '../vault/person-key.entity.ts';
import { PaperForm, PaperFormStep, PaperScan, PaperScanFile } from './paper-form.entity.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const PEOPLE = ['submission.organisation', 'submission.partner', 'scan', 'maker.organisation', 'checker.organisation'] as const;

/** Which forms a list shows. */
export type PaperList = 'WAITING' | 'MINE';

/** The forms of the caller's area that wait for a second person, the oldest first; or what the caller typed, the newest first. */
export async function paperFormList(em: Em, staff: Staff, list: PaperList, after: Place | null, limit: number): Promise<{ rows: PaperForm[]; total: number }> {
  const isMine = list === 'MINE';
  const which = isMine ? { maker: staff.account.id } : { ...inScopeOf(staff), verdict: null, submission: { status: SubmissionStatus.WAITING } };
  const [beyond, direction] = isMine ? (['$lt', 'desc'] as const) : (['$gt', 'asc'] as const);
  const later = after ? { $or: [{ typedAt: { [beyond]: after.at } }, { typedAt: after.at, id: { [beyond]: after.id } }] } : {};
  const rows = await em.find(PaperForm, { $and: [which, later] }, { orderBy: { typedAt: direction, id: direction }, limit, populate: [...PEOPLE] });
  return { rows, total: await em.count(PaperForm, which) };
}

/** One form of the caller's area; null also for one of another area. */
export async function formInScope(em: Em, staff: Staff, id: string): Promise<PaperForm | null> {
  return UUID.test(id) ? em.findOne(PaperForm, { id, ...inScopeOf(staff) }, { populate: [...PEOPLE] }) : null;
}

/** A scan that the caller uploaded and that proves no form yet, or only one that was sent back. */
export async function ownFreeScan(em: Em, staff: Staff, id: string): Promise<PaperScan | null> {
  if (!UUID.test(id)) return null;
  const scan = await em.findOne(PaperScan, { id, uploadedBy: staff.account.id });
  if (!scan || !(await em.findOne(PaperScanFile, { scan: id }, { fields: ['scan'] }))) return null;
  const used = await em.count(PaperForm, { scan: id, $or: [{ verdict: null }, { verdict: { $ne: 'SENT_BACK' } }] });
  return used === 0 ? scan : null;
}

/** The sealed file of a scan; null once it is gone. */
export function scanFile(em: Em, scanId: string): Promise<PaperScanFile | null> {
  return em.findOne(PaperScanFile, { scan: scanId });
}

/** What one account did with a form, the first first; few, as a person checks a form once or twice. */
export function stepsBy(em: Em, formId: string, accountId: string): Promise<PaperFormStep[]> {
  return em.find(PaperFormStep, { paperForm: formId, account: accountId }, { orderBy: { sequence: 'asc' } });
}

/** Everything that was done with a form, the first first. */
export function stepsOf(em: Em, formId: string): Promise<PaperFormStep[]> {
  return em.find(PaperFormStep, { paperForm: formId }, { orderBy: { sequence: 'asc' }, populate: ['account.organisation'] });
}

/** A submission from paper by the number that stands on the original; null when nobody sent one or it has its form already. */
export async function sentFromPaper(em: Em, receiptNumber: string): Promise<Submission | null> {
  const sent = await em.findOne(Submission, { receiptNumber: receiptNumber.trim(), channel: 'PAPER_FORM', status: SubmissionStatus.WAITING, areaCode: null }, { populate: ['partner', 'organisation'] });
  return sent && (await em.count(PaperForm, { submission: sent.id })) === 0 ? sent : null;
}

/** Whether a form waits in the register now, whatever was read of it before. */
export async function stillWaits(em: Em, form: PaperForm): Promise<boolean> {
  return (await em.count(Submission, { id: form.submission.id, status: SubmissionStatus.WAITING })) > 0;
}

/** The checked form that a decision came from; null when the person decided themselves. */
export async function formOfDecision(em: Em, decisionId: string): Promise<PaperForm | null> {
  const by = await em.findOne(DecisionSubmission, { decision: decisionId });
  return by ? em.findOne(PaperForm, { submission: by.submission.id, verdict: 'APPROVED' }, { populate: [...PEOPLE] }) : null;
}

/** The checked form behind one decision of a donor; null also for a decision of somebody else. */
export async function ownFormOf(em: Em, donorId: string, decisionId: string): Promise<PaperForm | null> {
  const by = UUID.test(decisionId) ? await em.findOne(DecisionSubmission, { decision: { id: decisionId, donor: donorId } }) : null;
  return by ? em.findOne(PaperForm, { submission: by.submission.id, verdict: 'APPROVED' }, { populate: [...PEOPLE] }) : null;
}

/** Every form of a person: those behind their decisions, and those of what was sent for them. */
export async function formsOfPerson(em: Em, donorId: string | null, submissionIds: readonly string[]): Promise<PaperForm[]> {
  const decided = donorId ? await em.find(DecisionSubmission, { decision: { donor: donorId } }) : [];
  const ids = [...new Set([...submissionIds, ...decided.map(({ submission }) => submission.id)])];
  return ids.length === 0 ? [] : em.find(PaperForm, { submission: { $in: ids } }, { orderBy: { typedAt: 'asc', id: 'asc' }, populate: [...PEOPLE] });
}

/** Takes a scan away with its key, so that no backup shows it any more. */
export async function removeScan(em: Em, scanId: string): Promise<void> {
  const file = await scanFile(em, scanId);
  if (file) em.remove(file);
  for (const key of await em.find(PersonKey, { personId: scanId })) em.remove(key);
}

/** When scans are over their time. */
export interface ScanTimes {
  /** Uploaded before, and never typed in. */
  readonly unusedSince: Date;
  /** The decision that they prove was replaced before. */
  readonly replacedBefore: Date;
  readonly limit: number;
}

/**
 * Forgets scans with their keys: those that were never typed in, those whose form came to nothing and was erased, those whose decision was
 * replaced long ago, and those of people who were erased, whom an older copy of the register may have brought back.
 */
export async function forgetScans(em: Em, { unusedSince, replacedBefore, limit }: ScanTimes): Promise<number> {
  const { affectedRows } = await em.execute<{ affectedRows: number }>(
    `with due as (
       select file.scan_id from paper_scan_file as file join paper_scan as scan on scan.id = file.scan_id where
         case when not exists (select from paper_form where scan_id = scan.id) then scan.uploaded_at <= ?
         when not exists (select from paper_form where scan_id = scan.id and verdict = 'APPROVED')
           then not exists (select from paper_form as form join submission_content as content on content.submission_id = form.submission_id where form.scan_id = scan.id)
         else exists (select from paper_form as form join decision_submission as proof on proof.submission_id = form.submission_id
             join decision as proven on proven.id = proof.decision_id join donor on donor.id = proven.donor_id
             where form.scan_id = scan.id and form.verdict = 'APPROVED' and (donor.erased_at is not null
               or exists (select from decision as later where later.donor_id = proven.donor_id and later.sequence = proven.sequence + 1 and later.recorded_at <= ?)))
         end limit ?),
       gone as (delete from key_store.person_key using due where person_id = due.scan_id)
     delete from paper_scan_file where scan_id in (select scan_id from due)`,
    [unusedSince, replacedBefore, limit],
    'run',
  );
  return affectedRows;
}

function inScopeOf(staff: Staff): { areaCode: { $like: string } } {
  return { areaCode: { $like: `${scopePrefixOf(staff)}%` } };
}
