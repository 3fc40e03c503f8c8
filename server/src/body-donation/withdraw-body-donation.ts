import { freshCitizen } from '../donors/preconditions.ts';
import type { Context } from '../graphql/context.ts';
import { Refused } from '../graphql/refusals.ts';
import { BodyDeclarationAction, BodyDonationStatus, BodyWish } from './body-donation.entity.ts';
import { ownBodyDonation } from './body-donation.queries.ts';
import { assertBodyWords, assertLatestDeclaration, type DeclaredWords } from './body-preconditions.ts';
import { NoBodyWish } from './body-refusals.types.ts';
import { recordBodyDeclaration, type BodyOutcome } from './record-body-declaration.ts';

/** What withdrawing needs: no reason. */
export interface BodyWithdrawal {
  readonly expectedSequence: number;
  readonly words: DeclaredWords;
}

/** Takes a wish about the body back, be it yes or no. Needs no key and no telephone, so it works while the key service is away. */
export async function withdrawBodyDonation(context: Context, input: BodyWithdrawal): Promise<BodyOutcome> {
  const citizen = freshCitizen(context);
  assertBodyWords('WITHDRAW', input.words);
  const own = await ownBodyDonation(context.em, citizen);
  if (!own) throw new Refused(new NoBodyWish());
  assertLatestDeclaration(own, input.expectedSequence);
  if (!own.isStanding()) throw new Refused(new NoBodyWish());
  return recordBodyDeclaration(context, own, { action: BodyDeclarationAction.WITHDRAWN, wish: BodyWish.NOT_STATED, status: BodyDonationStatus.WITHDRAWN, words: input.words, agreement: null });
}
