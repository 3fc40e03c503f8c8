import { Ctx, Field, ObjectType, registerEnumType } from 'type-graphql';
import { DivisionType } from '../divisions/division.types.ts';
import { ItemChoice } from '../donors/donor.types.ts';
import { connectionTypes } from '../graphql/connections.ts';
import type { Context } from '../graphql/context.ts';
import { NodeType } from '../graphql/node.types.ts';
import { DateTimeScalar } from '../graphql/scalars.ts';
import type { Disclosure } from './disclose.ts';
import { findingNotes } from './finding-notes.ts';
import { BreakGlassReason, LookUpFinding, LookUpOccasion, LookUpPurpose, LookUpStatus } from './look-up.entity.ts';
import { LookUpRole, type Asker } from './look-up.policy.ts';

registerEnumType(LookUpOccasion, {
  name: 'LookUpOccasion',
  description: 'In which medical situation somebody looks a decision up; there is no other.',
  valuesConfig: { DEATH_ESTABLISHED: { description: '已确定死亡' }, DEATH_EXPECTED: { description: '预计不久死亡' } },
});
registerEnumType(LookUpPurpose, {
  name: 'LookUpPurpose',
  description: 'What the answer is needed for; there is nothing else.',
  valuesConfig: { CLARIFY_WILL: { description: '在与家属沟通前了解本人意愿（条例第九条）' }, ETHICS_REVIEW: { description: '准备伦理委员会审查（条例第十八条）' } },
});
registerEnumType(LookUpStatus, {
  name: 'LookUpStatus',
  description: 'How far a look-up has come.',
  valuesConfig: {
    WAITING: { description: 'Waits for the second person; nothing was disclosed.' },
    CONFIRMED: { description: 'Confirmed by a second person; the answer may be opened.' },
    ANSWERED: { description: 'The answer was disclosed.' },
    DECLINED: { description: 'The second person said no; nothing was disclosed.' },
    EXPIRED: { description: 'Nobody confirmed or opened it in time; nothing was disclosed.' },
  },
});
registerEnumType(BreakGlassReason, {
  name: 'BreakGlassReason',
  description: 'Why nobody could confirm: it raises an alarm, and every such look-up is reviewed.',
  valuesConfig: { NOBODY_TO_CONFIRM: { description: '没有第二人可以确认' }, MINUTES_MATTER: { description: '情况紧急，来不及等待确认' } },
});
registerEnumType(LookUpFinding, {
  name: 'LookUpFinding',
  description: 'What a look-up tells of a person’s decision.',
  valuesConfig: {
    AGREED: { description: 'A wish to donate is on record.' },
    REFUSED: { description: 'A refusal is on record: nobody may donate for this person (条例 art. 9).' },
    WITHDRAWN: { description: 'The person took their decision back; no wish is on record.' },
    SILENT: { description: 'Nothing is on record under this number and this name.' },
    CONTESTED: { description: 'An agreement is on record that is in doubt, because its owner contests it or the national register holds something else that may be later: it must not be acted upon.' },
    RESTRICTED: { description: 'A record is there, of which its owner wished that nothing be told: it must not be acted upon as an agreement, nor as silence.' },
  },
});
registerEnumType(LookUpRole, {
  name: 'LookUpRole',
  description: 'What somebody is who asks or confirms.',
  valuesConfig: { CLINICIAN: { description: '医务人员' }, COORDINATOR: { description: '协调员' } },
});

/** Somebody who asked, confirmed or declined. */
@ObjectType({ description: 'A named person who asked, confirmed or declined, and who answers for it.' })
export class LookUpPerson {
  @Field(() => String, { description: 'The name.' })
  name!: string;

  @Field(() => LookUpRole, { description: 'Whether they belong to the hospital or to the Red Cross.' })
  role!: LookUpRole;
}

/** A look-up as those see it who work with it. */
@ObjectType('LookUp', { implements: NodeType, description: 'One look-up, as those see it who ask, confirm or inspect. It shows no person who was asked about.' })
export class LookUpType extends NodeType {
  @Field(() => String, { description: 'The hospital’s own number of the case.' })
  caseNumber!: string;

  @Field(() => LookUpOccasion, { description: 'In which medical situation.' })
  occasion!: LookUpOccasion;

  @Field(() => LookUpPurpose, { description: 'What the answer is needed for.' })
  purpose!: LookUpPurpose;

