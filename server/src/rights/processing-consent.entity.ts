import { defineEntity, p } from '@mikro-orm/core';
import { id, instant } from '../database/columns.ts';
import { Donor } from '../donors/donor.entity.ts';
import type { Channel } from '../identity/channel.ts';
import type { OptionalPurpose } from './processing-purposes.ts';

const ProcessingConsentSchema = defineEntity({
  name: 'ProcessingConsent',
  tableName: 'processing_consent',
  properties: {
    id: id(),
    donor: () => p.manyToOne(Donor).ref().deleteRule('restrict'),
    purpose: p.text().$type<OptionalPurpose>(),
    /** Its place among what this person said about this purpose, from 1: two phones at once meet here. */
    sequence: p.integer(),
    /** True when it was given, false when it was taken back. */
    given: p.boolean(),
    /** The words that were shown, whether for giving it or for taking it back. */
    textVersion: p.text(),
    textHash: p.text(),
    channel: p.text().$type<Channel>(),
    statedAt: instant(),
  },
  uniques: [{ properties: ['donor', 'purpose', 'sequence'], name: 'processing_consent_sequence_unique' }],
});

/** That a person gave or took back their consent to one purpose; never changed, the latest one stands. */
export class ProcessingConsent extends ProcessingConsentSchema.class {}
ProcessingConsentSchema.setClass(ProcessingConsent);
