import { defineEntity, p } from '@mikro-orm/core';
import { blindIndex, id, instant } from '../database/columns.ts';
import type { AssuranceLevel } from '../identity/identity-provider.ts';
import type { Channel } from '../identity/channel.ts';
import type { ConsentPurpose } from '../policy/consent-texts.ts';
import type { Choices } from './donation-kinds.ts';
import { Donor } from './donor.entity.ts';

/** What the person did when they made a decision. */
export const DecisionAction = {
  REGISTERED: 'REGISTERED',
  EDITED: 'EDITED',
  REAFFIRMED: 'REAFFIRMED',
  REFUSED: 'REFUSED',
  WITHDRAWN: 'WITHDRAWN',
  /** Not the person's own deed: the register put back what they had last said themselves, because a later decision was not theirs. */
  REINSTATED: 'REINSTATED',
} as const;
export type DecisionAction = (typeof DecisionAction)[keyof typeof DecisionAction];

/**
 * Where a person stands in law (条例 art. 9): agreed; refused, so that nobody may donate for them; withdrawn, so that no
 * wish is on record any more; silent, never said anything. Withdrawn and silent have the same effect and are told apart
 * because the person must be able to see that their withdrawal was heard.
 */
export const DecisionState = { AGREED: 'AGREED', REFUSED: 'REFUSED', WITHDRAWN: 'WITHDRAWN', SILENT: 'SILENT' } as const;
export type DecisionState = (typeof DecisionState)[keyof typeof DecisionState];

const DecisionSchema = defineEntity({
  name: 'Decision',
  tableName: 'decision',
  properties: {
    id: id(),
    donor: () => p.manyToOne(Donor).ref().deleteRule('restrict'),
    sequence: p.integer(),
    action: p.text().$type<DecisionAction>(),
    state: p.text().$type<Exclude<DecisionState, 'SILENT'>>(),
    choices: p.json<Choices>(),
    channel: p.text().$type<Channel>(),
    assuranceLevel: p.text().$type<AssuranceLevel>(),
    consentPurpose: p.text().$type<ConsentPurpose>(),
    consentVersion: p.text(),
    consentHash: p.text(),
    recordedAt: instant(),
    /** SHA-256 of the canonical form (`canonical-decision.ts`), made when the decision was recorded and checked at every reading. */
    fingerprint: blindIndex(),
    /** SHA-256 of what a partner had sent and this decision confirms: sealed with the decision; no part of what the person said. */
    confirmedSubmissionHash: blindIndex().nullable(),
  },
  uniques: [{ properties: ['donor', 'sequence'], name: 'decision_donor_sequence_unique' }],
});

/**
 * One decision of one person, never changed after it was written (the database refuses update and delete);
 * the one with the highest sequence stands.
 */
export class Decision extends DecisionSchema.class {
  /** Whether a wish is on record: withdrawn decisions leave none. */
  isStanding(): boolean {
    return this.state !== DecisionState.WITHDRAWN;
  }
}
DecisionSchema.setClass(Decision);
