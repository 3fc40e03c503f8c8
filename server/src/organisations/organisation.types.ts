import { createUnionType, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { DivisionType } from '../divisions/division.types.ts';
import { connectionTypes } from '../graphql/connections.ts';
import { NodeType } from '../graphql/node.types.ts';
import { InvalidInput, TooManyRequests } from '../graphql/refusal.types.ts';
import { DateScalar } from '../graphql/scalars.ts';
import { DistanceBasis } from './nearby-organisations.ts';
import type { OrganisationCorrection } from './organisation-correction.entity.ts';
import { OrganisationService } from './organisation-service-offer.entity.ts';
import { OrganisationLevel } from './organisation.entity.ts';

registerEnumType(OrganisationLevel, {
  name: 'OrganisationLevel',
  description: 'Which step of the Red Cross a body belongs to.',
  valuesConfig: {
    PROVINCE: { description: 'A body of the province.' },
    CITY: { description: 'A body of a city.' },
    COUNTY: { description: 'A body of a district, county or county-level city.' },
  },
});

registerEnumType(OrganisationService, {
  name: 'OrganisationService',
  description: 'What a body does for people, as the province’s own account of 2020 names it.',
  valuesConfig: {
    POLICY_CONSULTATION: { description: '政策咨询: answers questions about the rules of donation.' },
    REGISTRATION: { description: '登记报名: takes registrations of the wish to donate organs, tissues or the body.' },
    HOME_VISIT: { description: '上门服务: comes to people who want to register and cannot travel.' },
    STEM_CELL_OUTREACH: { description: '造血干细胞宣传动员: tells people about donating stem cells.' },
    STEM_CELL_ENROLMENT: { description: '造血干细胞登记入库: enrols stem cell donors and takes their sample.' },
    STEM_CELL_SCREENING: { description: '造血干细胞初筛确认: confirms a first match with the donor.' },
    STEM_CELL_SECOND_TALK: { description: '供者再动员: talks with a matched donor and their family again.' },
    STEM_CELL_HIGH_RESOLUTION_TYPING: { description: '高分辨检测: takes the sample for high-resolution typing.' },
    STEM_CELL_PHYSICAL_EXAMINATION: { description: '捐献前体检: arranges the physical examination before donating.' },
    STEM_CELL_COLLECTION: { description: '造血干细胞采集: stem cells can be collected in this city itself.' },
  },
});

registerEnumType(DistanceBasis, {
  name: 'DistanceBasis',
  description: 'What a distance is measured to.',
  valuesConfig: {
    DIVISION_CENTRE: { description: 'A point near the seat of the division’s government, because the office’s own place is not known.' },
    OFFICE: { description: 'The office itself.' },
  },
});

/** A body as the world may see it. */
@ObjectType('Organisation', { implements: NodeType, description: 'A body of the Red Cross that deals with donation.' })
export class OrganisationType extends NodeType {
  @Field(() => String, { description: 'The full name.' })
  name!: string;

  @Field(() => OrganisationLevel, { description: 'Which step it belongs to.' })
  level!: OrganisationLevel;

  @Field(() => DivisionType, { description: 'The division for which it works.' })
  division!: DivisionType;

  @Field(() => String, { nullable: true, description: 'The address of its office; null while it is not verified (待核实), for nothing is made up.' })
  address!: string | null;

  @Field(() => String, { nullable: true, description: 'Its telephone numbers, separated by semicolons; null while they are not verified (待核实).' })
  phone!: string | null;

  @Field(() => String, { description: 'Where name, address and telephone come from.' })
  source!: string;
}

export const { NodeConnection: OrganisationConnection } = connectionTypes('Organisation', () => OrganisationType, 'organisation');

/** That a body offers a service. */
@ObjectType('OrganisationServiceOffer', { description: 'That a body offers a service, as far as a source says so.' })
export class OrganisationServiceOfferType {
  @Field(() => OrganisationService, { description: 'What it does.' })
  service!: OrganisationService;

  @Field(() => DateScalar, { nullable: true, description: 'The first day; null when the source does not say since when.' })
  validFrom!: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'The last day; null while it is offered.' })
  validTo!: string | null;

  @Field(() => String, { description: 'Who says so.' })
  source!: string;
}

