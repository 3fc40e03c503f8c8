import { type Ref, computed, onMounted, ref } from 'vue';
import { IssueDonorCardDocument, type IssueDonorCardMutation, RevokeDonorCardDocument, type RevokeDonorCardMutation } from '../../../../schema/generated/graphql.ts';
import { useExecute } from '../../api/execute.ts';
import { uniqueKey } from '../../api/unique-key.ts';
import { type Command, useCommand } from '../../parts/use-command.ts';
import { useDraft } from '../../use-draft.ts';

/** Issuing and revoking the signed card of the person on this page. */
export interface SignedCard {
  readonly issuing: Command<IssueDonorCardMutation['issueDonorCard']>;
  readonly revoking: Command<RevokeDonorCardMutation['revokeDonorCard']>;
  /** What came of it last, for the page to say. */
  readonly done: Ref<'issued' | 'revoked' | null>;
  issue(): Promise<void>;
  revoke(cardId: string): Promise<void>;
}

/** @param changed reads the register again: what came of it is said when the picture shows it. */
export function useSignedCard(changed: () => Promise<void>): SignedCard {
  const execute = useExecute();
  // The key outlives the way to the sign-in page and a lost reply: one press makes one card.
  const draft = useDraft('signed-card', () => ({ awaitsSignIn: false, idempotencyKey: '' }));
  draft.keepPlace('/card');
  const awaitsSignIn = computed({ get: () => draft.value.value.awaitsSignIn, set: (waits) => (draft.value.value.awaitsSignIn = waits) });
  const issuing = useCommand<IssueDonorCardMutation['issueDonorCard']>(awaitsSignIn);
  const revoking = useCommand<RevokeDonorCardMutation['revokeDonorCard']>();
  const done = ref<'issued' | 'revoked' | null>(null);

  async function issue(): Promise<void> {
    done.value = null;
    draft.value.value.idempotencyKey ||= uniqueKey();
    const answer = await issuing.run(async () => (await execute(IssueDonorCardDocument, { input: { idempotencyKey: draft.value.value.idempotencyKey } })).issueDonorCard);
    // A definite answer, yes or no: the next press is another request.
    if (answer) draft.discard();
    if (answer?.__typename !== 'IssueDonorCardSuccess') return;
    await changed();
    done.value = 'issued';
  }

  async function revoke(cardId: string): Promise<void> {
    done.value = null;
    const answer = await revoking.run(async () => (await execute(RevokeDonorCardDocument, { input: { cardId } })).revokeDonorCard);
    if (answer?.__typename !== 'RevokeDonorCardSuccess') return;
    // Whatever became of an earlier press to issue: the next one asks for another card.
    draft.discard();
    await changed();
    done.value = 'revoked';
  }

  onMounted(() => {
    if (issuing.goesOn()) void issue();
  });

  return { issuing, revoking, done, issue, revoke };
}
