import { createUnionType, Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';
import { AssuranceTooLow, DecisionFrozen, FreshSignInNeeded, IdempotencyKeyReused, NoStandingDecision } from '../donors/decision-refusals.types.ts';
import { DecisionState } from '../donors/decision.entity.ts';
import { Choice, DonationItem, DonationKind } from '../donors/donation-kinds.ts';
import { connectionTypes } from '../graphql/connections.ts';
import { NodeType } from '../graphql/node.types.ts';
import { InvalidInput, TooManyRequests } from '../graphql/refusal.types.ts';
import { DateTimeScalar } from '../graphql/scalars.ts';
import { RecordRestricted } from '../rights/rights-refusals.types.ts';
import { FamilyAnswer, FamilyMessageContent, FamilyMessageState, FamilyMessageStepKind, type FamilyMessage } from './family-message.entity.ts';
import { FamilyMessageNotOpen } from './family-refusals.types.ts';

registerEnumType(FamilyMessageContent, {
  name: 'FamilyMessageContent',
  description: 'How much a message to a family member says.',
  valuesConfig: {
    DECIDED: { description: 'That the person has decided, and not what.' },
    WHOLE_DECISION: { description: 'The whole decision as it stands when the message is read.' },
  },
});
registerEnumType(FamilyMessageState, {
  name: 'FamilyMessageState',
  description: 'Whether a message can be opened.',
  valuesConfig: {
    OPEN: { description: 'With link and code.' },
    TAKEN_BACK: { description: 'The person took it back.' },
    EXPIRED: { description: 'Its days are over.' },
    LOCKED: { description: 'Wrong codes were tried too often.' },
  },
});
registerEnumType(FamilyMessageStepKind, {
  name: 'FamilyMessageStepKind',
  description: 'What happened to a message.',
  valuesConfig: {
    OPENED: { description: 'It was opened with link and code.' },
    WRONG_CODE: { description: 'Somebody with the link tried a wrong code.' },
    ACKNOWLEDGED: { description: 'The reader said that they know.' },
    DECLINED: { description: 'The reader does not want to take part, or to say anything.' },
  },
});
registerEnumType(FamilyAnswer, {
  name: 'FamilyAnswer',
  description: 'What a family member may say. It has no legal effect, and saying nothing is as good.',
  valuesConfig: { ACKNOWLEDGED: { description: '我知道了' }, DECLINED: { description: '我不想参与，或者不便表态' } },
});

/** One thing that happened to a message. */
@ObjectType('FamilyMessageStep', { implements: NodeType, description: 'That a message was opened, tried with a wrong code or answered. It says nothing about who the reader is.' })
export class FamilyMessageStepType extends NodeType {
  @Field(() => FamilyMessageStepKind, { description: 'What happened.' })
  kind!: FamilyMessageStepKind;

  @Field(() => DateTimeScalar, { description: 'When.' })
  at!: Date;
}

/** A message as whoever made it sees it. */
@ObjectType('FamilyMessage', { implements: NodeType, description: 'A message of the caller to somebody of their family, visible to the caller only. Link and code are shown when it is made, and never again.' })
export class FamilyMessageType extends NodeType {
  @Field(() => FamilyMessageContent, { description: 'How much it says.' })
  content!: FamilyMessageContent;

  @Field(() => DateTimeScalar, { description: 'When it was made.' })
  madeAt!: Date;

  @Field(() => DateTimeScalar, { description: 'Until when it can be opened.' })
  expiresAt!: Date;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was taken back; null when it was not.' })
  takenBackAt!: Date | null;
}

export const { NodeConnection: FamilyMessageConnection } = connectionTypes('FamilyMessage', () => FamilyMessageType, 'family message');

/** One item as a reader is shown it: a type of its own, so that the rule of `ItemChoice` stays closed to strangers. */
@ObjectType({ description: 'What the person says about one organ or tissue, as a family member is shown it.' })
export class FamilyItemChoice {
  @Field(() => DonationItem, { description: 'The organ or tissue.' })
  item!: DonationItem;

  @Field(() => DonationKind, { description: 'Its kind in law.' })
  kind!: DonationKind;

  @Field(() => Choice, { description: 'Agree, refuse or not stated.' })
  choice!: Choice;
}

/** What a reader is shown. */
@ObjectType({ description: 'What a family member is shown by link and code: what stands now, never a number, an address or a telephone.' })
export class OpenedFamilyMessage {
  @Field(() => String, { nullable: true, description: 'Whose decision it is, the first character of the name hidden.' })
  maskedName!: string | null;

  @Field(() => String, { nullable: true, description: 'What that person calls the reader.' })
  label!: string | null;

  @Field(() => FamilyMessageContent, { description: 'How much the message says.' })
  content!: FamilyMessageContent;

  @Field(() => Boolean, { description: 'Whether a wish stands now, yes or no.' })
  isStanding!: boolean;

  @Field(() => Boolean, { description: 'Whether a decision is being looked into; nothing else is told then.' })
  contested!: boolean;

  @Field(() => DecisionState, { nullable: true, description: 'Where the person stands in law; null unless the message says the whole decision.' })
  state!: DecisionState | null;

  @Field(() => [FamilyItemChoice], { description: 'The choice for each item, for an agreement and a message of the whole decision; otherwise empty.' })
  choices!: FamilyItemChoice[];

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was decided; null unless the message says the whole decision.' })
  recordedAt!: Date | null;

  @Field(() => String, { nullable: true, description: 'What the person hopes will be respected; null unless the message says the whole decision and a wish stands.' })
  wish!: string | null;

  @Field(() => Boolean, { description: 'Whether the decision is another one than when the message was made.' })
  hasChanged!: boolean;

  @Field(() => DateTimeScalar, { description: 'When the message was made.' })
  madeAt!: Date;

  @Field(() => DateTimeScalar, { description: 'Until when it can be opened.' })
  expiresAt!: Date;

  @Field(() => FamilyAnswer, { nullable: true, description: 'What was last answered; null when nothing was.' })
  answer!: FamilyAnswer | null;
}

/** Makes a message. */
@InputType({ description: 'Whom to tell, and how much.' })
export class TellFamilyInput {
  @Field(() => ID, { description: 'Made by the caller, 16 to 64 letters, digits or dashes: the same key makes the same message again.' })
  idempotencyKey!: string;

  @Field(() => String, { description: 'What the person calls the reader, such as 女儿, 1 to 20 characters.' })
  label!: string;

  @Field(() => FamilyMessageContent, { description: 'How much it says.' })
  content!: FamilyMessageContent;
}

/** Names a message. */
@InputType({ description: 'A message that is taken back.' })
export class TakeBackFamilyMessageInput {
  @Field(() => ID, { description: 'The message, one of the caller’s own.' })
  messageId!: string;
}

/** Opens a message. */
@InputType({ description: 'What opens a message: the secret of the link, and the code that came by another way.' })
export class OpenFamilyMessageInput {
  @Field(() => String, { description: 'The secret of the link.' })
  secret!: string;

  @Field(() => String, { description: 'The six digits.' })
  code!: string;
}

/** Answers a message. */
@InputType({ description: 'What a family member says.' })
export class AnswerFamilyMessageInput {
  @Field(() => String, { description: 'The secret of the link.' })
  secret!: string;

  @Field(() => String, { description: 'The six digits.' })
  code!: string;

  @Field(() => FamilyAnswer, { description: 'The answer.' })
  answer!: FamilyAnswer;
}

/** It is made. */
@ObjectType({ description: 'The message is made. Link and code are told here and nowhere else.' })
export class TellFamilySuccess {
  @Field(() => FamilyMessageType, { description: 'The message.' })
  familyMessage!: FamilyMessage;

  @Field(() => String, { description: 'The secret that the link carries behind its `#`, where no server sees it.' })
  secret!: string;

  @Field(() => String, { description: 'Six digits, to be told by another way than the link.' })
  digits!: string;
}

/** It is taken back. */
@ObjectType({ description: 'The message is taken back: its link opens nothing any more.' })
export class TakeBackFamilyMessageSuccess {
  @Field(() => FamilyMessageType, { description: 'The message.' })
  familyMessage!: FamilyMessage;
}

/** It is open. */
@ObjectType({ description: 'Link and code were right. That the message was opened is on record and visible to whoever made it.' })
export class OpenFamilyMessageSuccess {
  @Field(() => OpenedFamilyMessage, { description: 'What the reader is shown.' })
  opened!: OpenedFamilyMessage;
}

/** It is answered. */
@ObjectType({ description: 'The answer is kept; whoever made the message sees it.' })
export class AnswerFamilyMessageSuccess {
  @Field(() => FamilyAnswer, { description: 'What is answered now.' })
  answer!: FamilyAnswer;
}

export const TellFamilyResult = createUnionType({
  name: 'TellFamilyResult',
  description: 'The message with its link and code, or the rule that refused it.',
  types: () => [TellFamilySuccess, InvalidInput, AssuranceTooLow, FreshSignInNeeded, NoStandingDecision, DecisionFrozen, RecordRestricted, IdempotencyKeyReused, TooManyRequests] as const,
});

export const TakeBackFamilyMessageResult = createUnionType({
  name: 'TakeBackFamilyMessageResult',
  description: 'That it is taken back, or the rule that refused it.',
  types: () => [TakeBackFamilyMessageSuccess, InvalidInput, AssuranceTooLow] as const,
});

export const OpenFamilyMessageResult = createUnionType({
  name: 'OpenFamilyMessageResult',
  description: 'What the message says, or that link and code open nothing.',
  types: () => [OpenFamilyMessageSuccess, FamilyMessageNotOpen, TooManyRequests] as const,
});

export const AnswerFamilyMessageResult = createUnionType({
  name: 'AnswerFamilyMessageResult',
  description: 'The answer that is kept, or that link and code open nothing.',
  types: () => [AnswerFamilyMessageSuccess, FamilyMessageNotOpen, TooManyRequests] as const,
});

