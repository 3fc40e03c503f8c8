import { randomInt, randomUUID } from 'node:crypto';
import type { Context } from '../graphql/context.ts';
import { InvalidInput } from '../graphql/refusal.types.ts';
import { Refused } from '../graphql/refusals.ts';
import { shanghaiDayOf } from '../identity/calendar.ts';
import { normalisedDocument, type IdentityDocument, type IdentityDocumentType } from '../identity/identity-document.ts';
import { IdempotencyKeyReused } from '../donors/decision-refusals.types.ts';
import { Hospital } from '../staff/hospital.entity.ts';
import { StaffAccount } from '../staff/staff-account.entity.ts';
import { askedDocument, askedTexts } from './check-look-up.ts';
import { disclose, type Disclosure } from './disclose.ts';
import { entitledAsker, notOpen, takePoint } from './entitlement.ts';
import { keyMark, nameMark, prefixMark } from './look-up-marks.ts';
import { LookUpNotOpen } from './look-up-refusals.types.ts';
import { LookUpStepKind } from './look-up-step.entity.ts';
import { LookUp, LookUpStatus, type BreakGlassReason, type LookUpOccasion, type LookUpPurpose } from './look-up.entity.ts';
import { coversHospital, type Asker } from './look-up.policy.ts';
import { hospitalByKey, lookUpOfRequest, othersOfPrefix } from './look-up.queries.ts';
import { recordStep } from './record-step.ts';
import { raiseBlock } from './raise-block.ts';

/** What is asked: about one person, for one case. */
export interface LookUpQuestion {
  readonly idempotencyKey: string;
  readonly documentType: IdentityDocumentType;
  readonly documentNumber: string;
  readonly fullName: string;
  readonly birthday?: string | null | undefined;
  readonly hospitalKey: string;
  readonly areaCode: string;
  readonly caseNumber: string;
  readonly occasion: LookUpOccasion;
  readonly purpose: LookUpPurpose;
  readonly breakGlassReason?: BreakGlassReason | null | undefined;
}

/** A look-up as it was written, and what it disclosed; null while it waits for the second person. */
export interface LookUpOutcome {
  readonly lookUp: LookUp;
  readonly disclosure: Disclosure | null;
}

/** How many people of one county and birthday an account may ask about in 24 hours, twins and namesakes included. */
const PEOPLE_OF_ONE_PREFIX = 3;

/** One look-up in so many is drawn for review (TPG §2a lets the regulator sample). */
const DRAWN_ONE_IN = 10;

const HOUR = 60 * 60_000;

/**
 * Asks what one person decided. Without broken glass nothing is looked at yet, so the answer is the same for everybody who
 * might be meant: the look-up waits for a second person.
 * @returns the refusal, instead of throwing it, where the block that stands behind it must be kept.
 */
