import type { Context } from '../graphql/context.ts';
import { paperStaff, mayCheck } from './paper-form.policy.ts';
import { PaperFormStatus, PaperStepKind, type PaperForm } from './paper-form.entity.ts';
import { personOf } from './paper-form-copy.ts';
import { formOfDecision, scanFile, stepsOf } from './paper-form.queries.ts';
import type { PaperProvenanceType } from './paper-form.types.ts';

const DAY = 86_400_000;

/** When a form is erased if nobody checks it. */
export function expiryOf(form: PaperForm, { config }: Pick<Context, 'config'>): Date {
  return new Date(form.submission.unwrap().receivedAt.getTime() + config.retention.submissionDays * DAY);
}

/** Whether the caller may be the second person for a form. */
export function isForCaller(form: PaperForm, { actor }: Pick<Context, 'actor'>): boolean {
  return form.status() === PaperFormStatus.WAITING && mayCheck(paperStaff(actor), form);
}

/** The paper behind a decision, for its owner; null when they decided themselves. */
export async function provenanceOf({ em, vault }: Pick<Context, 'em' | 'vault'>, decisionId: string): Promise<PaperProvenanceType | null> {
  const form = await formOfDecision(em, decisionId);
  if (!form?.checker || !form.decidedAt) return null;
  const [submission, scan] = [form.submission.unwrap(), form.scan.unwrap()];
  const looks = (await stepsOf(em, form.id)).filter(({ kind, account }) => kind === PaperStepKind.SCAN_SHOWN && account);
  return {
    id: form.id,
    receiptNumber: submission.receiptNumber,
    signedOn: form.signedOn,
    typedBy: personOf(vault, form.maker.unwrap()),
    partnerName: submission.partner?.unwrap().name ?? null,
    checkedBy: personOf(vault, form.checker.unwrap()),
    checkedAt: form.decidedAt,
    scanSha256: Buffer.from(scan.sha256).toString('hex'),
    mediaType: scan.mediaType,
    timesShown: looks.length,
    isScanKept: (await scanFile(em, scan.id)) !== null,
  };
}
