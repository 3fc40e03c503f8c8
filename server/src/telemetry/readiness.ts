import type { Orm } from '../database/orm.ts';
import { askDatabase } from './telemetry.queries.ts';

/** Why a server wants no requests now. */
export type Unreadiness = 'STARTING' | 'DRAINING' | 'DATABASE';

/** How long the database may take to say that it is there, in milliseconds: a balancer asks every few seconds. */
const PATIENCE = 1_000;

/**
 * Whether this server wants requests. A key service or an identity provider that is away is no reason: withdrawing works
 * without them, and another server would have them no more than this one.
 */
export class Readiness {
  #isDraining = false;
  readonly #orm: Orm;

  constructor(orm: Orm) {
    this.#orm = orm;
  }

  /** From now on balancers are told to send nothing more, while what comes is still answered. */
  drain(): void {
    this.#isDraining = true;
  }

  /** Whether requests still should come, as far as this server itself is concerned. */
  get isWanted(): boolean {
    return !this.#isDraining;
  }

  /** Null when requests can be answered; else why not. */
  async trouble(): Promise<Unreadiness | null> {
    if (this.#isDraining) return 'DRAINING';
    const { promise, reject } = Promise.withResolvers<never>();
    const late = setTimeout(() => reject(new Error('the database does not answer')), PATIENCE);
    const answered = Promise.race([askDatabase(this.#orm.em.fork({ clear: true })), promise]);
    return answered.then(() => null, () => 'DATABASE' as const).finally(() => clearTimeout(late));
  }
}