export async function lookUpDecision(context: Context, question: LookUpQuestion): Promise<LookUpOutcome | LookUpNotOpen> {
  const { em, vault, now, config } = context;
  const asker = await entitledAsker(context);
  const { texts, problems } = askedTexts(question);
  if (problems.length > 0) throw new Refused(new InvalidInput(problems));
  const today = shanghaiDayOf(now());
  const hospital = await hospitalByKey(em, question.hospitalKey, today);
  const document = askedDocument(question, today);
  if (!hospital || !coversHospital(asker, hospital)) throw notOpen(context, 'hospital');
  if (hospital.divisionCode !== question.areaCode) throw notOpen(context, 'area');
  if (!document) throw notOpen(context, 'document');

  const asked = JSON.stringify([document.type, document.number, texts, question.birthday ?? null, hospital.id, question.occasion, question.purpose, question.breakGlassReason ?? null]);
  const first = await lookUpOfRequest(em, asker.account.id, question.idempotencyKey);
  if (first) return again(context, asker, first, asked);

  const marks = marksOf(context, asker, document, question.birthday ?? null);
  await assertNotTooOften(context, asker, question, marks.personIndex.toString('hex'));
  if ((await othersOfPrefix(em, asker.account.id, marks.prefixMark, marks.personIndex, now())) >= PEOPLE_OF_ONE_PREFIX) {
    raiseBlock(context, asker, hospital);
    return new LookUpNotOpen();
  }
  if (question.breakGlassReason) await takePoint(context, 'breakGlass', asker.account.id);

  const id = randomUUID();
  const lookUp = em.create(LookUp, {
    id,
    ...marks,
    nameMark: nameMark(vault, id, texts.fullName),
    keyMark: keyMark(vault),
    requestKey: question.idempotencyKey,
    requestDigest: vault.blindIndex('request', asked),
    requestedBy: em.getReference(StaffAccount, asker.account.id),
    secondPerson: null,
    hospital: em.getReference(Hospital, hospital.id),
    areaCode: hospital.divisionCode,
    caseNumber: texts.caseNumber,
    occasion: question.occasion,
    purpose: question.purpose,
    breakGlassReason: question.breakGlassReason ?? null,
    drawnForReview: Boolean(question.breakGlassReason) || randomInt(DRAWN_ONE_IN) === 0,
    status: LookUpStatus.WAITING,
    finding: null,
    choicesDisclosed: false,
    requestedAt: now(),
    decidedAt: null,
    answeredAt: null,
    expiresAt: new Date(now().getTime() + (question.breakGlassReason ? config.lookUps.openHours : config.lookUps.waitHours) * HOUR),
    seenByOwnerAt: null,
  });
  const { occasion, purpose, breakGlassReason } = lookUp;
  recordStep(context, lookUp, asker, LookUpStepKind.ASKED, { hospital: hospital.id, area: hospital.divisionCode, case: texts.caseNumber, occasion, purpose, breakGlass: breakGlassReason ?? null });
  if (!question.breakGlassReason) return { lookUp, disclosure: null };

  // An alarm too many, when the command runs twice, is better than one that a lost reply swallows.
  context.log.error({ event: 'lookUpBreakGlass', requestId: context.requestId, lookUpId: id, accountId: asker.account.id, areaCode: hospital.divisionCode, reason: question.breakGlassReason }, 'glass broken: a decision is disclosed without a second person');
  return { lookUp, disclosure: await disclose(context, asker, lookUp) };
}

/**
 * Counts how often one person is looked up. @throws Refused LookUpNotOpen. Over broken glass only by the caller's own account:
 * else a few people could keep every hospital from learning what somebody decided.
 */
async function assertNotTooOften(context: Context, asker: Asker, { breakGlassReason }: LookUpQuestion, person: string): Promise<void> {
  const { limits, log, requestId } = context;
  if ((await limits.take('lookUpOfPersonByAccount', `${asker.account.id}:${person}`)) !== null) throw notOpen(context, 'person, by this account');
  if (breakGlassReason || (await limits.take('lookUpOfPerson', person)) === null) return;
  log.error({ event: 'lookUpPersonLimit', requestId, accountId: asker.account.id }, 'somebody is looked up again and again, by several accounts');
  throw notOpen(context, 'person');
}

/** The same key with the same question is the same look-up: a reply that was lost is given again, and noted as given. */
async function again(context: Context, asker: Asker, first: LookUp, asked: string): Promise<LookUpOutcome> {
  // While the index key is being replaced there are two.
  if (!Object.values(context.vault.blindIndexes('request', asked)).some((digest) => digest?.equals(first.requestDigest))) throw new Refused(new IdempotencyKeyReused());
  const reopens = first.breakGlassReason && first.isOpenAt(context.now());
  return { lookUp: first, disclosure: reopens ? await disclose(context, asker, first) : null };
}

function marksOf({ vault }: Context, asker: Asker, document: IdentityDocument, birthday: string | null) {
  return {
    personIndex: vault.blindIndex('identity-document', normalisedDocument(document.type, document.number, document.birthday ?? birthday)),
    prefixMark: prefixMark(vault, asker.account.id, document),
  };
}
