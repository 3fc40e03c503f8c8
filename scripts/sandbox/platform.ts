/** Lets the sandbox's platform of health cards in, under the name by which the simulated city asks. */
import { randomUUID } from 'node:crypto';
import type { Orm } from '../../server/src/database/orm.ts';
import { demoCards } from '../../server/src/health-cards/health-card-settings.ts';
import { shanghaiDayOf } from '../../server/src/identity/calendar.ts';
import { addPartner } from '../../server/src/partners/add-partner.ts';
import { PartnerFault } from '../../server/src/partners/partner-fault.ts';
import { PartnerScope } from '../../server/src/partners/partner-scope.ts';
import type { Partner } from '../../server/src/partners/partner.entity.ts';
import type { PublicKey } from '../../server/src/partners/public-keys.ts';

/**
 * Only where the register is one for demonstration: everybody knows this name from the documents.
 *
 * @throws PartnerFault
 */
export async function addSandboxPlatform(orm: Orm, keys: readonly PublicKey[], now: Date): Promise<Partner> {
  const marked = await orm.em.fork().execute<object[]>('select from demo_mark');
  if (marked.length === 0) throw new PartnerFault('this register is no sandbox: it never ran with the simulator');
  const agreement = { id: demoCards.cityPartner, name: '演示市健康卡平台', kind: 'HEALTH_CARD_PLATFORM', contact: '演示单位，不是真实单位', scopes: [PartnerScope.DONOR_STATUS_READ, PartnerScope.EVENTS_READ], keys, pointsPerHour: null, validFrom: shanghaiDayOf(now), validTo: null };
  return addPartner(orm, agreement, { now, requestId: randomUUID() });
}
