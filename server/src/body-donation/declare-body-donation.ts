import { adultCitizen } from '../donors/preconditions.ts';
import type { Context } from '../graphql/context.ts';
import type { InputProblem } from '../graphql/refusal.types.ts';
import { BodyDeclarationAction, BodyDonationStatus, BodyWish, sealDetails, type AshesHandling, type BodyUse } from './body-donation.entity.ts';
import { ownBodyDonation } from './body-donation.queries.ts';
import { assertBodyWords, assertLatestDeclaration, assertMayDeclare, type DeclaredWords } from './body-preconditions.ts';
import { assertNoProblems, checkExecutor, checkReach, receivingUnitOf, type StatedExecutor, type StatedReach } from './check-body-input.ts';
import { openBodyDonation, recordBodyDeclaration, replacePerson, type BodyOutcome } from './record-body-declaration.ts';

/** A wish to donate the body, as a person states it. */
export interface BodyAgreement extends StatedReach {
  readonly expectedSequence?: number | null | undefined;
  readonly use: BodyUse;
  readonly ashes: AshesHandling;
  readonly keepConfidential: boolean;
  readonly informFamily: boolean;
  readonly receivingUnitId?: string | null | undefined;
  readonly executor?: StatedExecutor | null | undefined;
  readonly words: DeclaredWords;
}

/**
 * Takes down that a person wishes to donate their body, or changes such a wish (民法典 art. 1006). On line it is a request: the Red
 * Cross of the area completes it on paper, and begins anew whenever the person says something else.
 */
export async function declareBodyDonation(context: Context, input: BodyAgreement): Promise<BodyOutcome> {
  const citizen = adultCitizen(context);
  const problems: InputProblem[] = [];
  const reach = checkReach(context, input, citizen.identity.phone, problems);
  const executor = checkExecutor(input.executor, problems);
  const receivingUnit = await receivingUnitOf(context, input.receivingUnitId, problems);
  assertNoProblems(problems);

  const own = await ownBodyDonation(context.em, citizen);
  assertBodyWords('AGREE', input.words);
  assertLatestDeclaration(own, input.expectedSequence);
  await assertMayDeclare(context, citizen);

  const action = own?.wish === BodyWish.AGREE ? BodyDeclarationAction.CHANGED : BodyDeclarationAction.DECLARED;
  const { donation, key } = await openBodyDonation(context, citizen, own);
  replacePerson(donation, key, citizen, reach);
  const { use, ashes, keepConfidential, informFamily } = input;
  const agreement = { use, ashes, keepConfidential, informFamily, receivingUnit, sealedDetails: sealDetails(key, { executor }) };
  return recordBodyDeclaration(context, donation, { action, wish: BodyWish.AGREE, status: BodyDonationStatus.RECEIVED, words: input.words, agreement });
}
