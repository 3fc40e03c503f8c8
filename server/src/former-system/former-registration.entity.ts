import { defineEntity, p } from '@mikro-orm/core';
import { day } from '../database/columns.ts';
import { Donor } from '../donors/donor.entity.ts';

const FormerRegistrationSchema = defineEntity({
  name: 'FormerRegistration',
  tableName: 'former_registration',
  primaryKeys: ['donor', 'sequence'],
  properties: {
    donor: () => p.manyToOne(Donor).primary().ref().deleteRule('restrict'),
    /** Which decision of the donor it became. */
    sequence: p.integer().primary(),
    /** The short name of the former system, as the operator gave it. */
    system: p.text(),
    /** Its number there. */
    reference: p.text(),
    /** The day on which the person decided there: what they said later holds against it. */
    decidedOn: day(),
  },
  uniques: [{ properties: ['system', 'reference'], name: 'former_registration_reference_unique' }],
});

/** Where a decision came from that was taken over from a former system; never changed. */
export class FormerRegistration extends FormerRegistrationSchema.class {}
FormerRegistrationSchema.setClass(FormerRegistration);
