import { createHash } from 'node:crypto';
import type { AuditPublicKeys } from '../audit/audit-keys.ts';
import { instantOf } from '../audit/covered-rows.ts';
import { inclusionFault } from '../audit/inclusion-proof.ts';
import { canonicalDecision } from '../donors/canonical-decision.ts';
import { kindOf } from '../donors/donation-kinds.ts';
import { hashOfWords } from '../policy/consent-texts.ts';
import { type EvidenceContent, type EvidenceDecision, type Moment, momentOf } from './evidence-package.ts';

/** What is looked at in the content of a package, in this order. */
export type ContentCheck = 'DECISIONS' | 'WORDS' | 'SEALS' | 'TIMES';

/** The first thing that is wrong, in words for an inspector; names no person. */
export interface ContentFault {
  readonly check: ContentCheck;
  readonly detail: string;
}

/** How far clocks of servers, and the two ends of a transaction, may lie apart. */
const CLOCKS = 15 * 60_000;

/** The checks of the content, each of which answers with what is wrong, or null. */
export const contentChecks: Readonly<Record<ContentCheck, (evidence: EvidenceContent, keys: AuditPublicKeys) => string | null>> = {
  DECISIONS: decisionsFault,
  WORDS: wordsFault,
  SEALS: sealsFault,
  TIMES: timesFault,
};

/** What is wrong first with the content of a package, or null: by public keys alone, without the register. */
export function contentFault(evidence: EvidenceContent, keys: AuditPublicKeys): ContentFault | null {
  for (const check of Object.keys(contentChecks) as ContentCheck[]) {
    const detail = contentChecks[check](evidence, keys);
    if (detail !== null) return { check, detail };
  }
  return null;
}

/** The history is whole from the first to the last, and each decision has the canonical form and fingerprint that follow from it. */
function decisionsFault({ decisions, person, standing }: EvidenceContent): string | null {
  for (const [index, decision] of decisions.entries()) {
    const { sequence, choices, canonical, fingerprint } = decision;
    if (sequence !== decisions.length - index) return `decision ${sequence} stands where ${decisions.length - index} should`;
    if (new Set(choices.map(({ item }) => item)).size < choices.length) return `decision ${sequence} states an item twice`;
    if (choices.some(({ item, kind }) => kindOf(item) !== kind)) return `decision ${sequence} has an item of another kind`;
    if (canonicalOf(person.registrationNumber, decision) !== canonical) return `the canonical form of decision ${sequence} does not follow from what is stated`;
    if (createHash('sha256').update(canonical).digest('hex') !== fingerprint) return `decision ${sequence} has another fingerprint`;
  }
  return standing.state === reliedOn(decisions, standing) ? null : 'the standing state does not follow from the decisions';
}

/** On what others may rely (docs/decision-states.md): while anything is in doubt, no agreement, and a refusal that may be the person's own word. */
function reliedOn(decisions: readonly EvidenceDecision[], { contestedSince, withdrawalQueuedAt }: EvidenceContent['standing']): EvidenceDecision['state'] | undefined {
  const [latest] = decisions;
  const isOpen = decisions.some(({ disavowal }) => disavowal?.outcome === 'OPEN');
  if (isOpen !== (contestedSince !== null)) return undefined;
  if (!isOpen && withdrawalQueuedAt === null) return latest?.state;
  // The person's own words down to the last that nobody disputes; what the register put back is nobody's word.
  const own = decisions.filter(({ action, disavowal }) => action !== 'REINSTATED' && disavowal?.outcome !== 'UPHELD');
  const undisputed = own.findIndex(({ disavowal }) => disavowal?.outcome !== 'OPEN');
  const words = undisputed === -1 ? own : own.slice(0, undisputed + 1);
  return words.some(({ state }) => state === 'REFUSED') ? 'REFUSED' : 'WITHDRAWN';
}

function canonicalOf(registrationNumber: string, decision: EvidenceDecision): string {
  const { consent, recordedAt, choices } = decision;
  return canonicalDecision(registrationNumber, {
    ...decision,
    choices: Object.fromEntries(choices.map(({ item, choice }) => [item, choice])),
    consentPurpose: consent.purpose,
    consentVersion: consent.version,
    consentHash: consent.hash,
    recordedAt: new Date(recordedAt.utc),
  });
}

/** Each decision's declaration stands there in full, and its hash follows from the words. */
function wordsFault({ consents, decisions }: EvidenceContent): string | null {
  for (const { purpose, version, language, paragraphs, hash } of consents) {
    if (hashOfWords(language, paragraphs) !== hash) return `the words of the declaration ${purpose} ${version} have another hash`;
  }
  for (const { sequence, consent, channel } of decisions) {
    // What the register put back when there was nothing of the person's own to put back, or took over from a former system.
    if (consent.hash === 'none' && channel === 'RED_CROSS_OFFICE') continue;
    const isThere = consents.some((each) => each.purpose === consent.purpose && each.version === consent.version && each.hash === consent.hash);
    if (!isThere) return `the words that decision ${sequence} declared are missing`;
  }
  return consents.every((each) => decisions.some(({ consent }) => consent.hash === each.hash)) ? null : 'there are words that nobody declared';
}

