import type { Donor } from '../donors/donor.entity.ts';
import type { ErasureTools } from '../donors/erase-donor.ts';
import { HealthCardStep, HealthCardStepKind } from './health-card.entity.ts';
import { bindingsOf } from './health-card.queries.ts';

/**
 * Ends every binding of a person who is erased (个人信息保护法 art. 47). The number of a card on which something of ours may stand stays
 * sealed until that is taken off: erasing it first would leave the mark there for good.
 */
export async function forgetHealthCardsOf({ em, now }: ErasureTools, donor: Donor): Promise<void> {
  for (const binding of await bindingsOf(em, donor.id)) {
    if (binding.unboundAt) continue;
    binding.end(now());
    em.create(HealthCardStep, { binding, kind: HealthCardStepKind.UNBOUND, mark: null, at: now() });
  }
}
