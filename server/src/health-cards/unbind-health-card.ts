import type { Context } from '../graphql/context.ts';
import type { Channel } from '../identity/channel.ts';
import { assuredOwner } from '../rights/preconditions.ts';
import { ProcessingConsent } from '../rights/processing-consent.entity.ts';
import { latestConsent } from '../rights/rights.queries.ts';
import { cardPurposes } from './card-purposes.ts';
import type { HealthCardBinding } from './health-card.entity.ts';
import { HealthCardStep, HealthCardStepKind } from './health-card.entity.ts';
import type { HealthCardPlatformKey } from './health-card-platform.ts';
import { openBinding } from './health-card.queries.ts';

/**
 * Unbinds the caller's card: questions find it no more from now on, both consents are taken back with it (their purpose falls away,
 * 个人信息保护法 art. 47), and what stands on it is taken off. A restricted record does not stand in the way; without a bound card nothing changes.
 */
export async function unbindHealthCard(context: Context, platform: HealthCardPlatformKey): Promise<HealthCardBinding | null> {
  const { citizen, record } = await assuredOwner(context);
  const binding = await openBinding(context.em, record.donor.id, platform);
  if (!binding) return null;
  binding.end(context.now());
  context.em.create(HealthCardStep, { binding, kind: HealthCardStepKind.UNBOUND, mark: null, at: context.now() });
  await takeBackBoth(context, binding, citizen.session.channel);
  return binding;
}

async function takeBackBoth({ em, now }: Context, { donor, platform }: HealthCardBinding, channel: Channel): Promise<void> {
  for (const purpose of Object.values(cardPurposes[platform])) {
    const latest = await latestConsent(em, donor.id, purpose);
    if (!latest?.given) continue;
    em.create(ProcessingConsent, { donor: donor.id, purpose, sequence: latest.sequence + 1, given: false, textVersion: latest.textVersion, textHash: latest.textHash, channel, statedAt: now() });
  }
}
