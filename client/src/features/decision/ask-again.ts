import { deviceStore } from '../../storage.ts';
import type { MyDecision } from './use-my-decision.ts';

/** A day of the register, nothing of a person: not who, not what, not even that anything is on record. */
const key = 'sanxian.asked-again';

/** Whether at least a year lies between two instants. */
export function isAYearLater(from: string, now: string): boolean {
  const then = new Date(from);
  then.setUTCFullYear(then.getUTCFullYear() + 1);
  return new Date(now).getTime() >= then.getTime();
}

/**
 * Whether to ask quietly if the decision still holds: it is a year old, it can be reaffirmed, and nobody said “later” on this device
 * within a year. All by the register's clock, as the sign-in carries it; a phone's own clock may be years wrong.
 */
export function asksAgain({ donor, abilities, session }: Pick<MyDecision, 'donor' | 'abilities' | 'session'>): boolean {
  if (!donor || donor.contested || donor.queuedWithdrawal) return false;
  if (!abilities.some(({ action, allowed }) => action === 'REAFFIRM' && allowed)) return false;
  const hushed = deviceStore.get(key);
  return isAYearLater(donor.decision.recordedAt, session.signedInAt) && (hushed === null || isAYearLater(hushed, session.signedInAt));
}

/** “Later”: not asked again on this device for a year. */
export function hush({ session }: Pick<MyDecision, 'session'>): void {
  deviceStore.set(key, session.signedInAt.slice(0, 10));
}
