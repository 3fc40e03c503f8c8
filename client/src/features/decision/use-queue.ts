import { type Ref, type ShallowRef, ref, shallowRef } from 'vue';
import { QueueWithdrawalDocument, type QueueWithdrawalMutation } from '../../../../schema/generated/graphql.ts';
import type { Execute } from '../../api/execute.ts';

/** What the register answers a withdrawal that it keeps. */
export type QueuedReceipt = Extract<QueueWithdrawalMutation['queueWithdrawal'], { __typename: 'QueueWithdrawalSuccess' }>['queuedWithdrawal'];

/** Leaving a withdrawal while nobody can sign in. */
export interface WithdrawalQueue {
  readonly sending: Readonly<Ref<boolean>>;
  readonly fault: Readonly<ShallowRef<unknown>>;
  /** Why the register did not keep it, in its words; empty when it did or was not asked. */
  readonly refusal: Readonly<Ref<string>>;
  readonly queued: Readonly<ShallowRef<QueuedReceipt | null>>;
  send(): Promise<void>;
}

/** What a withdrawal says; the words are those that the person had declared. */
export interface WithdrawalInput {
  readonly expectedVersion: number;
  readonly consent: { readonly version: string; readonly hash: string };
}

/** Sends it; asking again gives the same receipt, so that a lost reply does no harm. */
export function useQueue(execute: Execute, input: () => WithdrawalInput, done: () => void): WithdrawalQueue {
  const sending = ref(false);
  const fault = shallowRef<unknown>(null);
  const refusal = ref('');
  const queued = shallowRef<QueuedReceipt | null>(null);

  async function send(): Promise<void> {
    if (sending.value) return;
    sending.value = true;
    fault.value = null;
    refusal.value = '';
    try {
      const { queueWithdrawal: answer } = await execute(QueueWithdrawalDocument, { input: input() });
      if (answer.__typename === 'QueueWithdrawalSuccess') {
        queued.value = answer.queuedWithdrawal;
        done();
      } else refusal.value = answer.message;
    } catch (caught) {
      fault.value = caught;
    } finally {
      sending.value = false;
    }
  }
  return { sending, fault, refusal, queued, send };
}
