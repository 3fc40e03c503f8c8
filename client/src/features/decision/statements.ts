import {
  type ConsentPurpose,
  type DonorAction,
  ReaffirmDecisionDocument,
  RefuseDonationDocument,
  WithdrawDecisionDocument,
} from '../../../../schema/generated/graphql.ts';
import type { Execute } from '../../api/execute.ts';
import type { DecisionResult } from '../../parts/decision/outcome.ts';
import type { DecisionStart } from '../../parts/decision/record.ts';

/** Decisions that are one statement and no questions. */
export type Statement = 'refuse' | 'withdraw' | 'reaffirm';

/** What a statement sends. */
export interface StatementInput {
  readonly expectedVersion: number | null;
  readonly consent: { readonly version: string; readonly hash: string };
  readonly submissionId?: string;
}

/** The ability that a statement needs. */
export const actionOf: Readonly<Record<Statement, DonorAction>> = { refuse: 'REFUSE', withdraw: 'WITHDRAW', reaffirm: 'REAFFIRM' };

/** The words that belong to a statement; reaffirming declares anew what stands. */
export function purposeOf(statement: Statement, { viewer }: Pick<DecisionStart, 'viewer'>): ConsentPurpose {
  if (statement === 'refuse') return 'REFUSE';
  if (statement === 'withdraw') return 'WITHDRAW';
  return viewer.state === 'REFUSED' ? 'REFUSE' : 'AGREE';
}

/** Sends a statement. Without a record there is nothing to withdraw or reaffirm: version 0 never exists and is refused. */
export async function sendStatement(execute: Execute, statement: Statement, input: StatementInput & { readonly idempotencyKey: string }): Promise<DecisionResult> {
  if (statement === 'refuse') return (await execute(RefuseDonationDocument, { input })).refuseDonation;
  const { idempotencyKey, consent } = input;
  const standing = { idempotencyKey, consent, expectedVersion: input.expectedVersion ?? 0 };
  if (statement === 'withdraw') return (await execute(WithdrawDecisionDocument, { input: standing })).withdrawDecision;
  return (await execute(ReaffirmDecisionDocument, { input: standing })).reaffirmDecision;
}
