import { createUnionType, Ctx, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { AssuranceTooLow, IdempotencyKeyReused } from '../donors/decision-refusals.types.ts';
import { DonationItem } from '../donors/donation-kinds.ts';
import { ConsentInput, ItemChoice, ItemChoiceInput } from '../donors/donor.types.ts';
import type { Context } from '../graphql/context.ts';
import { NodeType } from '../graphql/node.types.ts';
import { InvalidInput, TooManyRequests } from '../graphql/refusal.types.ts';
import { DateScalar, DateTimeScalar } from '../graphql/scalars.ts';
import { IdentityDocumentType } from '../identity/identity-document.ts';
import { ExpressedBy, SubmissionChannel } from './submission.entity.ts';
import { submissionView } from './submission-view.ts';

registerEnumType(SubmissionChannel, {
  name: 'SubmissionChannel',
  description: 'How a registration came to the partner who sent it. Each channel is counted for itself.',
  valuesConfig: {
    PARTNER_PROGRAMME: { description: 'The partner’s own programme.' },
    PAPER_FORM: { description: 'A paper form that the partner typed in.' },
  },
});

registerEnumType(ExpressedBy, {
  name: 'ExpressedBy',
  description: 'How the person said to the partner what they want.',
  valuesConfig: {
    ENTERED_BY_PERSON: { description: 'They entered it themselves.' },
    SIGNED_ON_PAPER: { description: 'They signed a form.' },
    TOLD_TO_STAFF: { description: 'They told somebody who entered it for them.' },
  },
});

/** What a partner sends. */
@InputType({ description: 'A registration that somebody expressed to you. Nothing is filled in and nothing takes effect before they confirm it themselves.' })
export class SubmitRegistrationInput {
  @Field(() => String, { description: 'Made by you, 16 to 64 letters, digits or dashes. For 24 hours the same key with the same input gets the same answer, and with another input a refusal.' })
  idempotencyKey!: string;

  @Field(() => SubmissionChannel, { description: 'How it came to you.' })
  channel!: SubmissionChannel;

  @Field(() => String, { description: 'The language in which the person read the words, as a code of BCP 47.' })
  language!: string;

  @Field(() => IdentityDocumentType, { description: 'The kind of identity document.' })
  documentType!: IdentityDocumentType;

  @Field(() => String, { description: 'Its number.' })
  documentNumber!: string;

  @Field(() => String, { description: 'The name as on the document, 1 to 50 characters.' })
  fullName!: string;

  @Field(() => DateScalar, { description: 'The birthday.' })
  birthday!: string;

  @Field(() => [ItemChoiceInput], { description: 'Every item of the policy exactly once: agreed to, refused, or not stated.' })
  choices!: ItemChoiceInput[];

  @Field(() => ConsentInput, { description: 'Version and hash of the declaration that you showed: `AGREE`, or `REFUSE` when every item is refused.' })
  words!: ConsentInput;

  @Field(() => ExpressedBy, { description: 'How they said it.' })
  expressedBy!: ExpressedBy;

  @Field(() => DateTimeScalar, { description: 'When they said it.' })
  expressedAt!: Date;
}

/** What was sent, as a partner reads it back. */
@ObjectType('Submission', { implements: NodeType, description: 'A registration that you sent. It does not say what became of it, nor whether the person is on the register.' })
export class SubmissionType extends NodeType {
  @Field(() => String, { description: 'Something to quote on the telephone, and to write on the original.' })
  receiptNumber!: string;

  @Field(() => DateTimeScalar, { description: 'When it was received.' })
  receivedAt!: Date;

  @Field(() => String, { nullable: true, description: 'What we understood, in its canonical form: compare it with the original. Null once it is erased.' })
  readBack!: string | null;

  @Field(() => String, { description: 'SHA-256 of the read-back, in hex. It stays.' })
  sha256!: string;
}

/** It was received. */
@ObjectType({ description: 'It was received. Nothing takes effect before the person confirms it themselves.' })
export class SubmitRegistrationSuccess {
  readonly submissionId: string;

  constructor(submissionId: string) {
    this.submissionId = submissionId;
  }

  /** Read from the register after the commit, never from the request. */
  @Field(() => SubmissionType, { description: 'What we understood.' })
  submission(@Ctx() context: Context): Promise<SubmissionType> {
    return submissionView(context, this.submissionId);
  }
}

export const SubmitRegistrationResult = createUnionType({
  name: 'SubmitRegistrationResult',
  description: 'What was received, or a refusal.',
  types: () => [SubmitRegistrationSuccess, InvalidInput, IdempotencyKeyReused, TooManyRequests] as const,
});

/** What a partner sent for the caller. */
@ObjectType({ implements: NodeType, description: 'A registration that somebody sent for the caller and about which the caller has not said anything yet. It is no decision.' })
export class PendingSubmission extends NodeType {
  @Field(() => String, { description: 'Something to quote on the telephone.' })
  receiptNumber!: string;

  @Field(() => String, { description: 'Who sent it.' })
  partnerName!: string;

  @Field(() => SubmissionChannel, { description: 'How it came to whoever sent it.' })
  channel!: SubmissionChannel;

  @Field(() => DateTimeScalar, { description: 'When it was received.' })
  receivedAt!: Date;

  @Field(() => DateTimeScalar, { description: 'When it is erased if the caller says nothing.' })
  expiresAt!: Date;

  @Field(() => ExpressedBy, { description: 'How the caller is said to have said it.' })
  expressedBy!: ExpressedBy;

  @Field(() => DateTimeScalar, { description: 'When.' })
  expressedAt!: Date;

  @Field(() => String, { description: 'The name that was sent, masked: with a mistyped number it may be somebody else’s.' })
  maskedName!: string;

  @Field(() => Boolean, { description: 'Whether that is the caller’s name.' })
  isSameName!: boolean;

  @Field(() => [ItemChoice], { description: 'What was sent about each item.' })
  choices!: ItemChoice[];

  @Field(() => String, { description: 'SHA-256 of what was sent, in hex.' })
  sha256!: string;
}

/** By which submission a decision was prepared. */
@ObjectType({ description: 'What a partner had sent before the person decided themselves.' })
export class ConfirmedSubmission {
  @Field(() => String, { description: 'Its receipt number.' })
  receiptNumber!: string;

  @Field(() => String, { description: 'Who sent it.' })
  partnerName!: string;

  @Field(() => SubmissionChannel, { description: 'How it came to whoever sent it.' })
  channel!: SubmissionChannel;

  @Field(() => String, { description: 'SHA-256 of what was sent, in hex.' })
  sha256!: string;
}

/** Says that it is not theirs. */
@InputType({ description: 'What was sent is not the caller’s.' })
export class DeclineSubmissionInput {
  @Field(() => ID, { description: 'Which one.' })
  submissionId!: string;
}

/** It is noted. */
@ObjectType({ description: 'It is noted that this was not the caller’s. Nothing had taken effect.' })
export class DeclineSubmissionSuccess {
  @Field(() => [PendingSubmission], { description: 'What else was sent for the caller.' })
  pendingSubmissions!: PendingSubmission[];
}

export const DeclineSubmissionResult = createUnionType({
  name: 'DeclineSubmissionResult',
  description: 'It is noted, or a refusal.',
  types: () => [DeclineSubmissionSuccess, InvalidInput, AssuranceTooLow] as const,
});

/** How often an item was changed. */
@ObjectType({ description: 'How often people decided one item otherwise than it was sent.' })
export class ItemChangeCount {
  @Field(() => DonationItem, { description: 'The item.' })
  item!: DonationItem;

  @Field(() => Int, { description: 'How often.' })
  count!: number;
}

/** One to compare. */
@ObjectType('SampledSubmission', { description: 'A submission drawn at random, to be laid beside its original. It names nobody: the partner has the read-back with this hash.' })
export class SampledSubmissionType {
  @Field(() => String, { description: 'Its receipt number.' })
  receiptNumber!: string;

  @Field(() => DateTimeScalar, { description: 'When it was received.' })
  receivedAt!: Date;

  @Field(() => String, { description: 'SHA-256 of what was sent, in hex.' })
  sha256!: string;
}

/** What became of what one partner sent by one channel. */
@ObjectType('SubmissionTally', { description: 'What became of what one partner sent by one channel, in numbers.' })
export class SubmissionTallyType {
  @Field(() => String, { description: 'The partner.' })
  partnerName!: string;

  @Field(() => SubmissionChannel, { description: 'The channel.' })
  channel!: SubmissionChannel;

  @Field(() => Int, { description: 'How many were sent.' })
  submitted!: number;

  @Field(() => Int, { description: 'How many wait for the person.' })
  waiting!: number;

  @Field(() => Int, { description: 'How many people confirmed exactly what was sent.' })
  confirmedUnchanged!: number;

  @Field(() => Int, { description: 'How many people decided some item otherwise.' })
  confirmedChanged!: number;

  @Field(() => Int, { description: 'How many people said that it was not theirs.' })
  declined!: number;

  @Field(() => Int, { description: 'How many did not pass when staff held them against the scanned form.' })
  rejected!: number;

  @Field(() => Int, { description: 'How many were erased because nobody answered in time.' })
  expired!: number;

  @Field(() => [ItemChangeCount], { description: 'The items that somebody decided otherwise.' })
  changedItems!: ItemChangeCount[];

  @Field(() => [DonationItem], { description: 'Items changed far more often than the others: compare the partner’s mapping of these before anything else.' })
  suspectedItems!: DonationItem[];

  @Field(() => [SampledSubmissionType], { description: 'Drawn at random at every call.' })
  sample!: SampledSubmissionType[];
}
