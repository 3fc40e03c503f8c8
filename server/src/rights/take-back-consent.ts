import type { Donor } from '../donors/donor.entity.ts';
import type { Context } from '../graphql/context.ts';
import { assuredOwner } from './preconditions.ts';
import { ProcessingConsent } from './processing-consent.entity.ts';
import type { OptionalPurpose } from './processing-purposes.ts';
import { latestConsent } from './rights.queries.ts';

/** What is deleted when its purpose falls away (个人信息保护法 art. 47(1)(3)). */
const forget: Readonly<Record<OptionalPurpose, (donor: Donor) => void>> = {
  CONTACT_ME: (donor) => {
    donor.sealedPhone = null;
  },
  ASK_EMERGENCY_CONTACT: (donor) => {
    donor.sealedEmergencyContact = null;
  },
  RESPECT_WISH: (donor) => {
    donor.sealedWish = null;
  },
  // Nothing is kept for these alone: what stands on a card is taken off by the outbox, and a question is answered by nothing at once.
  CITY_CARD_ASKS: () => undefined,
  CITY_CARD_TOLD: () => undefined,
  OPEN_CARD_ASKS: () => undefined,
  OPEN_CARD_TOLD: () => undefined,
};

/**
 * Takes a consent back, as easily as it was given (个人信息保护法 art. 15), and deletes what was kept for it alone. Who never
 * gave it, or has taken it back, changes nothing; a restricted record does not stand in the way.
 */
export async function takeBackConsent(context: Context, purpose: OptionalPurpose): Promise<ProcessingConsent | null> {
  const { citizen, record } = await assuredOwner(context);
  const latest = await latestConsent(context.em, record.donor.id, purpose);
  if (!latest?.given) return latest;
  forget[purpose](record.donor);
  return context.em.create(ProcessingConsent, {
    donor: record.donor,
    purpose,
    sequence: latest.sequence + 1,
    given: false,
    textVersion: latest.textVersion,
    textHash: latest.textHash,
    channel: citizen.session.channel,
    statedAt: context.now(),
  });
}
