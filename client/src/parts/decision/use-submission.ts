import { type Ref, type ShallowRef, shallowRef } from 'vue';
import { Broken, NetworkLost, SignedOut, Unavailable } from '../../api/faults.ts';
import { uniqueKey } from '../../api/unique-key.ts';
import { type DecisionResult, type Outcome, outcomeOf } from './outcome.ts';
import type { FreshSignIn, Renewal } from './use-fresh-sign-in.ts';

/** A submission on its way or without a definite answer yet. Kept in the draft, so that a reload does not forget it. */
export interface Attempt {
  /** The idempotency key: sent again with the same answers it gets the first result again. */
  readonly key: string;
  /** A mark of the answers it was made for; other answers need another key. */
  readonly of: string;
  /** Whether it may have reached the register although no answer came back. */
  readonly unsure: boolean;
  /** Whether it waits for the person to sign in afresh; then it goes on by itself. */
  readonly awaitsSignIn?: boolean;
}

/** Sending a decision, and what came of it. */
export interface Submission {
  readonly sending: Readonly<ShallowRef<boolean>>;
  /** Why no answer came to the last request. */
  readonly fault: Readonly<ShallowRef<unknown>>;
  /** The last definite answer. */
  readonly outcome: Readonly<ShallowRef<Outcome | null>>;
  /** How the person can sign in afresh, when that is what stopped the last request. */
  readonly renewal: Readonly<ShallowRef<Renewal | null>>;
  /** Whether exactly these answers wait for nothing but the sign-in that has just taken place. */
  goesOnWith(input: object): boolean;
  /** Whether these answers were sent before and nobody knows yet what became of them. */
  isUnknown(input: object): boolean;
  /**
   * Sends the answers once; presses while one is on its way are ignored. The same answers keep their key until a
   * definite answer arrives, changed answers get a new one.
   */
  submit<Input extends object>(input: Input, send: (input: Input & { readonly idempotencyKey: string }) => Promise<DecisionResult>): Promise<void>;
  /** Forgets the last answer: the person goes on from it. */
  settle(): void;
}

/**
 * Sends decisions so that a lost reply never decides twice, and so that a sign-in that is too old is renewed on the way. The
 * attempt belongs to the draft of the journey.
 */
export function useSubmission(attempt: Ref<Attempt | null>, { renew, hasReturned, returnedInVain }: FreshSignIn): Submission {
  const sending = shallowRef(false);
  const fault = shallowRef<unknown>(null);
  const outcome = shallowRef<Outcome | null>(null);
  const renewal = shallowRef<Renewal | null>(attempt.value?.awaitsSignIn && returnedInVain ? { is: 'unavailable' } : null);

  return {
    sending,
    fault,
    outcome,
    renewal,
    goesOnWith: (input) => hasReturned && attempt.value?.awaitsSignIn === true && attempt.value.of === markOf(input),
    isUnknown: (input) => !sending.value && attempt.value !== null && attempt.value.unsure && attempt.value.of === markOf(input),
    async submit(input, send) {
      if (sending.value) return;
      sending.value = true;
      fault.value = null;
      outcome.value = null;
      renewal.value = null;
      const of = markOf(input);
      const former = attempt.value?.of === of ? attempt.value : { key: uniqueKey(), of, unsure: false };
      const { key } = former;
      // Before sending: a reload in the middle must find the key.
      attempt.value = { key, of, unsure: true };
      const ask = async () => outcomeOf(await send({ ...input, idempotencyKey: key }));
      try {
        let answer = await ask();
        if (answer.kind === 'freshSignIn') {
          // Nothing was decided; the same answers go on under the same key once the person has signed in.
          attempt.value = { key, of, unsure: false, awaitsSignIn: true };
          const renewed = await renew();
          // Not a word more into the draft: it was another person's.
          if (renewed.is === 'switched') return;
          renewal.value = renewed;
          if (renewed.is === 'renewed') {
            attempt.value = { key, of, unsure: true };
            answer = await ask();
          }
        }
        if (answer.kind !== 'freshSignIn') attempt.value = null;
        outcome.value = answer;
      } catch (caught) {
        fault.value = caught;
        if (!mayHaveArrived(caught) || attempt.value?.awaitsSignIn) attempt.value = former;
      } finally {
        sending.value = false;
      }
    },
    settle() {
      outcome.value = null;
      fault.value = null;
      renewal.value = null;
    },
  };
}

/**
 * A request that was refused at the door decided nothing; one that got lost, or broke inside, may have. Signed out counts
 * as unknown: it may have been the second try of a lost request, and after signing in one press clears it up.
 */
const mayHaveArrived = (fault: unknown): boolean =>
  fault instanceof NetworkLost ||
  fault instanceof Unavailable ||
  fault instanceof SignedOut ||
  (fault instanceof Broken && (fault.code === 'INTERNAL_SERVER_ERROR' || fault.code.startsWith('HTTP_5')));

/** A short mark of an input (53 bits of cyrb53): the draft must not hold the answers twice. */
export function markOf(input: object): string {
  let low = 0xdeadbeef;
  let high = 0x41c6ce57;
  for (const unit of JSON.stringify(input)) {
    const code = unit.codePointAt(0) ?? 0;
    low = Math.imul(low ^ code, 0x9e3779b1);
    high = Math.imul(high ^ code, 0x5f356495);
  }
  low = Math.imul(low ^ (low >>> 16), 0x85ebca6b) ^ Math.imul(high ^ (high >>> 13), 0xc2b2ae35);
  high = Math.imul(high ^ (high >>> 16), 0x85ebca6b) ^ Math.imul(low ^ (low >>> 13), 0xc2b2ae35);
  return (4294967296 * (2097151 & high) + (low >>> 0)).toString(36);
}
