import { defineEntity, p } from '@mikro-orm/core';
import { day } from '../database/columns.ts';

/** The three levels of GB/T 2260; the last four, the last two and no digit of the code are zero. */
export const DivisionLevel = { PROVINCE: 'PROVINCE', CITY: 'CITY', COUNTY: 'COUNTY' } as const;
export type DivisionLevel = (typeof DivisionLevel)[keyof typeof DivisionLevel];

const DivisionSchema = defineEntity({
  name: 'Division',
  tableName: 'division',
  properties: {
    code: p.text().primary(),
    name: p.text(),
    level: p.text().$type<DivisionLevel>(),
    parentCode: p.text().nullable(),
    /** First valid day; null when it began before our records. */
    validFrom: day().nullable(),
    /** Last valid day; null while it is valid. */
    validTo: day().nullable(),
    successorCodes: p.array(),
    /** Where this row comes from. */
    source: p.text(),
  },
});

/**
 * An administrative division by GB/T 2260, the table's copy of `data/divisions.csv`. Codes are never deleted: an ended
 * one stays in identity numbers for life and is only refused as a new address.
 */
export class Division extends DivisionSchema.class {}
DivisionSchema.setClass(Division);
