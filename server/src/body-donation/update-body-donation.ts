import type { Context } from '../graphql/context.ts';
import { InputProblem, InputProblemCode, InvalidInput } from '../graphql/refusal.types.ts';
import { Refused } from '../graphql/refusals.ts';
import { checkFreeText } from '../rights/free-text.ts';
import { requestStaff } from '../rights/rights.policy.ts';
import { RequestClosed, RequestNotYours } from '../rights/rights-refusals.types.ts';
import { unknownRequest } from '../rights/unknown-request.ts';
import { fileKeyOf } from '../vault/file-key.ts';
import { BodyDonationStatus, sealNote, type BodyDonation } from './body-donation.entity.ts';
import { bodyDonationInScope, latestDeclaration } from './body-donation.queries.ts';
import { recordBodyStep } from './record-body-declaration.ts';

/** What staff can say of a body donation; what the person says of it is theirs alone. */
export const BodyProgress = { IN_TOUCH: 'IN_TOUCH', COMPLETED: 'COMPLETED', NOT_COMPLETED: 'NOT_COMPLETED' } as const;
export type BodyProgress = (typeof BodyProgress)[keyof typeof BodyProgress];

/** How far a body donation has come, as staff state it. */
export interface StatedProgress {
  readonly requestId: string;
  readonly status: BodyProgress;
  readonly note: string;
  readonly executorConfirmed: boolean;
}

/**
 * Says how far a body donation has come that the caller has taken, always with a sentence for its owner. Completed means that the
 * paper is done; then the executor has signed it, so their consent was heard.
 */
export async function updateBodyDonation(context: Context, stated: StatedProgress): Promise<BodyDonation> {
  const { em, now } = context;
  const staff = requestStaff(context.actor);
  const problems: InputProblem[] = [];
  const note = checkFreeText('note', stated.note, true, problems);
  const donation = await bodyDonationInScope(em, staff, stated.requestId);
  if (!donation) problems.push(unknownRequest);
  if (!donation || note === null || problems.length > 0) throw new Refused(new InvalidInput(problems));
  if (!donation.isOpen()) throw new Refused(new RequestClosed());
  if (donation.takenBy?.id !== staff.account.id) throw new Refused(new RequestNotYours());

  const key = await fileKeyOf(context, donation.id);
  const { executor = null } = (await latestDeclaration(em, donation)).details(key) ?? {};
  if (stated.executorConfirmed && !executor) problems.push(new InputProblem(['executorConfirmed'], InputProblemCode.UNKNOWN_VALUE, sentences.nobody));
  if (stated.status === BodyDonationStatus.COMPLETED && executor && !stated.executorConfirmed) problems.push(new InputProblem(['executorConfirmed'], InputProblemCode.REQUIRED, sentences.unheard));
  if (problems.length > 0) throw new Refused(new InvalidInput(problems));

  if (executor) donation.executorConfirmedAt = stated.executorConfirmed ? (donation.executorConfirmedAt ?? now()) : null;
  await recordBodyStep(context, donation, stated.status, sealNote(key, note));
  return donation;
}

const sentences = {
  nobody: { 'zh-CN': '本人没有填写执行人。', en: 'The person has named no executor.' },
  unheard: { 'zh-CN': '办完以前，要听执行人本人说同意。', en: 'Before it is completed, the executor must have said themselves that they agree.' },
};
