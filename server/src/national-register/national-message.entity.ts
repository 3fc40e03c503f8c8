import { defineEntity, p } from '@mikro-orm/core';
import { id, instant } from '../database/columns.ts';
import { Decision } from '../donors/decision.entity.ts';
import { Donor } from '../donors/donor.entity.ts';
import type { NationalOutcome, NationalPosition } from './national-register.ts';

const NationalMessageSchema = defineEntity({
  name: 'NationalMessage',
  tableName: 'national_message',
  properties: {
    id: id(),
    decision: () => p.manyToOne(Decision).ref().deleteRule('restrict'),
    donor: () => p.manyToOne(Donor).ref().deleteRule('restrict'),
    onHold: p.boolean(),
    sentAt: instant(),
  },
});

/** That a decision was sent to the national register. Never changed. */
export class NationalMessage extends NationalMessageSchema.class {}
NationalMessageSchema.setClass(NationalMessage);

const NationalAnswerSchema = defineEntity({
  name: 'NationalAnswer',
  tableName: 'national_answer',
  properties: {
    id: id(),
    answerNumber: p.text().unique(),
    message: () => p.manyToOne(NationalMessage).ref().deleteRule('restrict'),
    outcome: p.text().$type<NationalOutcome>(),
    reason: p.text().nullable(),
    /** What the national register holds instead, in a conflict. */
    position: p.text().$type<NationalPosition>().nullable(),
    positionSince: instant().nullable(),
    receivedAt: instant(),
  },
});

/** What the national register answered. Never changed, and one that comes twice is kept once. */
export class NationalAnswer extends NationalAnswerSchema.class {}
NationalAnswerSchema.setClass(NationalAnswer);
