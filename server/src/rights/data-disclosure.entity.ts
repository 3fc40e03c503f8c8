import { defineEntity, p } from '@mikro-orm/core';
import { blindIndex, id, instant } from '../database/columns.ts';
import { BodyDonation } from '../body-donation/body-donation.entity.ts';
import { Donor } from '../donors/donor.entity.ts';
import { HomeVisit } from '../home-visits/home-visit.entity.ts';
import { StaffAccount } from '../staff/staff-account.entity.ts';
import { DataRequest } from './data-request.entity.ts';

/** What was shown. */
export const DataDisclosureKind = {
  /** The person took a copy of everything held about them. */
  EXPORTED_BY_OWNER: 'EXPORTED_BY_OWNER',
  /** Somebody of the staff read what a request says. */
  REQUEST_READ: 'REQUEST_READ',
  /** Somebody of the staff read what a person wishes for their body. */
  BODY_DONATION_READ: 'BODY_DONATION_READ',
  /** Somebody of the staff read where to a visit is to go. */
  HOME_VISIT_READ: 'HOME_VISIT_READ',
  /** Somebody of the staff looked for a person because a near relative says that they died. */
  NEAR_KIN_READ: 'NEAR_KIN_READ',
} as const;
export type DataDisclosureKind = (typeof DataDisclosureKind)[keyof typeof DataDisclosureKind];

const DataDisclosureSchema = defineEntity({
  name: 'DataDisclosure',
  tableName: 'data_disclosure',
  properties: {
    id: id(),
    /** Whose data; the index stands for a person without a record, until its years are over. */
    donor: () => p.manyToOne(Donor).ref().nullable().deleteRule('restrict'),
    personIndex: blindIndex().nullable(),
    kind: p.text().$type<DataDisclosureKind>(),
    dataRequest: () => p.manyToOne(DataRequest).ref().nullable().deleteRule('restrict'),
    bodyDonation: () => p.manyToOne(BodyDonation).ref().nullable().deleteRule('restrict'),
    homeVisit: () => p.manyToOne(HomeVisit).ref().nullable().deleteRule('restrict'),
    /** Who of the staff; null for the person themselves. */
    account: () => p.manyToOne(StaffAccount).ref().nullable().deleteRule('restrict'),
    at: instant(),
  },
});

/** That somebody was shown a person's data otherwise than by a look-up: written before it is shown, visible to that person. */
export class DataDisclosure extends DataDisclosureSchema.class {}
DataDisclosureSchema.setClass(DataDisclosure);
