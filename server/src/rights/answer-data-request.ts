import { bodyDonationOf } from '../body-donation/body-donation.queries.ts';
import { CardEndReason } from '../donor-card/donor-card.entity.ts';
import { endCards } from '../donor-card/end-cards.ts';
import { enterErasureDoor } from '../database/door.ts';
import type { Donor } from '../donors/donor.entity.ts';
import { donorById, donorOfLookUp, latestDecision } from '../donors/donor.queries.ts';
import type { Context } from '../graphql/context.ts';
import { InputProblem, InputProblemCode, InvalidInput } from '../graphql/refusal.types.ts';
import { Refused } from '../graphql/refusals.ts';
import { Session } from '../identity/session.entity.ts';
import { handedOverBefore, handOverKeyProblem } from '../kin/hand-over-again.ts';
import { showToNearKin, type KinDisclosure } from '../kin/show-to-near-kin.ts';
import { carryOutErasure, forgetOutsideOfRecord } from './carry-out-erasure.ts';
import { DataRequestKind, DataRequestStatus, sealForRequest, type DataRequest, type DataRequestRefusalReason } from './data-request.entity.ts';
import { requestInScope } from './data-request.queries.ts';
import { checkFreeText } from './free-text.ts';
import { ProcessingRestriction } from './processing-restriction.entity.ts';
import { recordStep } from './record-step.ts';
import { latestRestriction } from './rights.queries.ts';
import { requestStaff } from './rights.policy.ts';
import { RequestClosed, RequestNotYours, StandingDecisionRemains } from './rights-refusals.types.ts';
import { unknownRequest } from './unknown-request.ts';

/** What staff answer: a reason makes it a refusal; the sentence is what the person reads. */
export interface StatedAnswer {
  readonly requestId: string;
  readonly refusalReason?: DataRequestRefusalReason | null | undefined;
  readonly sentence: string;
  /** Needed where granting hands something over that is shown once: the same key gets the same again. */
  readonly idempotencyKey?: string | null | undefined;
}

/**
 * Answers a request that the caller has taken, always with a sentence (个人信息保护法 art. 50), and does what granting it means:
 * a restriction begins, an erasure is carried out. Whatever else was asked has been done before it is answered. What is handed to a near
 * relative is told again to the same request, whose reply was lost.
 */
export async function answerDataRequest(context: Context, stated: StatedAnswer): Promise<{ readonly task: DataRequest; readonly handedOver: KinDisclosure | null }> {
  const { em, vault, now } = context;
  const staff = requestStaff(context.actor);
  const problems: InputProblem[] = [];
  const sentence = checkFreeText('sentence', stated.sentence, true, problems);
  const request = await requestInScope(em, staff, stated.requestId);
  if (!request) problems.push(unknownRequest);
  const reason = stated.refusalReason ?? null;
  if (request?.kind === DataRequestKind.COMPLAINT && reason) problems.push(new InputProblem(['refusalReason'], InputProblemCode.UNKNOWN_VALUE, complaintsAreAnswered));
  // Whatever tells that something is held, or not, would tell it to the relative before the papers do.
  if (request?.kind === DataRequestKind.NEAR_KIN && (reason === 'KEPT_BY_LAW' || reason === 'FROM_IDENTITY_PROVIDER')) problems.push(new InputProblem(['refusalReason'], InputProblemCode.UNKNOWN_VALUE, tellsTooMuch));
  const key = stated.idempotencyKey ?? null;
  const handsOver = request?.kind === DataRequestKind.NEAR_KIN && !reason;
  const keyProblem = handsOver ? handOverKeyProblem(key) : null;
  if (keyProblem) problems.push(keyProblem);
  if (!request || sentence === null || problems.length > 0) throw new Refused(new InvalidInput(problems));
  const before = handsOver && key !== null ? await handedOverBefore(context, request, key, sentence) : null;
  if (before) return { task: request, handedOver: before };
  if (!request.isOpen()) throw new Refused(new RequestClosed());
  if (request.takenBy?.id !== staff.account.id) throw new Refused(new RequestNotYours());

  // Before anything changes: what may be shown to a near relative is the person's own word (art. 49).
  const handedOver = handsOver && key !== null ? await showToNearKin(context, request, key) : null;
  if (!reason && !handedOver) await grant(context, request);
  request.closedAt = now();
  request.refusalReason = reason;
  // Whoever is erased is nobody who could read it.
  request.sealedAnswer = request.kind === DataRequestKind.ERASURE && !reason ? null : sealForRequest(vault, request.id, 'answer', sentence);
  await recordStep(context, request, reason ? DataRequestStatus.REFUSED : DataRequestStatus.DONE);
  return { task: request, handedOver };
}

async function grant(context: Context, request: DataRequest): Promise<void> {
  if (!request.donor) {
    if (request.kind === DataRequestKind.ERASURE && request.personIndex) await eraseUnrecorded(context, request.personIndex);
    return;
  }
  if (request.kind === DataRequestKind.RESTRICTION) await restrict(context, request.donor);
  if (request.kind !== DataRequestKind.ERASURE) return;
  // Its owner may have moved out of this area since they asked.
  enterErasureDoor(context.em);
  await eraseRecorded(context, await donorById(context.em, request.donor.id));
}

async function eraseRecorded(context: Context, donor: Donor): Promise<void> {
  // Registered again since: erasing a wish that stands would change what holds in law behind the person's back.
  if ((await latestDecision(context.em, donor)).isStanding()) throw new Refused(new StandingDecisionRemains());
  await assertNoBodyWish(context, donor.indexes());
  await carryOutErasure(context, donor);
}

/** Somebody who was never on the register: all that is held names them by their document. */
async function eraseUnrecorded(context: Context, personIndex: Buffer): Promise<void> {
  const indexes = [Buffer.from(personIndex)];
  enterErasureDoor(context.em);
  // Registered since they asked: now there is a record, and it is what they want to be rid of.
  const donor = await donorOfLookUp(context.em, personIndex);
  if (donor) return eraseRecorded(context, donor);
  for (const session of await context.em.find(Session, { personIndex: { $in: indexes } })) context.em.remove(session);
  await assertNoBodyWish(context, indexes);
  await forgetOutsideOfRecord(context, indexes, null);
}

/** A wish about the body is forgotten unsaid no more than a decision. */
async function assertNoBodyWish({ em }: Context, indexes: readonly Buffer[]): Promise<void> {
  if ((await bodyDonationOf(em, indexes))?.isStanding()) throw new Refused(new StandingDecisionRemains());
}

async function restrict(context: Context, donor: NonNullable<DataRequest['donor']>): Promise<void> {
  const { em, now } = context;
  const latest = await latestRestriction(em, donor.id);
  if (latest?.restricted) return;
  await endCards(context, donor, CardEndReason.RESTRICTED);
  em.create(ProcessingRestriction, { donor, sequence: (latest?.sequence ?? 0) + 1, restricted: true, statedAt: now() });
}

const tellsTooMuch = {
  'zh-CN': '这个理由会透露有没有登记。近亲属申请请选别的理由。',
  en: 'This reason would tell whether anything is held. Choose another one for a relative.',
};

const complaintsAreAnswered = {
  'zh-CN': '投诉需要答复，不能拒绝。',
  en: 'A complaint is answered, not refused.',
};
