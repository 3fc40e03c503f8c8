import { defineEntity, p } from '@mikro-orm/core';
import { day, id } from '../database/columns.ts';

const HospitalSchema = defineEntity({
  name: 'Hospital',
  tableName: 'hospital',
  properties: {
    id: id(),
    /** The key of the import: given once, kept through every change of name. */
    registryKey: p.text().unique(),
    name: p.text(),
    /** A code of the table `division`: the area of its cases (条例 art. 16). */
    divisionCode: p.text(),
    /** Where name and area come from. */
    source: p.text(),
    validFrom: day(),
    validTo: day().nullable(),
  },
});

/** A hospital whose named clinicians may look up a decision; none ships with the register, because none was verified. */
export class Hospital extends HospitalSchema.class {}
HospitalSchema.setClass(Hospital);