  @Field(() => BreakGlassReason, { nullable: true, description: 'Why nobody could confirm; null unless the glass was broken.' })
  breakGlassReason?: BreakGlassReason | null;

  @Field(() => DateTimeScalar, { description: 'When it was asked.' })
  requestedAt!: Date;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When the second person confirmed or declined; null until then.' })
  decidedAt?: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When the answer was first disclosed; null until then.' })
  answeredAt?: Date | null;

  @Field(() => DateTimeScalar, { description: 'Until when it can be confirmed, or its answer opened.' })
  expiresAt!: Date;
}

export const { NodeConnection: LookUpConnection } = connectionTypes('LookUp', () => LookUpType, 'look-up');

/** What a person is told about a look-up of their own decision. */
@ObjectType('LookUpNotice', { implements: NodeType, description: 'That somebody looked up the caller’s decision, or asked to.' })
export class LookUpNoticeType extends NodeType {
  @Field(() => LookUpOccasion, { description: 'In which medical situation.' })
  occasion!: LookUpOccasion;

  @Field(() => LookUpPurpose, { description: 'What the answer was needed for.' })
  purpose!: LookUpPurpose;

  @Field(() => DateTimeScalar, { description: 'When it was asked.' })
  requestedAt!: Date;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When something was first disclosed; null when nothing was.' })
  answeredAt?: Date | null;

  @Field(() => LookUpFinding, { nullable: true, description: 'What was disclosed; null when nothing was.' })
  finding?: LookUpFinding | null;

  @Field(() => Boolean, { description: 'Whether the choices for single organs and tissues were disclosed, too.' })
  choicesDisclosed!: boolean;
}

export const { NodeConnection: LookUpNoticeConnection } = connectionTypes('LookUpNotice', () => LookUpNoticeType, 'look-up notice');

/** A hospital for whose cases the caller may ask. */
@ObjectType({ description: 'A hospital for whose cases the caller may ask.' })
export class LookUpHospital {
  @Field(() => String, { description: 'Its key, for `hospitalKey`.' })
  key!: string;

  @Field(() => String, { description: 'Its name.' })
  name!: string;

  @Field(() => DivisionType, { nullable: true, description: 'The area of its cases; its code goes into `areaCode`.' })
  area!: DivisionType | null;
}

/** The desk of those who look up and confirm. */
@ObjectType({ description: 'The desk of a clinician or coordinator: what they asked and what waits for them. There is no list and no search of people.' })
export class LookUpDesk {
  /** The caller. */
  of!: Asker;
}

/** What was disclosed. */
@ObjectType({ description: 'What a look-up discloses: as little as the asker needs.' })
export class LookUpAnswer {
  readonly disclosure: Disclosure;

  constructor(disclosure: Disclosure) {
    this.disclosure = disclosure;
  }

  @Field(() => LookUpFinding, { description: 'What is on record.' })
  finding(): LookUpFinding {
    return this.disclosure.finding;
  }

  @Field(() => [ItemChoice], { description: 'The choice for each item, for a coordinator and an agreement; otherwise empty.' })
  choices(): readonly ItemChoice[] {
    return this.disclosure.choices;
  }

  @Field(() => String, { nullable: true, description: 'What the person hopes that medical staff and family respect, in their own words; told with a wish that stands, and no part of it.' })
  wish(): string | null {
    return this.disclosure.wish;
  }

  @Field(() => DateTimeScalar, { nullable: true, description: 'When the decision was recorded; null when none is.' })
  recordedAt(): Date | null {
    return this.disclosure.recordedAt;
  }

  @Field(() => String, { nullable: true, description: 'The fingerprint of the decision, in hex, by which the evidence can be held against it; null when none is.' })
  fingerprint(): string | null {
    return this.disclosure.fingerprint;
  }

  @Field(() => DateTimeScalar, { description: 'When it was disclosed.' })
  disclosedAt(): Date {
    return this.disclosure.disclosedAt;
  }

  @Field(() => String, { description: 'What follows from it in law and what does not, in the language of the request.' })
  note(@Ctx() { language }: Context): string {
    return findingNotes[this.disclosure.finding][language];
  }
}

/** A block. */
@ObjectType('LookUpBlock', { implements: NodeType, description: 'An account that may look up nobody until a manager lifts the block.' })
export class LookUpBlockType extends NodeType {
  @Field(() => DateTimeScalar, { description: 'Since when.' })
  blockedAt!: Date;
}
