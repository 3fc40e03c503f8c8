import { defineEntity, p } from '@mikro-orm/core';
import { id, instant } from '../database/columns.ts';
import type { AssuranceLevel, Container } from '../identity/identity-provider.ts';
import { Decision } from './decision.entity.ts';
import { Donor } from './donor.entity.ts';

const QueuedWithdrawalSchema = defineEntity({
  name: 'QueuedWithdrawal',
  tableName: 'queued_withdrawal',
  properties: {
    id: id(),
    donor: () => p.manyToOne(Donor).ref().deleteRule('restrict'),
    /** What the person quotes when they ask about it. */
    receiptNumber: p.text().unique(),
    /** The session in which it was said, as far as the decision will tell of it. */
    channel: p.text().$type<Container>(),
    assuranceLevel: p.text().$type<AssuranceLevel>(),
    consentVersion: p.text(),
    consentHash: p.text(),
    queuedAt: instant(),
    /** The decision that it became at the person's next sign-in; null until then, and for good when nothing was left to withdraw. */
    decision: () => p.oneToOne(Decision).ref().owner().nullable().deleteRule('restrict'),
    settledAt: instant().nullable(),
  },
});

/**
 * A withdrawal that a person with a live session made while sign-in was out of order. It counts for everybody who looks the
 * person up from this moment, and becomes an ordinary decision at their next sign-in. It is never deleted.
 */
export class QueuedWithdrawal extends QueuedWithdrawalSchema.class {}
QueuedWithdrawalSchema.setClass(QueuedWithdrawal);
