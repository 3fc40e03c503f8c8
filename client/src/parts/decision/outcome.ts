import type {
  EditDecisionMutation,
  ProblemFieldsFragment,
  ReaffirmDecisionMutation,
  RefuseDonationMutation,
  RegisterDonorMutation,
  WithdrawDecisionMutation,
} from '../../../../schema/generated/graphql.ts';
import type { ConsentWords, DecisionRecord, DonorRecord } from './record.ts';

/** What any command about a decision can answer. */
export type DecisionResult =
  | RegisterDonorMutation['registerDonor']
  | EditDecisionMutation['editDecision']
  | ReaffirmDecisionMutation['reaffirmDecision']
  | RefuseDonationMutation['refuseDonation']
  | WithdrawDecisionMutation['withdrawDecision'];

/** One thing to mend, with the way to the value inside the input. */
export type InputProblem = ProblemFieldsFragment;

/** What an answer means to the person; `message` is the server's sentence in their language. */
export type Outcome =
  | { readonly kind: 'recorded'; readonly donor: DonorRecord; readonly decision: DecisionRecord }
  | { readonly kind: 'invalid'; readonly message: string; readonly problems: readonly InputProblem[] }
  /** Somebody, perhaps this person on another phone, was faster; nothing was overwritten. */
  | { readonly kind: 'changed'; readonly message: string; readonly current: DonorRecord | null }
  | { readonly kind: 'barred'; readonly message: string }
  | { readonly kind: 'stepUp'; readonly message: string }
  /** The sign-in was too long ago; a new ticket leads on, with the same answers and the same key. */
  | { readonly kind: 'freshSignIn'; readonly message: string }
  | { readonly kind: 'consentOutdated'; readonly message: string; readonly consent: ConsentWords }
  | { readonly kind: 'refused'; readonly message: string };

/** The meaning of an answer. Exhaustive: a refusal new to the contract fails the types here before it fails a person. */
export function outcomeOf(result: DecisionResult): Outcome {
  switch (result.__typename) {
    case 'RegisterDonorSuccess':
    case 'EditDecisionSuccess':
    case 'ReaffirmDecisionSuccess':
    case 'RefuseDonationSuccess':
    case 'WithdrawDecisionSuccess':
      return { kind: 'recorded', donor: result.donor, decision: result.decision };
    case 'InvalidInput':
      return { kind: 'invalid', message: result.message, problems: result.problems };
    case 'DecisionChangedMeanwhile':
      return { kind: 'changed', message: result.message, current: result.current };
    case 'DonorAlreadyRegistered':
      return { kind: 'changed', message: result.message, current: result.existing };
    case 'NoStandingDecision':
    case 'UnderAge':
    case 'IdentityIncomplete':
      return { kind: 'barred', message: result.message };
    case 'AssuranceTooLow':
      return { kind: 'stepUp', message: result.message };
    case 'FreshSignInNeeded':
      return { kind: 'freshSignIn', message: result.message };
    case 'ConsentOutdated':
      return { kind: 'consentOutdated', message: result.message, consent: result.consent };
    case 'IdempotencyKeyReused':
    case 'DecisionFrozen':
    case 'TooManyRequests':
      return { kind: 'refused', message: result.message };
    default:
      return unknownRefusal(result);
  }
}

/** A refusal younger than this client: its code is unknown here, its sentence can still be read. */
function unknownRefusal(result: never): Outcome {
  const { message } = result as { readonly message?: string };
  return { kind: 'refused', message: message ?? '' };
}
