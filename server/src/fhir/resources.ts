/** A resource of FHIR R4 (4.0.1) as JSON; what each one holds is proven by a validator that is not ours. */
export type Resource = { readonly resourceType: string } & Readonly<Record<string, unknown>>;

/** The media type of every answer (FHIR R4 3.1.0.1.9). */
export const FHIR_JSON = 'application/fhir+json; charset=utf-8; fhirVersion=4.0';

/** Addresses of what we define ourselves, below the door's own address. */
export function definitions(base: string) {
  return {
    /** Of a kind of document, as `patient.identifier` names it: `…/identifier/resident-id-card`. */
    documentSystem: (documentType: string) => `${base}/identifier/${documentType.toLowerCase().replaceAll('_', '-')}`,
    lookUp: `${base}/identifier/look-up`,
    fingerprint: `${base}/identifier/decision-fingerprint`,
    items: `${base}/CodeSystem/donation-item`,
    state: `${base}/StructureDefinition/donation-state`,
    choice: `${base}/StructureDefinition/donation-choice`,
    organDonorCode: `${base}/StructureDefinition/organ-donor-code`,
    wish: `${base}/StructureDefinition/donation-wish`,
  } as const;
}

/** One of our own addresses. */
export type Definitions = ReturnType<typeof definitions>;
