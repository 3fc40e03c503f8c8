import type { DecisionProof } from '../audit/prove-decisions.ts';
import { canonicalDecision } from '../donors/canonical-decision.ts';
import type { Decision } from '../donors/decision.entity.ts';
import type { Donor } from '../donors/donor.entity.ts';
import { listChoices } from '../donors/donation-kinds.ts';
import type { NationalSync } from '../donors/national-sync.entity.ts';
import type { OpenedIdentity } from '../donors/open-identity.ts';
import type { Staff } from '../identity/actor.ts';
import type { Standing } from '../donors/standing.queries.ts';
import { type DisavowalRecord, statusOf } from '../donors/disavowal.queries.ts';
import { declaredText } from '../policy/consent-texts.ts';
import type { StaffAccount } from '../staff/staff-account.entity.ts';
import type { Vault } from '../vault/vault.ts';
import type { AppConfig } from '../config.ts';
import { keyFingerprint } from './evidence-keys.ts';
import type { LookUpFacts } from './look-up-facts.ts';
import { EVIDENCE_FORMAT, type EvidenceContent, type EvidenceDecision, type EvidenceOfficer, momentOf } from './evidence-package.ts';

/** Everything that a package is made of, as the register holds it. */
export interface EvidenceSources {
  readonly id: string;
  readonly at: Date;
  readonly issuer: Staff;
  readonly facts: LookUpFacts;
  readonly donor: Donor;
  readonly identity: OpenedIdentity;
  /** Newest first, each checked against its fingerprint. */
  readonly decisions: readonly Decision[];
  readonly syncs: ReadonlyMap<string, NationalSync>;
  readonly proofs: ReadonlyMap<string, DecisionProof>;
  readonly disavowals: ReadonlyMap<string, DisavowalRecord>;
  readonly standing: Standing;
}

/** Raised when the register cannot say what a package must say: always an alarm, never a caller's fault. */
export class EvidenceIncomplete extends Error {
  override readonly name = 'EvidenceIncomplete';
}

/** Writes down what the register holds, for one case. Nothing is filled in: what is missing stops it. */
export function compileEvidence(sources: EvidenceSources, vault: Vault, config: AppConfig): EvidenceContent {
  const { id, at, issuer, facts, donor, identity, decisions, standing } = sources;
  const listed = decisions.map((decision) => decisionOf(decision, sources));
  return {
    format: EVIDENCE_FORMAT,
    demonstration: config.simulator !== null,
    id,
    issuedAt: momentOf(at),
    issuedBy: officerOf(issuer.account, vault),
    case: caseOf(facts, vault),
    person: {
      fullName: identity.fullName,
      documentType: donor.documentType,
      documentNumber: identity.documentNumber,
      registrationNumber: donor.registrationNumber,
      registeredAt: momentOf(donor.registeredAt),
    },
    standing: {
      state: nobodySilent(standing.state),
      contestedSince: standing.contested ? momentOf(standing.contested.disavowal.disavowedAt) : null,
      withdrawalQueuedAt: standing.queuedWithdrawal ? momentOf(standing.queuedWithdrawal.queuedAt) : null,
    },
    decisions: listed,
    consents: consentsOf(decisions),
    keys: {
      evidence: { id: config.evidence.signing.id, algorithm: config.evidence.signing.algorithm, sha256: keyFingerprint(config.evidence.signing) },
      audit: auditKeysOf(listed, config),
    },
  };
}

function caseOf(facts: LookUpFacts, vault: Vault): EvidenceContent['case'] {
  return {
    lookUpId: facts.id,
    caseNumber: facts.caseNumber,
    hospital: facts.hospital.name,
    areaCode: facts.areaCode,
    occasion: facts.occasion,
    requestedBy: officerOf(facts.requestedBy, vault),
    requestedAt: momentOf(facts.requestedAt),
    confirmedBy: facts.confirmedBy ? officerOf(facts.confirmedBy, vault) : null,
    confirmedAt: facts.confirmedAt ? momentOf(facts.confirmedAt) : null,
    breakGlassReason: facts.breakGlassReason,
    answeredAt: momentOf(found(facts.answeredAt)),
    toldState: found(facts.told),
  };
}

function decisionOf(decision: Decision, { donor, syncs, proofs, disavowals }: EvidenceSources): EvidenceDecision {
  const { id, sequence, action, state, choices, channel, assuranceLevel, consentPurpose, consentVersion, consentHash, recordedAt, fingerprint } = decision;
  const sync = found(syncs.get(id));
  const disavowed = disavowals.get(id);
  return {
    id,
    sequence,
    action,
    state,
    choices: listChoices(choices),
    channel,
    assuranceLevel,
    consent: { purpose: consentPurpose, version: consentVersion, hash: consentHash },
    recordedAt: momentOf(recordedAt),
    canonical: canonicalDecision(donor.registrationNumber, decision),
    fingerprint: Buffer.from(fingerprint).toString('hex'),
    disavowal: disavowed ? { at: momentOf(disavowed.disavowal.disavowedAt), outcome: statusOf(disavowed) } : null,
    nationalRegister: { state: sync.state, since: momentOf(sync.since) },
    proof: found(proofs.get(id)),
  };
}

/** The words of every declaration, each once, those of the newest decision first. */
function consentsOf(decisions: readonly Decision[]): EvidenceContent['consents'] {
  const texts = decisions.filter(({ consentHash }) => consentHash !== 'none').map(({ consentPurpose, consentVersion, consentHash }) => found(declaredText({ purpose: consentPurpose, version: consentVersion, hash: consentHash })));
  return [...new Set(texts)];
}

function auditKeysOf(decisions: readonly EvidenceDecision[], { audit }: AppConfig): EvidenceContent['keys']['audit'] {
  const ids = new Set(decisions.flatMap(({ proof }) => [proof.decision.root.keyId, proof.entry.root.keyId]));
  return [...ids].map((id) => {
    const key = found(audit.keys.known.get(id));
    return { id, algorithm: key.algorithm, sha256: keyFingerprint(key) };
  });
}

function officerOf(account: StaffAccount, vault: Vault): EvidenceOfficer {
  return { name: account.fullName(vault), role: account.role, of: account.organisation?.unwrap().name ?? found(account.hospital).unwrap().name };
}

/** Who is on the register has said something: silent is nobody here. */
function nobodySilent(state: Standing['state']): EvidenceContent['standing']['state'] {
  if (state === 'SILENT') throw new EvidenceIncomplete('a record that says nothing');
  return state;
}

function found<Value>(value: Value | null | undefined): Value {
  if (value === null || value === undefined) throw new EvidenceIncomplete('the register lacks what a package must say');
  return value;
}
