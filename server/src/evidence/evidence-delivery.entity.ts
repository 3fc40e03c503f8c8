import { defineEntity, p } from '@mikro-orm/core';
import { instant, sealed } from '../database/columns.ts';
import { EvidenceIssue } from './evidence-issue.entity.ts';

const EvidenceDeliverySchema = defineEntity({
  name: 'EvidenceDelivery',
  tableName: 'evidence_delivery',
  properties: {
    issue: () => p.oneToOne(EvidenceIssue).primary().ref().owner().deleteRule('restrict'),
    /** The session of the staff that asked: no other can fetch it. */
    sessionId: p.uuid(),
    /** The whole file, sealed for this row: it holds a name and a document number in clear. */
    sealedFile: sealed(),
    expiresAt: instant(),
  },
});

/** A package that waits to be fetched, once, within minutes; afterwards the register keeps its digest only. */
export class EvidenceDelivery extends EvidenceDeliverySchema.class {}
EvidenceDeliverySchema.setClass(EvidenceDelivery);
