import type { Sentence } from '../graphql/language.ts';
import type { Resource } from './resources.ts';

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

/** A request that this door turns away before anything is asked of the register. */
export class FhirFault extends Error {
  override readonly name = 'FhirFault';
  readonly status: number;
  readonly issues: readonly Omit<Issue, 'text' | 'severity'>[];
  readonly sentences: readonly Sentence[];

  constructor(status: number, issues: readonly (Omit<Issue, 'text' | 'severity'> & { readonly sentence: Sentence })[]) {
    super(issues.map(({ ours }) => ours).join(' '));
    this.status = status;
    this.issues = issues;
    this.sentences = issues.map(({ sentence }) => sentence);
  }
}
