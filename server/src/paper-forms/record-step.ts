import type { Context } from '../graphql/context.ts';
import { PaperFormStep, PaperStepKind, type PaperForm } from './paper-form.entity.ts';

/** What of a step depends on its kind. */
export interface StepDetails {
  /** Null: the person themself. */
  readonly accountId: string | null;
  readonly differing?: readonly string[];
}

/** Writes down what is done with a form. Steps are numbered, so that of two at once one comes second and is judged anew. */
export async function recordPaperStep({ em, now }: Pick<Context, 'em' | 'now'>, form: PaperForm, kind: PaperStepKind, { accountId, differing }: StepDetails): Promise<void> {
  const sequence = kind === PaperStepKind.TYPED ? 1 : (await em.count(PaperFormStep, { paperForm: form.id })) + 1;
  em.create(PaperFormStep, { paperForm: form, sequence, kind, account: accountId, differing: differing ?? null, at: now() });
}
