import { type LookUp, LookUpPurpose, LookUpStatus } from '../lookups/look-up.entity.ts';
import type { Hospital } from '../staff/hospital.entity.ts';
import type { StaffAccount } from '../staff/staff-account.entity.ts';
import type { EvidenceContent } from './evidence-package.ts';

/** What a package needs of a look-up: read here and nowhere else in this room. */
export interface LookUpFacts {
  readonly id: string;
  readonly caseNumber: string;
  readonly hospital: Hospital;
  readonly areaCode: string;
  readonly occasion: EvidenceContent['case']['occasion'];
  /** It was made for the ethics committee, and its answer was disclosed. */
  readonly isForCommittee: boolean;
  readonly requestedBy: StaffAccount;
  readonly requestedAt: Date;
  readonly confirmedBy: StaffAccount | null;
  readonly confirmedAt: Date | null;
  readonly breakGlassReason: string | null;
  readonly answeredAt: Date | null;
  readonly told: EvidenceContent['case']['toldState'] | null;
}

/** The look-up with everybody who stands behind it, as `lookUpForEvidence` read it. */
export function factsOf(lookUp: LookUp): LookUpFacts {
  return {
    id: lookUp.id,
    caseNumber: lookUp.caseNumber,
    hospital: lookUp.hospital.unwrap(),
    areaCode: lookUp.areaCode,
    occasion: lookUp.occasion,
    isForCommittee: lookUp.purpose === LookUpPurpose.ETHICS_REVIEW && lookUp.status === LookUpStatus.ANSWERED,
    requestedBy: lookUp.requestedBy.unwrap(),
    requestedAt: lookUp.requestedAt,
    // Of an answered look-up the second person has confirmed it; with broken glass there is none.
    confirmedBy: lookUp.secondPerson?.unwrap() ?? null,
    confirmedAt: lookUp.decidedAt ?? null,
    breakGlassReason: lookUp.breakGlassReason ?? null,
    answeredAt: lookUp.answeredAt ?? null,
    told: lookUp.finding ?? null,
  };
}

/** What must be read together with a look-up for `factsOf`. */
export const whoStandsBehind = ['requestedBy', 'requestedBy.organisation', 'requestedBy.hospital', 'secondPerson', 'secondPerson.organisation', 'secondPerson.hospital', 'hospital'] as const;
