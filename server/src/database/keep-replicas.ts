import type { Logger } from 'pino';
import { keepRounds, type Rounds } from '../rounds.ts';
import type { Orm } from './orm.ts';

/** Looked at this often, in milliseconds: so old may the directory be that a replica shows, and once more that. */
const LOOK_EVERY = 1_000;

/** Looks at the replicas every second, until stopped, and says in the log when one is left out or back. */
export function keepReplicas({ orm: { replicas }, log }: { readonly orm: Orm; readonly log: Logger }): Rounds {
  let before: readonly number[] = Array.from({ length: replicas.count }, (_, place) => place);
  return keepRounds('replicas', async () => {
    await replicas.round();
    const now = replicas.usable();
    for (const place of before) if (!now.includes(place)) log.warn({ event: 'replicaLeftOut', replica: place + 1 }, 'a read replica does not answer, is behind or does not follow the primary: its reads go elsewhere');
    for (const place of now) if (!before.includes(place)) log.info({ replica: place + 1 }, 'a read replica is in use');
    before = now;
  }, LOOK_EVERY);
}
