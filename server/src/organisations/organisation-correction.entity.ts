import { defineEntity, p } from '@mikro-orm/core';
import { id, instant } from '../database/columns.ts';
import { Organisation } from './organisation.entity.ts';

const OrganisationCorrectionSchema = defineEntity({
  name: 'OrganisationCorrection',
  tableName: 'organisation_correction',
  properties: {
    id: id(),
    organisation: () => p.manyToOne(Organisation).ref().deleteRule('restrict'),
    /** What the sender can quote later; it says nothing about them. */
    receiptNumber: p.text().unique(),
    address: p.text().nullable(),
    phone: p.text().nullable(),
    note: p.text().nullable(),
    suggestedAt: instant(),
  },
  indexes: [{ properties: ['organisation'], name: 'organisation_correction_organisation_index' }],
});

/** What somebody says is wrong or missing in the directory, for staff to verify. The sender is neither asked for nor stored. */
export class OrganisationCorrection extends OrganisationCorrectionSchema.class {}
OrganisationCorrectionSchema.setClass(OrganisationCorrection);
