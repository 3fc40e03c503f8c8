import { defineEntity, p } from '@mikro-orm/core';
import { day, id } from '../database/columns.ts';
import { Organisation } from './organisation.entity.ts';

const WitnessCapabilitySchema = defineEntity({
  name: 'WitnessCapability',
  tableName: 'witness_capability',
  properties: {
    id: id(),
    organisation: () => p.manyToOne(Organisation).ref().deleteRule('cascade'),
    canWitnessIndependently: p.boolean(),
    /** How many coordinators must witness; null when the source names no number. */
    minimumWitnesses: p.integer().nullable(),
    /** The body that assigns the witnesses; null when the body does it itself or the source does not say. */
    assignedBy: () => p.manyToOne(Organisation).ref().nullable().deleteRule('restrict'),
    /** The first day for which the source speaks. */
    validFrom: day(),
    /** Last day; null while it stands. */
    validTo: day().nullable(),
    source: p.text(),
  },
  uniques: [{ properties: ['organisation', 'validFrom'], name: 'witness_capability_organisation_from_unique' }],
});

/** Whether a body could witness a donation on its own, and from when to when: the law changed it, so it is no constant. */
export class WitnessCapability extends WitnessCapabilitySchema.class {}
WitnessCapabilitySchema.setClass(WitnessCapability);
