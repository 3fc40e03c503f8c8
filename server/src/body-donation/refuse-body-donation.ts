import { adultCitizen } from '../donors/preconditions.ts';
import type { Context } from '../graphql/context.ts';
import type { InputProblem } from '../graphql/refusal.types.ts';
import { Refused } from '../graphql/refusals.ts';
import { BodyDeclarationAction, BodyDonationStatus, BodyWish } from './body-donation.entity.ts';
import { ownBodyDonation } from './body-donation.queries.ts';
import { assertBodyWords, assertLatestDeclaration, assertMayDeclare, type DeclaredWords } from './body-preconditions.ts';
import { BodyAlreadyRefused } from './body-refusals.types.ts';
import { assertNoProblems, checkReach, type StatedReach } from './check-body-input.ts';
import { openBodyDonation, recordBodyDeclaration, replacePerson, type BodyOutcome } from './record-body-declaration.ts';

/** A refusal to donate the body. */
export interface BodyRefusal extends StatedReach {
  readonly expectedSequence?: number | null | undefined;
  readonly words: DeclaredWords;
}

/** Records that a person does not agree to the donation of their body (民法典 art. 1006): a declaration of its own, not silence. */
export async function refuseBodyDonation(context: Context, input: BodyRefusal): Promise<BodyOutcome> {
  const citizen = adultCitizen(context);
  const problems: InputProblem[] = [];
  const reach = checkReach(context, input, citizen.identity.phone, problems);
  assertNoProblems(problems);

  const own = await ownBodyDonation(context.em, citizen);
  assertBodyWords('REFUSE', input.words);
  assertLatestDeclaration(own, input.expectedSequence);
  if (own?.wish === BodyWish.REFUSE) throw new Refused(new BodyAlreadyRefused());
  await assertMayDeclare(context, citizen);

  const { donation, key } = await openBodyDonation(context, citizen, own);
  replacePerson(donation, key, citizen, reach);
  return recordBodyDeclaration(context, donation, { action: BodyDeclarationAction.REFUSED, wish: BodyWish.REFUSE, status: BodyDonationStatus.NOTED, words: input.words, agreement: null });
}
