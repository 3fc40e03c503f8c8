import { assertNotRestricted } from '../rights/assert-not-restricted.ts';
import { ownDonor } from '../donors/donor.queries.ts';
import type { Context } from '../graphql/context.ts';
import { TooManyRequests } from '../graphql/refusal.types.ts';
import { Refused } from '../graphql/refusals.ts';
import type { Citizen } from '../identity/actor.ts';
import type { BodyDonation } from './body-donation.entity.ts';
import { BodyDonationChangedMeanwhile, BodyWordsOutdated } from './body-refusals.types.ts';
import { areBodyWordsInForce, type BodyStatement } from './body-words.ts';

/** The words that a person read. */
export interface DeclaredWords {
  readonly version: string;
  readonly hash: string;
}

/** @throws Refused BodyWordsOutdated unless the words that were read are the words in force. */
export function assertBodyWords(statement: BodyStatement, words: DeclaredWords): void {
  if (!areBodyWordsInForce(statement, words)) throw new Refused(new BodyWordsOutdated(statement));
}

/**
 * Only declarations count: what staff do with the file meanwhile must never keep a person from withdrawing.
 * @throws Refused BodyDonationChangedMeanwhile unless the latest declaration is the one that the caller last read; null stands for none.
 */
export function assertLatestDeclaration(own: BodyDonation | null, expectedSequence: number | null | undefined): void {
  if ((own?.latestSequence ?? null) !== (expectedSequence ?? null)) throw new Refused(new BodyDonationChangedMeanwhile(own));
}

/** @throws Refused RecordRestricted or TooManyRequests. */
export async function assertMayDeclare(context: Context, citizen: Citizen): Promise<void> {
  await assertNotRestricted(context, (await ownDonor(context.em, citizen)) ?? undefined);
  const wait = await context.limits.take('declareBodyWish', citizen.personIndex.toString('base64'));
  if (wait !== null) throw new Refused(new TooManyRequests(wait));
}
