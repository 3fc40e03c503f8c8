import type { ErasureTools } from '../donors/erase-donor.ts';
import { HomeVisitStatus } from './home-visit.entity.ts';
import { visitsOf } from './home-visit.queries.ts';

/** Takes who asked, where to and what was written out of every visit of a person who is erased (个人信息保护法 art. 47). */
export async function forgetHomeVisitsOf({ em, now }: ErasureTools, indexes: readonly Buffer[]): Promise<void> {
  for (const visit of await visitsOf(em, indexes)) {
    // Nobody goes to a door that is not known any more.
    if (visit.isOpen()) [visit.status, visit.closedAt, visit.updatedAt] = [HomeVisitStatus.WITHDRAWN, now(), now()];
    visit.personIndex = null;
    visit.sealedDetails = null;
    visit.sealedNote = null;
  }
}
