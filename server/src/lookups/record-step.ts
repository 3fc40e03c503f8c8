import { randomUUID } from 'node:crypto';
import type { Context } from '../graphql/context.ts';
import { StaffAccount } from '../staff/staff-account.entity.ts';
import { LookUpStep, type LookUpStepKind } from './look-up-step.entity.ts';
import type { LookUp } from './look-up.entity.ts';
import type { Asker } from './look-up.policy.ts';

/** Adds one step to a look-up, for the seal: written with what it tells of, or not at all. */
export function recordStep({ em, now }: Context, lookUp: LookUp, asker: Asker, step: LookUpStepKind, details: Readonly<Record<string, string | boolean | null>> = {}): void {
  em.create(LookUpStep, { id: randomUUID(), lookUp, step, at: now(), account: em.getReference(StaffAccount, asker.account.id), personIndex: lookUp.personIndex, details });
}