/** Each decision, and the audit entry that tells of it, was sealed in exactly these words, and all belong to one person. */
function sealsFault({ decisions }: EvidenceContent, keys: AuditPublicKeys): string | null {
  const owners = new Set<string>();
  for (const decision of decisions) {
    const { sequence, proof } = decision;
    for (const [name, each] of Object.entries(proof)) {
      const fault = inclusionFault(each, keys);
      if (fault !== null) return `the proof of the ${name} of decision ${sequence} does not hold: ${fault}`;
    }
    const row = sealedRow('decision', proof.decision.row);
    if (!row || !isRowOf(row, decision)) return `what was sealed is not decision ${sequence}`;
    owners.add(row.get('donor_id') ?? '');
    const entry = sealedRow('audit_entry', proof.entry.row);
    if (!entry || !tellsOf(entry, decision)) return `the audit entry does not tell of decision ${sequence}`;
    // Only what was taken over, or put back, may be without words: everybody else has declared some.
    if (decision.consent.hash === 'none' && decision.action !== 'REINSTATED' && entry.get('operation') !== 'importRegistrations') return `decision ${sequence} is without words, and was not taken over`;
  }
  return owners.size === 1 ? null : 'the decisions are not of one person';
}

/** A sealed row's columns by name (`leafText`); null when it is of another table or no row. */
function sealedRow(table: string, text: string): ReadonlyMap<string, string> | null {
  const parsed = JSON.parse(text) as unknown;
  if (!Array.isArray(parsed) || parsed[0] !== table || !Array.isArray(parsed[1])) return null;
  return new Map(parsed[1] as [string, string][]);
}

function isRowOf(row: ReadonlyMap<string, string>, decision: EvidenceDecision): boolean {
  const { id, sequence, action, state, choices, channel, assuranceLevel, consent, recordedAt, fingerprint } = decision;
  const expected: readonly (readonly [string, string])[] = [
    ['id', id],
    ['sequence', String(sequence)],
    ['action', action],
    ['state', state],
    ['channel', channel],
    ['assurance_level', assuranceLevel],
    ['consent_purpose', consent.purpose],
    ['consent_version', consent.version],
    ['consent_hash', consent.hash],
    ['fingerprint', `\\x${fingerprint}`],
  ];
  if (!expected.every(([column, value]) => row.get(column) === value)) return false;
  if (instantOf(row.get('recorded_at') ?? '').getTime() !== new Date(recordedAt.utc).getTime()) return false;
  const sealed = JSON.parse(row.get('choices') ?? '{}') as Readonly<Record<string, string>>;
  return Object.keys(sealed).length === choices.length && choices.every(({ item, choice }) => sealed[item] === choice);
}

function tellsOf(entry: ReadonlyMap<string, string>, { id, recordedAt }: EvidenceDecision): boolean {
  const changes = JSON.parse(entry.get('changes') ?? '[]') as readonly { readonly entity?: string; readonly id?: string; readonly change?: string }[];
  const told = changes.some((change) => change.entity === 'Decision' && change.id === id && change.change === 'create');
  return told && Math.abs(instantOf(entry.get('at') ?? '').getTime() - new Date(recordedAt.utc).getTime()) <= CLOCKS;
}

/** Everything happened in the order in which it must, and both clocks of each instant agree. */
function timesFault(evidence: EvidenceContent): string | null {
  const { issuedAt, person, case: asked, decisions } = evidence;
  const moments: readonly (readonly [string, Moment | null])[] = [
    ['issued', issuedAt],
    ['registered', person.registeredAt],
    ['requested', asked.requestedAt],
    ['confirmed', asked.confirmedAt],
    ['answered', asked.answeredAt],
    ['contested', evidence.standing.contestedSince],
    ['withdrawal queued', evidence.standing.withdrawalQueuedAt],
    ...decisions.flatMap(({ sequence, recordedAt, nationalRegister, disavowal }): [string, Moment | null][] => [
      [`disavowed ${sequence}`, disavowal?.at ?? null],
      [`recorded ${sequence}`, recordedAt],
      [`national register ${sequence}`, nationalRegister.since],
    ]),
  ];
  for (const [name, moment] of moments) {
    if (moment && (Number.isNaN(at(moment)) || momentOf(new Date(moment.utc)).china !== moment.china)) return `the clocks of "${name}" differ`;
    if (moment && at(moment) > at(issuedAt) + CLOCKS) return `"${name}" lies after the package was issued`;
  }
  if (at(asked.requestedAt) > at(asked.answeredAt) || (asked.confirmedAt && (at(asked.confirmedAt) < at(asked.requestedAt) || at(asked.confirmedAt) > at(asked.answeredAt)))) {
    return 'the look-up was answered before it was asked or confirmed';
  }
  for (const [index, { sequence, recordedAt, proof }] of decisions.entries()) {
    const earlier = decisions[index + 1];
    if (earlier && at(earlier.recordedAt) > at(recordedAt) + CLOCKS) return `decision ${sequence} lies before the one that it followed`;
    if (proof.decision.root.sealedAt + CLOCKS < at(recordedAt)) return `decision ${sequence} was sealed before it was recorded`;
    if (proof.decision.root.sealedAt > at(issuedAt) + CLOCKS) return `decision ${sequence} was sealed after the package was issued`;
  }
  return null;
}

function at(moment: Moment): number {
  return new Date(moment.utc).getTime();
}