/** How a body can or could witness. */
@ObjectType('WitnessCapability', { description: 'Whether a body can or could witness a donation on its own, and in which time: the law of 2024-05-01 changed it.' })
export class WitnessCapabilityType {
  @Field(() => Boolean, { description: 'Whether its own coordinators suffice.' })
  canWitnessIndependently!: boolean;

  @Field(() => Int, { nullable: true, description: 'How many coordinators must witness at least; null when the source names no number.' })
  minimumWitnesses!: number | null;

  @Field(() => DateScalar, { description: 'The first day for which the source speaks.' })
  validFrom!: string;

  @Field(() => DateScalar, { nullable: true, description: 'The last day; null while it stands.' })
  validTo!: string | null;

  @Field(() => String, { description: 'Who says so: the account of 2020, or the article of the law.' })
  source!: string;
}

/** A body and how far it is. */
@ObjectType('NearbyOrganisation', { description: 'A body and how far it is from the place that was asked about.' })
export class NearbyOrganisationType {
  @Field(() => OrganisationType, { description: 'The body.' })
  organisation!: OrganisationType;

  @Field(() => Int, { description: 'The distance in metres as the crow flies.' })
  distanceMetres!: number;

  @Field(() => DistanceBasis, { description: 'What the distance is measured to.' })
  basis!: DistanceBasis;
}

/** Which bodies a caller wants. */
@InputType({ description: 'Which bodies are wanted; conditions that are left out do not narrow, the others must all hold.' })
export class OrganisationFilter {
  @Field(() => String, { nullable: true, description: 'Words of the body’s name or of its division’s name, former names included: 江干 finds 上城区 and 钱塘区.' })
  search?: string | null;

  @Field(() => String, { nullable: true, description: 'The code of a division: bodies of it and of everything below; an ended one leads to those that took over.' })
  divisionCode?: string | null;

  @Field(() => OrganisationLevel, { nullable: true, description: 'Only bodies of this step.' })
  level?: OrganisationLevel | null;

  @Field(() => OrganisationService, { nullable: true, description: 'Only bodies that offer this service today.' })
  service?: OrganisationService | null;

  @Field(() => ID, { nullable: true, description: 'Only bodies directly below this one.' })
  parentId?: string | null;
}

/** What somebody says about an office. */
@InputType({ description: 'What is wrong or missing about an office. Please name no person.' })
export class SuggestOrganisationCorrectionInput {
  @Field(() => ID, { description: 'The body it is about.' })
  organisationId!: string;

  @Field(() => String, { nullable: true, description: 'The right address, at most 120 characters.' })
  address?: string | null;

  @Field(() => String, { nullable: true, description: 'The right telephone number, at most 80 characters.' })
  phone?: string | null;

  @Field(() => String, { nullable: true, description: 'Anything else that helps to verify it, at most 500 characters.' })
  note?: string | null;
}

/** The suggestion was kept. */
@ObjectType({ description: 'The suggestion was kept; staff will verify it before the directory changes.' })
export class SuggestOrganisationCorrectionSuccess {
  @Field(() => String, { description: 'The number to quote when asking about it; it says nothing about the sender.' })
  receiptNumber!: string;

  static of({ receiptNumber }: OrganisationCorrection): SuggestOrganisationCorrectionSuccess {
    return Object.assign(new SuggestOrganisationCorrectionSuccess(), { receiptNumber });
  }
}

export const SuggestOrganisationCorrectionResult = createUnionType({
  name: 'SuggestOrganisationCorrectionResult',
  description: 'The receipt of a suggestion, or the rule that refused it.',
  types: () => [SuggestOrganisationCorrectionSuccess, InvalidInput, TooManyRequests] as const,
});
