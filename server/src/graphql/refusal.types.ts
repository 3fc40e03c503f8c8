import { Ctx, Field, Int, InterfaceType, ObjectType, registerEnumType } from 'type-graphql';
import type { Context } from './context.ts';
import type { Sentence } from './language.ts';

/** Every way in which a rule refuses, as a stable code for programs. */
export const RefusalCode = {
  INVALID_INPUT: 'INVALID_INPUT',
  DONOR_ALREADY_REGISTERED: 'DONOR_ALREADY_REGISTERED',
  NO_STANDING_DECISION: 'NO_STANDING_DECISION',
  DECISION_CHANGED_MEANWHILE: 'DECISION_CHANGED_MEANWHILE',
  UNDER_AGE: 'UNDER_AGE',
  IDENTITY_INCOMPLETE: 'IDENTITY_INCOMPLETE',
  ASSURANCE_TOO_LOW: 'ASSURANCE_TOO_LOW',
  CONSENT_OUTDATED: 'CONSENT_OUTDATED',
  IDEMPOTENCY_KEY_REUSED: 'IDEMPOTENCY_KEY_REUSED',
  SIGN_IN_REFUSED: 'SIGN_IN_REFUSED',
  IDENTITY_PROVIDER_UNAVAILABLE: 'IDENTITY_PROVIDER_UNAVAILABLE',
  LEGAL_PERSON_NOT_SUPPORTED: 'LEGAL_PERSON_NOT_SUPPORTED',
  TOO_MANY_REQUESTS: 'TOO_MANY_REQUESTS',
  FRESH_SIGN_IN_NEEDED: 'FRESH_SIGN_IN_NEEDED',
  DECISION_FROZEN: 'DECISION_FROZEN',
  DISAVOWAL_TOO_LATE: 'DISAVOWAL_TOO_LATE',
  DISAVOWAL_ALREADY_RESOLVED: 'DISAVOWAL_ALREADY_RESOLVED',
  LOOK_UP_NOT_OPEN: 'LOOK_UP_NOT_OPEN',
  STAFF_SIGN_IN_REFUSED: 'STAFF_SIGN_IN_REFUSED',
  STAFF_PROVIDER_UNAVAILABLE: 'STAFF_PROVIDER_UNAVAILABLE',
  EVIDENCE_NOT_OPEN: 'EVIDENCE_NOT_OPEN',
  NO_DECISION_ON_RECORD: 'NO_DECISION_ON_RECORD',
  NOT_SEALED_YET: 'NOT_SEALED_YET',
  NOTHING_ON_RECORD: 'NOTHING_ON_RECORD',
  RECORD_RESTRICTED: 'RECORD_RESTRICTED',
  STANDING_DECISION_REMAINS: 'STANDING_DECISION_REMAINS',
  REQUEST_ALREADY_OPEN: 'REQUEST_ALREADY_OPEN',
  REQUEST_CLOSED: 'REQUEST_CLOSED',
  REQUEST_NOT_YOURS: 'REQUEST_NOT_YOURS',
  PURPOSE_TEXT_OUTDATED: 'PURPOSE_TEXT_OUTDATED',
  BODY_WORDS_OUTDATED: 'BODY_WORDS_OUTDATED',
  BODY_DONATION_CHANGED_MEANWHILE: 'BODY_DONATION_CHANGED_MEANWHILE',
  NO_BODY_WISH: 'NO_BODY_WISH',
  BODY_ALREADY_REFUSED: 'BODY_ALREADY_REFUSED',
  FAMILY_MESSAGE_NOT_OPEN: 'FAMILY_MESSAGE_NOT_OPEN',
  KINSHIP_NOT_PROVEN: 'KINSHIP_NOT_PROVEN',
  NEAR_KIN_MAY_NOT_SEE: 'NEAR_KIN_MAY_NOT_SEE',
  SECOND_PERSON_NEEDED: 'SECOND_PERSON_NEEDED',
  REQUEST_CHANGED_MEANWHILE: 'REQUEST_CHANGED_MEANWHILE',
  NO_HEALTH_CARD: 'NO_HEALTH_CARD',
  HEALTH_CARD_UNAVAILABLE: 'HEALTH_CARD_UNAVAILABLE',
  PAPER_FORM_BARRED: 'PAPER_FORM_BARRED',
  PAPER_FORM_CLOSED: 'PAPER_FORM_CLOSED',
  ANOTHER_PERSON_NEEDED: 'ANOTHER_PERSON_NEEDED',
  PAPER_FORM_NOT_COMPARED: 'PAPER_FORM_NOT_COMPARED',
  STAFF_SIGN_IN_TOO_OLD: 'STAFF_SIGN_IN_TOO_OLD',
} as const;
export type RefusalCode = (typeof RefusalCode)[keyof typeof RefusalCode];

