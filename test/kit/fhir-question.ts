import type { VerifiedIdentity } from '../../server/src/identity/identity-provider.ts';
import { HOSPITAL } from './look-ups.ts';
import { PUBLIC_URL } from './partners.ts';
import type { TimedQuestion } from './timing.ts';

/** The FHIR door's own address where the register is known by `PUBLIC_URL`. */
export const FHIR_BASE = `${PUBLIC_URL}/fhir`;

/** What a hospital's system sends about a person; `special` says what is different. */
export function fhirQuestion(who: Pick<VerifiedIdentity, 'documentNumber' | 'fullName'>, special: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
  return {
    'patient.identifier': `${FHIR_BASE}/identifier/resident-id-card|${who.documentNumber}`,
    'patient.name': who.fullName,
    category: 'http://loinc.org|64300-7',
    '-hospital': HOSPITAL.hospitalKey,
    '-area': HOSPITAL.areaCode,
    '-case': 'CASE-2026-1',
    '-occasion': 'DEATH_EXPECTED',
    '-purpose': 'CLARIFY_WILL',
    ...special,
  };
}

/** The same as it goes over the line. */
export function overFhir(...asked: Parameters<typeof fhirQuestion>): TimedQuestion {
  return { path: '/fhir/Consent/_search', contentType: 'application/x-www-form-urlencoded', body: new URLSearchParams(fhirQuestion(...asked)).toString() };
}
