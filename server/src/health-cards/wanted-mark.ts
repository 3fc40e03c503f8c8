import type { Em } from '../database/orm.ts';
import { DecisionState } from '../donors/decision.entity.ts';
import type { Donor } from '../donors/donor.entity.ts';
import { donorById, latestDecision } from '../donors/donor.queries.ts';
import { shanghaiDayOf } from '../identity/calendar.ts';
import { consentsTo, isRestricted } from '../rights/rights.queries.ts';
import { cardPurposes } from './card-purposes.ts';
import type { HealthCardBinding } from './health-card.entity.ts';
import type { DonorMark } from './health-card-platform.ts';

/** What may stand on a card. */
export interface WantedMark {
  readonly mark: DonorMark;
  readonly registeredOn: string;
}

/** What is sent and told when nothing may stand on a card. */
export const NO_MARK = 'NONE';

/**
 * What may be said of a donor to a system outside, if they agreed to that: the decision that stands, and nothing while it is
 * contested, its withdrawal waits, the national register contradicts an agreement, or the record is restricted (个人信息保护法 art. 44). A card is no place for doubt; hospitals are told
 * more exactly by a look-up.
 */
export async function sayable(em: Em, donor: Donor): Promise<WantedMark | null> {
  if (donor.erasedAt) return null;
  const latest = await latestDecision(em, donor);
  if (donor.doubtAbout(latest.state) !== null) return null;
  const restricted = await isRestricted(em, donor.id);
  if (restricted || (latest.state !== DecisionState.AGREED && latest.state !== DecisionState.REFUSED)) return null;
  return { mark: latest.state, registeredOn: shanghaiDayOf(latest.recordedAt) };
}

/** What is to stand on a bound card now; null: nothing. */
export async function wantedMark(em: Em, { donor, platform, unboundAt }: HealthCardBinding): Promise<WantedMark | null> {
  if (unboundAt || !(await consentsTo(em, donor.id, cardPurposes[platform].told))) return null;
  return sayable(em, await donorById(em, donor.id));
}

/** A mark as it is kept beside a binding. */
export function contentOf(wanted: WantedMark | null): string {
  return wanted ? `${wanted.mark} ${wanted.registeredOn}` : NO_MARK;
}

/** The same read back; null when it says that nothing stands there. */
export function markIn(content: string | null): WantedMark | null {
  const [, mark, registeredOn] = /^(AGREED|REFUSED) (\S+)$/.exec(content ?? '') ?? [];
  return mark && registeredOn ? { mark: mark as DonorMark, registeredOn } : null;
}