registerEnumType(RefusalCode, {
  name: 'RefusalCode',
  description: 'Why a command was refused, as a stable code for programs.',
  valuesConfig: {
    INVALID_INPUT: { description: 'The input has faults; all of them are listed.' },
    DONOR_ALREADY_REGISTERED: { description: 'The caller already has a standing decision.' },
    NO_STANDING_DECISION: { description: 'There is no standing decision to change.' },
    DECISION_CHANGED_MEANWHILE: { description: 'The record changed since the caller last read it.' },
    UNDER_AGE: { description: 'The person has not reached the age of the policy.' },
    IDENTITY_INCOMPLETE: { description: 'The identity provider did not say enough about the person.' },
    ASSURANCE_TOO_LOW: { description: 'The sign-in identified the person too weakly.' },
    CONSENT_OUTDATED: { description: 'The declared words are not the words in force.' },
    IDEMPOTENCY_KEY_REUSED: { description: 'The key was used before for another request.' },
    SIGN_IN_REFUSED: { description: 'The identity provider refused the ticket.' },
    IDENTITY_PROVIDER_UNAVAILABLE: { description: 'The identity provider does not answer.' },
    LEGAL_PERSON_NOT_SUPPORTED: { description: 'The account belongs to a legal person.' },
    EVIDENCE_NOT_OPEN: { description: 'This look-up opens no evidence package to the caller.' },
    NO_DECISION_ON_RECORD: { description: 'The person never decided anything here, so there is nothing to prove.' },
    NOT_SEALED_YET: { description: 'The newest decision is not sealed yet; it is within a minute.' },
    TOO_MANY_REQUESTS: { description: 'The caller must wait before trying again.' },
    FRESH_SIGN_IN_NEEDED: { description: 'The sign-in was too long ago to decide.' },
    DECISION_FROZEN: { description: 'Nothing but a withdrawal can be decided for a while.' },
    DISAVOWAL_TOO_LATE: { description: 'The decision was made too long ago to be disavowed.' },
    DISAVOWAL_ALREADY_RESOLVED: { description: 'Somebody else has resolved it already.' },
    LOOK_UP_NOT_OPEN: { description: 'The look-up is not open to the caller, for whatever reason.' },
    STAFF_SIGN_IN_REFUSED: { description: 'Somebody of the staff was not signed in.' },
    STAFF_PROVIDER_UNAVAILABLE: { description: 'The provider by which staff sign in does not answer, or none is configured.' },
    NOTHING_ON_RECORD: { description: 'The caller has no record to which this could apply.' },
    RECORD_RESTRICTED: { description: 'At the person’s wish nothing but storage is done with the record.' },
    STANDING_DECISION_REMAINS: { description: 'A decision still stands and must be withdrawn first.' },
    REQUEST_ALREADY_OPEN: { description: 'A request of the same kind is still open.' },
    REQUEST_CLOSED: { description: 'The request is answered or withdrawn already.' },
    REQUEST_NOT_YOURS: { description: 'The request must be taken first, or somebody else has taken it.' },
    PURPOSE_TEXT_OUTDATED: { description: 'The words that were shown for a purpose are not in force.' },
    BODY_WORDS_OUTDATED: { description: 'The words that were declared about the body are not in force.' },
    BODY_DONATION_CHANGED_MEANWHILE: { description: 'Something else was declared about the body since the caller last read it.' },
    NO_BODY_WISH: { description: 'There is no wish about the body to withdraw.' },
    BODY_ALREADY_REFUSED: { description: 'Donating the body is refused already.' },
    FAMILY_MESSAGE_NOT_OPEN: { description: 'Link and code open no message, for whatever reason.' },
    KINSHIP_NOT_PROVEN: { description: 'Nobody has seen the papers of a near relative yet.' },
    NEAR_KIN_MAY_NOT_SEE: { description: 'Nothing of the dead person may be shown to a near relative.' },
    SECOND_PERSON_NEEDED: { description: 'A second person of the staff must confirm first, and it is not the caller.' },
    REQUEST_CHANGED_MEANWHILE: { description: 'The request changed since the caller last read it.' },
    NO_HEALTH_CARD: { description: 'There is no health card that the caller could bind.' },
    HEALTH_CARD_UNAVAILABLE: { description: 'The platform of health cards does not answer, or is not connected.' },
    PAPER_FORM_BARRED: { description: 'A paper form passed the comparison and still cannot become a decision.' },
    PAPER_FORM_CLOSED: { description: 'The paper form was checked already, answered by the person, or its time is over.' },
    ANOTHER_PERSON_NEEDED: { description: 'Whoever typed a paper form cannot check it, and nobody does either in their own name.' },
    PAPER_FORM_NOT_COMPARED: { description: 'What stands on the scan must be entered again and agree first.' },
    STAFF_SIGN_IN_TOO_OLD: { description: 'Somebody of the staff signed in too long ago for an act of this weight.' },
  },
});

