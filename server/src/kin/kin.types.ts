import { createUnionType, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { AssuranceTooLow } from '../donors/decision-refusals.types.ts';
import { FamilyItemChoice } from '../family/family-message.types.ts';
import { InvalidInput, TooManyRequests } from '../graphql/refusal.types.ts';
import { DateTimeScalar } from '../graphql/scalars.ts';
import { LookUpFinding } from '../lookups/look-up.entity.ts';
import type { DataRequest } from '../rights/data-request.entity.ts';
import { DataRequestTaskType, DataRequestType } from '../rights/data-request.types.ts';
import { RequestAlreadyOpen, RequestClosed, RequestNotYours } from '../rights/rights-refusals.types.ts';
import { KinFinding } from './kin-finding.ts';
import { KinshipNotProven, RequestChangedMeanwhile, SecondPersonNeeded } from './kin-refusals.types.ts';
import { DeathProof, KinshipProof, NearKinTie, type KinStatement } from './kin-statement.entity.ts';

registerEnumType(NearKinTie, {
  name: 'NearKinTie',
  description: 'How somebody is related to the person who died (近亲属).',
  valuesConfig: {
    SPOUSE: { description: '配偶' },
    CHILD: { description: '子女' },
    PARENT: { description: '父母' },
    SIBLING: { description: '兄弟姐妹' },
    GRANDPARENT: { description: '祖父母、外祖父母' },
    GRANDCHILD: { description: '孙子女、外孙子女' },
  },
});
registerEnumType(DeathProof, {
  name: 'DeathProof',
  description: 'By which paper staff saw that somebody died.',
  valuesConfig: { DEATH_CERTIFICATE: { description: '死亡证明' }, HOUSEHOLD_REGISTER_CANCELLED: { description: '户口注销证明' }, COURT_DECLARATION: { description: '法院宣告死亡的判决' }, OTHER: { description: '其他' } },
});
registerEnumType(KinshipProof, {
  name: 'KinshipProof',
  description: 'By which paper staff saw how two people are related.',
  valuesConfig: { HOUSEHOLD_REGISTER: { description: '户口簿' }, MARRIAGE_CERTIFICATE: { description: '结婚证' }, BIRTH_CERTIFICATE: { description: '出生医学证明' }, NOTARISED: { description: '公证书' }, OTHER: { description: '其他' } },
});
registerEnumType(KinFinding, {
  name: 'KinFinding',
  description: 'Whether anything may be shown to a near relative; told to staff after they have seen the papers and a second person confirmed them.',
  valuesConfig: {
    MAY_SEE: { description: 'Something is held and may be shown.' },
    ARRANGED_OTHERWISE: { description: 'The person arranged in life that nobody sees it.' },
    NOTHING_HELD: { description: 'Nothing is held under this number and this name.' },
  },
});

/** Who asks about whom. */
@ObjectType({ description: 'What a near relative stated, and what staff saw of it; shown to whoever has taken the request, and to a second person who confirms.' })
export class KinStatementView {
  @Field(() => NearKinTie, { description: 'How they are related.' })
  tie!: NearKinTie;

  @Field(() => String, { description: 'The name of the person who died, as it was stated.' })
  deceasedName!: string;

  @Field(() => String, { description: 'Their identity number, as it was stated, with places hidden, to be held against the proof of death.' })
  maskedDeceasedNumber!: string;

  @Field(() => String, { description: 'The name of who asks, from their sign-in.' })
  senderName!: string;

  @Field(() => String, { description: 'Their document number, from their sign-in, with places hidden, to be held against the document that they bring.' })
  maskedSenderNumber!: string;

  @Field(() => String, { nullable: true, description: 'Their telephone, from their sign-in; null when it gave none.' })
  senderPhone!: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When the papers were seen; null until then.' })
  provenAt!: Date | null;

  @Field(() => DeathProof, { nullable: true, description: 'By which paper the death was shown; null until then.' })
  deathProof!: DeathProof | null;

  @Field(() => KinshipProof, { nullable: true, description: 'By which paper the kinship was shown; null until then.' })
  kinshipProof!: KinshipProof | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When a second person confirmed the papers; null until then.' })
  confirmedAt!: Date | null;
}

/** What is handed over. */
@ObjectType({ description: 'What a near relative is handed of a person who died: what they had decided.' })
export class KinDisclosureView {
  @Field(() => String, { description: 'The registration number.' })
  registrationNumber!: string;

  @Field(() => LookUpFinding, { description: 'Where the person stood in law, in the words of a look-up: also that an agreement is contested.' })
  state!: LookUpFinding;

  @Field(() => [FamilyItemChoice], { description: 'The choice for each item; empty when none may be relied on.' })
  choices!: FamilyItemChoice[];

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was decided.' })
  recordedAt!: Date | null;
}

/** Files a request. */
@InputType({ description: 'The request of a near relative about the data of a person who died (个人信息保护法 art. 49).' })
export class FileNearKinRequestInput {
  @Field(() => NearKinTie, { description: 'How the caller is related to them.' })
  tie!: NearKinTie;

  @Field(() => String, { description: 'The name of the person who died.' })
  fullName!: string;

  @Field(() => String, { description: 'Their resident identity number.' })
  documentNumber!: string;

  @Field(() => String, { description: 'What it is needed for, 1 to 500 characters.' })
  occasion!: string;
}

/** The papers. */
@InputType({ description: 'Which papers were seen in person.' })
export class ProveKinshipInput {
  @Field(() => ID, { description: 'The request, taken by the caller.' })
  requestId!: string;

  @Field(() => DeathProof, { description: 'By which the death was shown.' })
  deathProof!: DeathProof;

  @Field(() => KinshipProof, { description: 'By which the kinship was shown.' })
  kinshipProof!: KinshipProof;
}

/** It is filed. */
@ObjectType({ description: 'The request is filed. Nothing is told about the person it is about.' })
export class FileNearKinRequestSuccess {
  @Field(() => DataRequestType, { description: 'The request.' })
  request!: DataRequest;
}

/** The papers are on record. */
@ObjectType({ description: 'That the papers were seen is on record.' })
export class ProveKinshipSuccess {
  @Field(() => DataRequestTaskType, { description: 'The request.' })
  task!: DataRequest;

  @Field(() => KinFinding, { nullable: true, description: 'Whether anything may be shown; null until a second person confirmed the papers.' })
  finding!: KinFinding | null;
}

/** Names a request. */
@InputType({ description: 'A request of a near relative that the caller may confirm as the second person.' })
export class ReviewKinshipInput {
  @Field(() => ID, { description: 'The request, of the caller’s area, whose papers somebody else saw.' })
  requestId!: string;
}

/** Stands for the papers. */
@InputType({ description: 'The papers that the caller confirms as the second person.' })
export class ConfirmKinshipInput {
  @Field(() => ID, { description: 'The request.' })
  requestId!: string;

  @Field(() => Int, { description: 'The version that was read.' })
  expectedVersion!: number;
}

/** What there is to confirm. */
@ObjectType({ description: 'What a second person confirms; that it was shown is on record and visible to the sender.' })
export class ReviewKinshipSuccess {
  @Field(() => DataRequestTaskType, { description: 'The request.' })
  task!: DataRequest;

  /** What the fields below are read from. */
  statement!: KinStatement;

  @Field(() => String, { nullable: true, description: 'What the relative wrote.' })
  text!: string | null;

  @Field(() => Int, { description: 'The version, to be sent back with the confirmation.' })
  version!: number;
}

/** It is confirmed. */
@ObjectType({ description: 'The papers are confirmed by a second person.' })
export class ConfirmKinshipSuccess {
  @Field(() => DataRequestTaskType, { description: 'The request.' })
  task!: DataRequest;
}

export const FileNearKinRequestResult = createUnionType({
  name: 'FileNearKinRequestResult',
  description: 'The request, or the rule that refused it; the same whether or not the person is on the register.',
  types: () => [FileNearKinRequestSuccess, InvalidInput, AssuranceTooLow, RequestAlreadyOpen, TooManyRequests] as const,
});

export const ProveKinshipResult = createUnionType({
  name: 'ProveKinshipResult',
  description: 'That the papers are on record, or the rule that refused it.',
  types: () => [ProveKinshipSuccess, InvalidInput, RequestClosed, RequestNotYours] as const,
});

export const ReviewKinshipResult = createUnionType({
  name: 'ReviewKinshipResult',
  description: 'What there is to confirm, or the rule that refused it.',
  types: () => [ReviewKinshipSuccess, InvalidInput, RequestClosed, KinshipNotProven, SecondPersonNeeded] as const,
});

export const ConfirmKinshipResult = createUnionType({
  name: 'ConfirmKinshipResult',
  description: 'That the papers are confirmed, or the rule that refused it.',
  types: () => [ConfirmKinshipSuccess, InvalidInput, RequestClosed, KinshipNotProven, SecondPersonNeeded, RequestChangedMeanwhile] as const,
});
