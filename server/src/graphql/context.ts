import type { Logger } from 'pino';
import type { AppConfig } from '../config.ts';
import type { Em } from '../database/orm.ts';
import type { Actor } from '../identity/actor.ts';
import type { IdentityProvider } from '../identity/identity-provider.ts';
import type { Cost } from '../partners/budget.ts';
import type { Vault } from '../vault/vault.ts';
import type { Language } from './language.ts';
import type { Limits } from './limits.ts';
import type { StaffProvider } from '../staff/staff-provider.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import type { Loaders } from './loaders.ts';

/** What the outside world lends the application: everything that a test may want to replace. */
export interface Ports {
  readonly vault: Vault;
  readonly identityProviders: readonly IdentityProvider[];
  readonly limits: Limits;
  readonly log: Logger;
  /** What is counted for those who run the server. */
  readonly metrics: Metrics;
  /** The clock; tests fix it. */
  readonly now: () => Date;
}

/** One request: who calls, in which language, and the tools that answer it. */
export interface Context extends Ports {
  readonly config: AppConfig;
  readonly requestId: string;
  readonly actor: Actor;
  /**
   * In whose name fields are answered: the actor, until a command signs somebody in; what it answers is theirs to see.
   * One object for the whole request, shared by all copies of the context.
   */
  readonly access: { actor: Actor };
  /** The provider by which staff and clinicians sign in; null when none is configured. */
  readonly staffProvider: StaffProvider | null;
  /** What a partner's request cost; null for everybody else. */
  readonly cost: Cost | null;
  readonly language: Language;
  /** Address of the caller as the trusted proxy chain gives it; for limits only, never stored. */
  readonly clientAddress: string;
  /** When the body had been read, on the process's own clock in milliseconds: from then on held answers are held. */
  readonly arrivedAt: number;
  /** Reads share this unit of work; every mutation gets its own (`units-of-work.ts`). */
  readonly em: Em;
  readonly loaders: Loaders;
}
