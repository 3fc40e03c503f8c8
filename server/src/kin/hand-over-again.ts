import { OptimisticLockError } from '@mikro-orm/core';
import { IdempotencyKeyReused } from '../donors/decision-refusals.types.ts';
import { listChoices } from '../donors/donation-kinds.ts';
import { decisionOf } from '../donors/donor.queries.ts';
import type { Context } from '../graphql/context.ts';
import { InputProblem, InputProblemCode } from '../graphql/refusal.types.ts';
import { Refused } from '../graphql/refusals.ts';
import { holdsPersonalNumber } from '../identity/personal-number.ts';
import type { DataRequest } from '../rights/data-request.entity.ts';
import { requestStaff } from '../rights/rights.policy.ts';
import { recordOfDeceased } from './kin-finding.ts';
import { statementOf, statementShownUnder } from './kin-statement.queries.ts';
import type { KinDisclosure } from './show-to-near-kin.ts';

const KEY = /^[A-Za-z0-9-]{16,64}$/;

/** For so long a reply that was lost can be asked for again, in milliseconds: it is shown once, not kept. */
const AGAIN_MS = 15 * 60_000;

/** What is wrong with the key of a hand-over; null when nothing is. */
export function handOverKeyProblem(key: string | null): InputProblem | null {
  if (key === null) return new InputProblem(['idempotencyKey'], InputProblemCode.REQUIRED, malformedKey);
  return KEY.test(key) && !holdsPersonalNumber(key) ? null : new InputProblem(['idempotencyKey'], InputProblemCode.MALFORMED, malformedKey);
}

/**
 * The same hand-over again, for the same person of the staff with the same key and sentence, whose reply was lost. What is told is what
 * was told, whatever was decided since; it is one disclosure and stands on record once.
 * @throws OptimisticLockError when a twin was answered while this one was read; Refused IdempotencyKeyReused when the key belongs to another hand-over, or was sent with another sentence.
 */
export async function handedOverBefore(context: Context, request: DataRequest, key: string, sentence: string): Promise<KinDisclosure | null> {
  const { em, vault, now } = context;
  const { account } = requestStaff(context.actor);
  const known = await statementShownUnder(em, account.id, key);
  if (!known) return null;
  // Read before its twin was answered, while the hand-over was read after: the command runs again.
  if (known.dataRequest.id === request.id && request.isOpen()) throw OptimisticLockError.lockFailed(request);
  if (known.dataRequest.id !== request.id || request.answer(vault) !== sentence) throw new Refused(new IdempotencyKeyReused());
  const statement = await statementOf(em, request.id);
  if (!statement?.shownAt || !statement.shownState || now().getTime() - statement.shownAt.getTime() > AGAIN_MS) return null;
  const donor = await recordOfDeceased(context, statement);
  if (!donor) return null;
  const decision = statement.shownDecisionId ? await decisionOf(em, donor, statement.shownDecisionId) : null;
  return { registrationNumber: donor.registrationNumber, state: statement.shownState, choices: decision ? listChoices(decision.choices) : [], recordedAt: statement.shownRecordedAt ?? null };
}

const malformedKey = {
  'zh-CN': '提交编号格式不对，请刷新页面后重试。',
  en: 'The idempotency key must be 16 to 64 letters, digits or dashes.',
};
