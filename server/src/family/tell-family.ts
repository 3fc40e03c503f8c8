import { randomUUID } from 'node:crypto';
import { DecisionFrozen, IdempotencyKeyReused, NoStandingDecision } from '../donors/decision-refusals.types.ts';
import { ownRecord } from '../donors/donor.queries.ts';
import { freshCitizen } from '../donors/preconditions.ts';
import type { Context } from '../graphql/context.ts';
import { InputProblem, InputProblemCode, InvalidInput, TooManyRequests } from '../graphql/refusal.types.ts';
import { Refused } from '../graphql/refusals.ts';
import { holdsPersonalNumber } from '../identity/personal-number.ts';
import { assertNotRestricted } from '../rights/assert-not-restricted.ts';
import { checkLabel } from './family-label.ts';
import { FamilyMessage, sealLabel, type FamilyMessageContent } from './family-message.entity.ts';
import { messageOfRequest } from './family-message.queries.ts';
import { codeDigest, linkAndCodeOf, linkDigest, type LinkAndCode } from './link-and-code.ts';

/** Whom to tell, and how much. */
export interface StatedMessage {
  readonly idempotencyKey: string;
  readonly label: string;
  readonly content: FamilyMessageContent;
}

/** A message with what opens it: shown this once, to whoever made it. */
export interface MadeMessage extends LinkAndCode {
  readonly familyMessage: FamilyMessage;
}

const KEY = /^[A-Za-z0-9-]{16,64}$/;
const DAY_MS = 86_400_000;

/**
 * Makes a message by which a person tells somebody of their family. Only right after a sign-in: whoever finds the telephone
 * must not be able to send a stranger somebody's decision. The same key makes the same message again.
 */
export async function tellFamily(context: Context, stated: StatedMessage): Promise<MadeMessage> {
  const { em, vault, now, config } = context;
  const { label, key } = checked(stated);
  const citizen = freshCitizen(context);
  const record = await ownRecord(em, citizen);
  if (!record?.latest.isStanding()) throw new Refused(new NoStandingDecision());
  const { donor, latest } = record;

  const name = `tellFamily\u0000${donor.id}\u0000${key}`;
  const first = await messageOfRequest(em, donor.id, Object.values(vault.blindIndexes('request', name)).filter((digest) => digest !== null));
  if (first) return again(context, first, { ...stated, label }, key);
  const freeze = donor.freeze();
  if (freeze) throw new Refused(new DecisionFrozen(freeze));
  await assertNotRestricted(context, donor);
  const wait = await context.limits.take('tellFamily', citizen.personIndex.toString('base64'));
  if (wait !== null) throw new Refused(new TooManyRequests(wait));

  const id = randomUUID();
  const madeAt = now();
  const requestDigest = vault.blindIndex('request', name);
  const made = linkAndCodeOf(vault, requestDigest, key);
  const familyMessage = em.create(FamilyMessage, {
    id,
    donor,
    requestDigest,
    linkDigest: linkDigest(vault, made.secret),
    codeDigest: codeDigest(vault, id, made.code),
    sealedLabel: sealLabel(vault, id, label),
    content: stated.content,
    decision: latest,
    channel: citizen.session.channel,
    madeAt,
    expiresAt: new Date(madeAt.getTime() + config.family.messageDays * DAY_MS),
    takenBackAt: null,
  });
  return { familyMessage, ...made };
}

function checked({ idempotencyKey, label: stated }: StatedMessage): { label: string; key: string } {
  const problems: InputProblem[] = [];
  const label = checkLabel(stated, problems);
  if (!KEY.test(idempotencyKey) || holdsPersonalNumber(idempotencyKey)) problems.push(malformedKey);
  if (label === null || problems.length > 0) throw new Refused(new InvalidInput(problems));
  return { label, key: idempotencyKey };
}

/** The reply was lost: the same message with the same link. Under an index key that was replaced since, there is no way back to it. */
function again({ vault }: Context, first: FamilyMessage, { label, content }: StatedMessage, key: string): MadeMessage {
  const made = linkAndCodeOf(vault, Buffer.from(first.requestDigest), key);
  const isSame = first.content === content && first.label(vault) === label && first.linkDigest !== null && linkDigest(vault, made.secret).equals(Buffer.from(first.linkDigest ?? []));
  if (!isSame) throw new Refused(new IdempotencyKeyReused());
  return { familyMessage: first, ...made };
}

const malformedKey = new InputProblem(['idempotencyKey'], InputProblemCode.MALFORMED, {
  'zh-CN': '提交编号格式不对，请刷新页面后重试。',
  en: 'The idempotency key must be 16 to 64 letters, digits or dashes.',
});
