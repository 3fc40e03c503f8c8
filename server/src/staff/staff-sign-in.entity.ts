import { defineEntity, p } from '@mikro-orm/core';
import { blindIndex, id, instant, sealed } from '../database/columns.ts';
import type { Vault } from '../vault/vault.ts';
import type { AttemptSecrets } from './staff-provider.ts';

const StaffSignInSchema = defineEntity({
  name: 'StaffSignIn',
  tableName: 'staff_sign_in',
  properties: {
    id: id(),
    /** SHA-256 of the attempt's secret, which only the page that began it knows: another browser cannot end it. */
    attemptHash: blindIndex().unique(),
    /** State, nonce and verifier for the provider's answer. */
    sealedSecrets: sealed(),
    /** The page to which the provider returns. */
    returnUrl: p.text(),
    expiresAt: instant(),
    /** When an answer was tried: each attempt gets one. */
    usedAt: instant().nullable(),
  },
});

/** An attempt of somebody of the staff to sign in, from the page they began it on until the provider's answer. */
export class StaffSignIn extends StaffSignInSchema.class {
  /** What the provider's answer must agree with. */
  secrets(vault: Vault): AttemptSecrets {
    return JSON.parse(vault.open(this.sealedSecrets, attemptPlace(this.id))) as AttemptSecrets;
  }
}
StaffSignInSchema.setClass(StaffSignIn);

/** The place to which the secrets of an attempt are sealed. */
export function attemptPlace(attemptId: string): string {
  return `staff_sign_in.secrets:${attemptId}`;
}
