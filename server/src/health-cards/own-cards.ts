import type { Em } from '../database/orm.ts';
import { ownDonor } from '../donors/donor.queries.ts';
import type { Context } from '../graphql/context.ts';
import type { Citizen } from '../identity/actor.ts';
import { purposeStates, type PurposeState } from '../rights/purpose-states.ts';
import { cardPurposes } from './card-purposes.ts';
import type { HealthCardAnswer, HealthCardBinding } from './health-card.entity.ts';
import type { HealthCardPlatformKey } from './health-card-platform.ts';
import { answersAbout, latestBinding } from './health-card.queries.ts';
import { platformsOf } from './platforms.ts';

/** How many questions a page shows. */
const SHOWN = 50;

/** Every connected platform, for one person. */
export function platformsFor({ config, now }: Pick<Context, 'config' | 'now'>, of: Citizen): { readonly of: Citizen; readonly key: HealthCardPlatformKey; readonly takesCode: boolean; readonly receiver: string }[] {
  return config.healthCards.map(({ key, receiver }) => ({ of, key, receiver, takesCode: platformsOf(config, now).get(key)?.takesCode ?? false }));
}

/** The card that a person bound last at a platform. */
export async function ownCard(em: Em, citizen: Citizen, platform: HealthCardPlatformKey): Promise<HealthCardBinding | null> {
  const donor = await ownDonor(em, citizen);
  return donor ? latestBinding(em, donor.id, platform) : null;
}

/** The two consents about a platform, as the person stands about them. */
export async function cardConsentStates({ em, language }: Pick<Context, 'em' | 'language'>, citizen: Citizen, platform: HealthCardPlatformKey): Promise<PurposeState[]> {
  const about: readonly string[] = Object.values(cardPurposes[platform]);
  return (await purposeStates(em, citizen, language)).filter(({ purpose }) => about.includes(purpose));
}

/** What platforms asked about a person's cards. */
export async function ownAnswers(em: Em, citizen: Citizen): Promise<HealthCardAnswer[]> {
  const donor = await ownDonor(em, citizen);
  return donor ? answersAbout(em, donor.id, SHOWN) : [];
}
