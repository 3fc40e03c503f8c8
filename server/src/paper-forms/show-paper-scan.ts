import type { Context } from '../graphql/context.ts';
import { InputProblem, InputProblemCode, InvalidInput, TooManyRequests } from '../graphql/refusal.types.ts';
import { Refused } from '../graphql/refusals.ts';
import { citizenOf } from '../donors/donor.policy.ts';
import { ownDonor } from '../donors/donor.queries.ts';
import { assuredCitizen } from '../donors/preconditions.ts';
import { fileKeyOf } from '../vault/file-key.ts';
import { formToCheck } from './form-to-check.ts';
import { PaperStepKind, type PaperForm, type ScanType } from './paper-form.entity.ts';
import { paperStaff } from './paper-form.policy.ts';
import { ownFormOf, scanFile } from './paper-form.queries.ts';
import { recordPaperStep } from './record-step.ts';
import { openScan } from './scan-seal.ts';

/** A scan on its way to whoever may see it. */
export interface ShownScan {
  readonly id: string;
  readonly mediaType: ScanType;
  readonly bytes: Buffer;
}

/** Shows a scan to the second person while they check. Each look goes on record before the answer leaves, and the person sees it. */
export async function showPaperScan(context: Context, formId: string): Promise<ShownScan> {
  const { form, staff } = await formToCheck(context, paperStaff(context.actor), formId);
  return shown(context, form, staff.account.id);
}

/** Shows a person the scan of the paper by which one of their decisions was recorded; that goes on record like every look. */
export async function showOwnPaperScan(context: Context, decisionId: string): Promise<ShownScan> {
  assuredCitizen(context);
  const donor = await ownDonor(context.em, citizenOf(context.actor));
  const form = donor && (await ownFormOf(context.em, donor.id, decisionId));
  if (!form) throw new Refused(new InvalidInput([noSuchScan]));
  return shown(context, form, null);
}

async function shown(context: Context, form: PaperForm, accountId: string | null): Promise<ShownScan> {
  const { em, limits } = context;
  const wait = await limits.take('showPaperScan', accountId ?? form.id);
  if (wait !== null) throw new Refused(new TooManyRequests(wait));
  const file = await scanFile(em, form.scan.id);
  if (!file) throw new Refused(new InvalidInput([noSuchScan]));
  const key = await fileKeyOf(context, form.scan.id);
  await recordPaperStep(context, form, PaperStepKind.SCAN_SHOWN, { accountId });
  return { id: form.scan.id, mediaType: form.scan.unwrap().mediaType, bytes: openScan(key, file.sealedBytes) };
}

const noSuchScan = new InputProblem(['id'], InputProblemCode.UNKNOWN_VALUE, { 'zh-CN': '没有这份扫描件，或者它的保存期已经过了。', en: 'There is no such scan, or its time is over.' });
