import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { connectionTypes } from '../graphql/connections.ts';
import { NodeType } from '../graphql/node.types.ts';
import { DateScalar, DateTimeScalar } from '../graphql/scalars.ts';
import { PaperFormStatus, PaperReason } from './paper-form.entity.ts';
import { PaperReturn } from './return-paper-form.ts';

/** Which paper forms a list shows, as the contract names it. */
export const PaperFormList = { WAITING: 'WAITING', MINE: 'MINE' } as const;

registerEnumType(PaperFormList, {
  name: 'PaperFormList',
  description: 'Which paper forms are listed.',
  valuesConfig: { WAITING: { description: 'Those of the caller’s area that wait for a second person, the oldest first.' }, MINE: { description: 'Those that the caller typed, the newest first.' } },
});

registerEnumType(PaperFormStatus, {
  name: 'PaperFormStatus',
  description: 'How far a paper form has come.',
  valuesConfig: {
    WAITING: { description: 'It waits for a second person, or for the person themself. Nothing has taken effect.' },
    APPROVED: { description: 'A second person held it against the scan; it is the person’s decision.' },
    REJECTED: { description: 'It did not pass and has no effect.' },
    SENT_BACK: { description: 'It is to be typed in again, as a form of its own.' },
    CONFIRMED_BY_PERSON: { description: 'The person signed in and decided themselves.' },
    DECLINED_BY_PERSON: { description: 'The person said that it was not theirs.' },
    EXPIRED: { description: 'Nobody checked it in time.' },
  },
});

registerEnumType(PaperReason, {
  name: 'PaperReason',
  description: 'Why a paper form did not pass.',
  valuesConfig: {
    ILLEGIBLE: { description: 'The scan cannot be read.' },
    NOT_SIGNED: { description: 'The signature or its day is missing.' },
    TYPED_WRONGLY: { description: 'What was typed is not what stands on the paper.' },
    OTHER_FORM: { description: 'The scan shows another form or another person.' },
    WILL_IN_DOUBT: { description: 'It is doubtful whether it is the person’s own free will.' },
  },
});

registerEnumType(PaperReturn, {
  name: 'PaperReturn',
  description: 'How a paper form is given back without effect.',
  valuesConfig: { REJECTED: { description: 'For good.' }, SENT_BACK: { description: 'To be typed in again with the same scan.' } },
});

/** A form as a list of the desk shows it: nobody is named. */
@ObjectType('PaperForm', { implements: NodeType, description: 'A signed paper form that the staff of an area type in and check. It names nobody.' })
export class PaperFormType extends NodeType {
  @Field(() => PaperReason, { nullable: true, description: 'Why it did not pass; null otherwise.' })
  reason!: PaperReason | null;

  @Field(() => DateTimeScalar, { description: 'When it was typed.' })
  typedAt!: Date;
}

export const { Edge: PaperFormEdge, NodeConnection: PaperFormConnection } = connectionTypes('PaperForm', () => PaperFormType, 'paper form');

/** Where a decision came from, for its owner. */
@ObjectType('PaperProvenance', { implements: NodeType, description: 'The signed paper by which a decision was recorded: who typed it, who checked it, and its scan.' })
export class PaperProvenanceType extends NodeType {
  @Field(() => String, { description: 'Something to quote.' })
  receiptNumber!: string;

  @Field(() => DateScalar, { description: 'The day beside the signature.' })
  signedOn!: string;

  @Field(() => String, { description: 'The office and the person who typed it; of a partner’s form, who put the scan to it.' })
  typedBy!: string;

  @Field(() => String, { nullable: true, description: 'The partner who typed it; null when an office did.' })
  partnerName!: string | null;

  @Field(() => String, { description: 'The office and the person who held it against the scan.' })
  checkedBy!: string;

  @Field(() => DateTimeScalar, { description: 'When.' })
  checkedAt!: Date;

  @Field(() => String, { description: 'SHA-256 of the scan, in hex. It stays.' })
  scanSha256!: string;

  @Field(() => String, { description: 'What kind of file the scan is.' })
  mediaType!: string;

  @Field(() => Int, { description: 'How often staff looked at the scan.' })
  timesShown!: number;

  @Field(() => Boolean, { description: 'Whether the scan is still kept.' })
  isScanKept!: boolean;
}
