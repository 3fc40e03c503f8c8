import type { Sentence } from '../graphql/language.ts';
import type { Resource } from './resources.ts';

/** What only this door refuses, by our own code, with the HTTP status; docs/partners/errors.md has an entry for each. */
export const fhirFaults = {
  NOT_ACCEPTABLE: 406,
  IN_THE_ADDRESS: 400,
  NO_FORM: 415,
  BY_POST_ONLY: 405,
  NOT_FOUND: 404,
  UNKNOWN_PARAMETER: 400,
  MISSING: 400,
  GIVEN_TWICE: 400,
  MALFORMED: 400,
  UNKNOWN_CATEGORY: 400,
} as const;

/** One of these codes. */
export type FhirFaultCode = keyof typeof fhirFaults;

/** How each refusal of a command of the look-up is told. */
export const fhirRefusals: Readonly<Record<string, { readonly ours: string; readonly status: number; readonly code: Issue['code'] }>> = {
  LookUpNotOpen: { ours: 'LOOK_UP_NOT_OPEN', status: 403, code: 'forbidden' },
  InvalidInput: { ours: 'INVALID_INPUT', status: 400, code: 'invalid' },
  TooManyRequests: { ours: 'TOO_MANY_REQUESTS', status: 429, code: 'throttled' },
  IdempotencyKeyReused: { ours: 'IDEMPOTENCY_KEY_REUSED', status: 409, code: 'duplicate' },
};

/** One thing that is wrong, or that is to be known. */
export interface Issue {
  readonly severity: 'error' | 'fatal' | 'information' | 'warning';
  /** A code of http://hl7.org/fhir/issue-type. */
  readonly code: 'invalid' | 'required' | 'not-supported' | 'duplicate' | 'forbidden' | 'login' | 'throttled' | 'not-found' | 'too-long' | 'transient' | 'exception' | 'informational' | 'incomplete';
  /** Our own code, the one that GraphQL answers with. */
  readonly ours: string;
  readonly text: string;
  /** The search parameter that is meant. */
  readonly parameter?: string | undefined;
}

/** A refusal, or a remark, as FHIR says it; never with a value of the request. */
export function operationOutcome(requestId: string, issues: readonly Issue[]): Resource {
  return {
    resourceType: 'OperationOutcome',
    id: requestId,
    issue: issues.map(({ severity, code, ours, text, parameter }) => ({
      severity,
      code,
      details: { coding: [{ system: 'urn:sanxian:code', code: ours }], text },
      ...(parameter === undefined ? {} : { diagnostics: `Parameter: ${parameter}` }),
    })),
  };
}

/** A fault with its sentence for people. */
export interface StatedFault extends Omit<Issue, 'text' | 'severity'> {
  readonly ours: FhirFaultCode;
  readonly sentence: Sentence;
}

/** A request that this door turns away before anything is asked of the register. */
export class FhirFault extends Error {
  override readonly name = 'FhirFault';
  readonly status: number;
  readonly issues: readonly Omit<Issue, 'text' | 'severity'>[];
  readonly sentences: readonly Sentence[];

  constructor(status: number, issues: readonly StatedFault[]) {
    super(issues.map(({ ours }) => ours).join(' '));
    this.status = status;
    this.issues = issues;
    this.sentences = issues.map(({ sentence }) => sentence);
  }
}
