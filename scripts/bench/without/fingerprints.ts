/** In place of `donors/canonical-decision.ts`, for measuring only: no decision is held against its fingerprint when it is read. */
import type { Decision } from '../../../server/src/donors/decision.entity.ts';

export * from '../../../server/src/donors/canonical-decision.ts';

/** Believes every decision. */
export function assertUnaltered(_registrationNumber: string, decision: Decision): Decision {
  return decision;
}
