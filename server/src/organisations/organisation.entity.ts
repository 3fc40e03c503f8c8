import { defineEntity, p } from '@mikro-orm/core';
import { id, instant } from '../database/columns.ts';

/** Which step of the Red Cross a body belongs to. */
export const OrganisationLevel = { PROVINCE: 'PROVINCE', CITY: 'CITY', COUNTY: 'COUNTY' } as const;
export type OrganisationLevel = (typeof OrganisationLevel)[keyof typeof OrganisationLevel];

const OrganisationSchema = defineEntity({
  name: 'Organisation',
  tableName: 'organisation',
  properties: {
    id: id(),
    /** The key of the import: given once, kept through every change of name, place and address. See `registry-key.ts`. */
    registryKey: p.text().unique(),
    name: p.text(),
    level: p.text().$type<OrganisationLevel>(),
    /** A code of the table `division`. */
    divisionCode: p.text(),
    parent: () => p.manyToOne(Organisation).ref().nullable().deleteRule('restrict'),
    /** Null while it is not verified (待核实): nothing is ever made up here. */
    address: p.text().nullable(),
    /** Null while it is not verified (待核实). */
    phone: p.text().nullable(),
    /** Where name, address and phone come from. */
    source: p.text(),
    updatedAt: instant(),
  },
  uniques: [{ properties: ['divisionCode', 'name'], name: 'organisation_division_name_unique' }],
  indexes: [{ properties: ['parent'], name: 'organisation_parent_index' }],
});

/** A body of the Red Cross that deals with donation: its place in the tree and how to reach it. */
export class Organisation extends OrganisationSchema.class {}
OrganisationSchema.setClass(Organisation);
