import type { AppConfig } from '../config.ts';
import { Channel } from '../identity/channel.ts';
import type { Staff } from '../identity/actor.ts';
import { scopePrefixOf } from '../staff/staff.policy.ts';
import { DecisionAction, type Decision } from './decision.entity.ts';
import type { DisavowalRecord, DisavowalScope } from './disavowal.queries.ts';

const DAY = 86_400_000;

/** What came from paper is first seen by its person when they first sign in, perhaps years later. */
const PAPER_DAYS = 3_650;

/** Until when a person can say of a decision, by one tap, that it was not theirs. */
export function lastDayToDisavow(decision: Decision, { disavowalDays }: AppConfig['decisions']): Date {
  const days = decision.channel === Channel.RED_CROSS_OFFICE ? PAPER_DAYS : disavowalDays;
  return new Date(decision.recordedAt.getTime() + days * DAY);
}

/** Until when a decision can still be disavowed; null when it was disavowed before, is too old, or was nobody's own deed. */
export function disavowableUntil(decision: Decision, record: DisavowalRecord | null, limits: AppConfig['decisions'], now: Date): Date | null {
  const until = lastDayToDisavow(decision, limits);
  return record === null && decision.action !== DecisionAction.REINSTATED && now <= until ? until : null;
}

/** The disavowals that a staff member may see: of people who live in their area or below; of people without a stated residence, the province's. */
export function disavowalScopeOf(staff: Staff): DisavowalScope {
  const prefix = scopePrefixOf(staff);
  return { prefix, withoutArea: prefix.length === 2 };
}
