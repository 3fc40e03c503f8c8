import { hash } from 'node:crypto';
import type { Decision } from './decision.entity.ts';
import { allItems } from './donation-kinds.ts';

/** What of a decision is fixed when it is recorded: all of it but its id and its fingerprint. */
export type DecisionContent = Pick<
  Decision,
  'sequence' | 'action' | 'state' | 'choices' | 'channel' | 'assuranceLevel' | 'consentPurpose' | 'consentVersion' | 'consentHash' | 'recordedAt'
>;

/**
 * The canonical form of a decision, version 1: UTF-8 lines `name=value`, each ended by a line feed, in this order. Items
 * stand in the order of the form and only as stored, so that a kind which the law adds later changes no older decision.
 * It is written down in `docs/canonical-decision.md` with vectors, so that anybody can compute it again.
 */
export function canonicalDecision(registrationNumber: string, decision: DecisionContent): string {
  const items = allItems.flatMap((item) => (decision.choices[item] === undefined ? [] : [[item, decision.choices[item]]]));
  const lines = [
    ['sanxian-decision', '1'],
    ['registration', registrationNumber],
    ['sequence', String(decision.sequence)],
    ['action', decision.action],
    ['state', decision.state],
    ...items,
    ['channel', decision.channel],
    ['assurance', decision.assuranceLevel],
    ['consent', `${decision.consentPurpose} ${decision.consentVersion} ${decision.consentHash}`],
    ['recorded', decision.recordedAt.toISOString()],
  ];
  return lines.map(([name, value]) => `${name}=${value}\n`).join('');
}

/** SHA-256 of the canonical form: equal fingerprints mean that a decision is what was said, to the last choice. */
export function fingerprintOf(registrationNumber: string, decision: DecisionContent): Buffer {
  return hash('sha256', canonicalDecision(registrationNumber, decision), 'buffer');
}

/** Raised when a stored decision is not what was recorded. Never a caller's fault and always an alarm. */
export class DecisionAltered extends Error {
  override readonly name = 'DecisionAltered';
}

/** @throws DecisionAltered unless the stored decision still has the fingerprint that was recorded with it. */
export function assertUnaltered(registrationNumber: string, decision: Decision): Decision {
  if (!fingerprintOf(registrationNumber, decision).equals(decision.fingerprint)) throw new DecisionAltered();
  return decision;
}