/** A typed answer of a command that a rule refused. Nothing was changed. */
@InterfaceType({ description: 'A refusal: the rule that stopped a command. Nothing was changed.' })
export abstract class Refusal {
  /** The sentence for people; each refusal states its own. */
  abstract readonly sentence: Sentence;

  /** The stable code; each refusal states its own. */
  abstract readonly code: RefusalCode;

  // The compiler drops decorators of abstract members, so the field is a method of its own.
  @Field(() => RefusalCode, { name: 'code', description: 'The stable code for programs.' })
  statedCode(): RefusalCode {
    return this.code;
  }

  @Field(() => String, { description: 'What a person should read, in the language of the request.' })
  message(@Ctx() context: Context): string {
    return this.sentence[context.language];
  }
}

/** What is wrong with one value of an input. */
export const InputProblemCode = {
  REQUIRED: 'REQUIRED',
  TOO_SHORT: 'TOO_SHORT',
  TOO_LONG: 'TOO_LONG',
  MALFORMED: 'MALFORMED',
  OUT_OF_RANGE: 'OUT_OF_RANGE',
  UNKNOWN_VALUE: 'UNKNOWN_VALUE',
  DUPLICATE: 'DUPLICATE',
  MISSING_ITEM: 'MISSING_ITEM',
  NOTHING_AGREED: 'NOTHING_AGREED',
  DIVISION_ENDED: 'DIVISION_ENDED',
  DIVISION_UNKNOWN: 'DIVISION_UNKNOWN',
  FORBIDDEN_CHARACTER: 'FORBIDDEN_CHARACTER',
} as const;
export type InputProblemCode = (typeof InputProblemCode)[keyof typeof InputProblemCode];

registerEnumType(InputProblemCode, {
  name: 'InputProblemCode',
  description: 'What is wrong with one value of an input, as a stable code for programs.',
  valuesConfig: {
    REQUIRED: { description: 'A value is needed here.' },
    TOO_SHORT: { description: 'The text is too short.' },
    TOO_LONG: { description: 'The text is too long.' },
    MALFORMED: { description: 'The value does not have the form it must have.' },
    OUT_OF_RANGE: { description: 'The number is too small or too large.' },
    UNKNOWN_VALUE: { description: 'The value names something that does not exist.' },
    DUPLICATE: { description: 'The same thing is stated twice.' },
    MISSING_ITEM: { description: 'An item is not stated: nothing is ever filled in.' },
    NOTHING_AGREED: { description: 'No item is agreed to; refusing is a decision of its own.' },
    DIVISION_ENDED: { description: 'The division ended and cannot be a new address.' },
    DIVISION_UNKNOWN: { description: 'There is no such division, or it is not a county or district.' },
    FORBIDDEN_CHARACTER: { description: 'The text holds a character that cannot be kept.' },
  },
});

/** One fault of an input, with the way to the value. */
@ObjectType({ description: 'One fault of an input: where it lies and what to do about it.' })
export class InputProblem {
  @Field(() => [String], { description: 'The way to the faulty value inside `input`.' })
  readonly path: readonly string[];

  @Field(() => InputProblemCode, { description: 'The stable code for programs.' })
  readonly code: InputProblemCode;

  readonly sentence: Sentence;

  constructor(path: readonly string[], code: InputProblemCode, sentence: Sentence) {
    this.path = path;
    this.code = code;
    this.sentence = sentence;
  }

  @Field(() => String, { description: 'What a person should read, in the language of the request.' })
  message(@Ctx() context: Context): string {
    return this.sentence[context.language];
  }
}

/** The input has faults, all of them together. */
@ObjectType({ implements: Refusal, description: 'The input has faults; every one is listed, so that they can be mended in one go.' })
export class InvalidInput extends Refusal {
  readonly code = RefusalCode.INVALID_INPUT;
  readonly sentence = { 'zh-CN': '有些内容需要修改。', en: 'Some answers need to be corrected.' };

  @Field(() => [InputProblem], { description: 'The faults.' })
  readonly problems: readonly InputProblem[];

  constructor(problems: readonly InputProblem[]) {
    super();
    this.problems = problems;
  }
}

/** The caller asked too often. */
@ObjectType({ implements: Refusal, description: 'The caller asked too often and must wait.' })
export class TooManyRequests extends Refusal {
  readonly code = RefusalCode.TOO_MANY_REQUESTS;
  readonly sentence: Sentence;

  @Field(() => Int, { description: 'Seconds to wait before the next attempt.' })
  readonly retryAfterSeconds: number;

  constructor(retryAfterSeconds: number, sentence: Sentence = { 'zh-CN': '操作太频繁，请稍后再试。', en: 'Too many attempts. Please try again later.' }) {
    super();
    this.sentence = sentence;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}
