import { defineEntity, p } from '@mikro-orm/core';
import { day, id } from '../database/columns.ts';
import { Organisation } from './organisation.entity.ts';

/** What a body does for people, as the province's own account names it. */
export const OrganisationService = {
  POLICY_CONSULTATION: 'POLICY_CONSULTATION',
  REGISTRATION: 'REGISTRATION',
  HOME_VISIT: 'HOME_VISIT',
  STEM_CELL_OUTREACH: 'STEM_CELL_OUTREACH',
  STEM_CELL_ENROLMENT: 'STEM_CELL_ENROLMENT',
  STEM_CELL_SCREENING: 'STEM_CELL_SCREENING',
  STEM_CELL_SECOND_TALK: 'STEM_CELL_SECOND_TALK',
  STEM_CELL_HIGH_RESOLUTION_TYPING: 'STEM_CELL_HIGH_RESOLUTION_TYPING',
  STEM_CELL_PHYSICAL_EXAMINATION: 'STEM_CELL_PHYSICAL_EXAMINATION',
  STEM_CELL_COLLECTION: 'STEM_CELL_COLLECTION',
} as const;
export type OrganisationService = (typeof OrganisationService)[keyof typeof OrganisationService];

const OrganisationServiceOfferSchema = defineEntity({
  name: 'OrganisationServiceOffer',
  tableName: 'organisation_service_offer',
  properties: {
    id: id(),
    organisation: () => p.manyToOne(Organisation).ref().deleteRule('cascade'),
    service: p.text().$type<OrganisationService>(),
    /** First day; null when the source does not say since when. */
    validFrom: day().nullable(),
    /** Last day; null while it stands. */
    validTo: day().nullable(),
    source: p.text(),
  },
  indexes: [{ properties: ['organisation', 'service'], name: 'organisation_service_offer_index' }],
});

/** That a body offers a service, as far as a source says so. */
export class OrganisationServiceOffer extends OrganisationServiceOfferSchema.class {}
OrganisationServiceOfferSchema.setClass(OrganisationServiceOffer);
