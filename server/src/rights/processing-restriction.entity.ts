import { defineEntity, p } from '@mikro-orm/core';
import { id, instant } from '../database/columns.ts';
import { Donor } from '../donors/donor.entity.ts';

const ProcessingRestrictionSchema = defineEntity({
  name: 'ProcessingRestriction',
  tableName: 'processing_restriction',
  properties: {
    id: id(),
    donor: () => p.manyToOne(Donor).ref().deleteRule('restrict'),
    /** Its place among the restrictions of this person, from 1. */
    sequence: p.integer(),
    /** True when processing stops but for storage, false when the person lifts that. */
    restricted: p.boolean(),
    statedAt: instant(),
  },
  uniques: [{ properties: ['donor', 'sequence'], name: 'processing_restriction_sequence_unique' }],
});

/** From when on nothing but storage is done with a record, or is again (个人信息保护法 art. 44, 47); the latest one stands. */
export class ProcessingRestriction extends ProcessingRestrictionSchema.class {}
ProcessingRestrictionSchema.setClass(ProcessingRestriction);
