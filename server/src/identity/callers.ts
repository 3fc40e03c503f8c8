import type { AppConfig } from '../config.ts';
import type { Em } from '../database/orm.ts';
import { PARTNER_TOKEN_PREFIX, partnerActorOf } from '../partners/partner-tokens.ts';
import { STAFF_TOKEN_PREFIX, staffActorOf } from '../staff/staff-sessions.ts';
import type { Vault } from '../vault/vault.ts';
import type { Actor } from './actor.ts';
import { actorOf, type ReadSession } from './sessions.ts';

/** What telling callers apart needs. */
export interface CallerTools {
  readonly em: Em;
  readonly vault: Vault;
  readonly now: () => Date;
  readonly limits: AppConfig['session'];
  /** How a citizen's session is read, where not by itself. */
  readonly readSession?: ReadSession | undefined;
}

/** Who is calling, by the bearer token they show: each kind of caller has tokens of its own form. */
export function callerOf(token: string | null, tools: CallerTools): Promise<Actor> {
  if (token?.startsWith(PARTNER_TOKEN_PREFIX)) return partnerActorOf(token, tools);
  return token?.startsWith(STAFF_TOKEN_PREFIX) ? staffActorOf(token, tools) : actorOf(token, tools);
}
