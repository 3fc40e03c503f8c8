import { randomUUID } from 'node:crypto';
import { checkReach, type StatedReach } from '../body-donation/check-body-input.ts';
import { nameAt } from '../donors/check-input.ts';
import { freshCitizen } from '../donors/preconditions.ts';
import type { Context } from '../graphql/context.ts';
import { InvalidInput, TooManyRequests, type InputProblem } from '../graphql/refusal.types.ts';
import { Refused } from '../graphql/refusals.ts';
import { checkFreeText } from '../rights/free-text.ts';
import { newReceiptNumber } from '../rights/receipt-number.ts';
import { RequestAlreadyOpen } from '../rights/rights-refusals.types.ts';
import { HomeVisit, HomeVisitStatus, sealVisit, type HomeVisitPurpose } from './home-visit.entity.ts';
import { openVisitOf } from './home-visit.queries.ts';
import { recordVisitStep } from './record-visit-step.ts';

/** A visit as a person asks for it. */
export interface StatedVisit extends StatedReach {
  readonly purpose: HomeVisitPurpose;
  readonly address: string;
  readonly convenientTime?: string | null | undefined;
  readonly helperName?: string | null | undefined;
}

/**
 * Asks that the Red Cross come to somebody who cannot travel (《宁波市遗体捐献条例》 knows such visits for the body, the province for
 * organs). One open visit at a time. Freshly signed in, because it opens a door: nobody sends staff to another's home.
 */
export async function askForHomeVisit(context: Context, stated: StatedVisit): Promise<HomeVisit> {
  const { em, vault, now } = context;
  const citizen = freshCitizen(context);
  const problems: InputProblem[] = [];
  const reach = checkReach(context, stated, citizen.identity.phone, problems);
  const address = checkFreeText('address', stated.address, true, problems);
  const convenientTime = checkFreeText('convenientTime', stated.convenientTime, false, problems);
  const helperName = stated.helperName?.trim() ? nameAt(['helperName'], stated.helperName, problems) : null;
  if (address === null || problems.length > 0) throw new Refused(new InvalidInput(problems));
  const open = await openVisitOf(em, citizen);
  if (open) throw new Refused(new RequestAlreadyOpen(open.receiptNumber));
  const wait = await context.limits.take('askForHomeVisit', citizen.personIndex.toString('base64'));
  if (wait !== null) throw new Refused(new TooManyRequests(wait));

  const id = randomUUID();
  const visit = em.create(HomeVisit, {
    id,
    receiptNumber: newReceiptNumber('SM'),
    personIndex: citizen.personIndex,
    areaCode: reach.areaCode,
    purpose: stated.purpose,
    sealedDetails: sealVisit(vault, id, { fullName: citizen.identity.fullName, phone: reach.phone, address, convenientTime, helperName }),
    sealedNote: null,
    status: HomeVisitStatus.RECEIVED,
    declineReason: null,
    visitOn: null,
    takenBy: null,
    askedAt: now(),
    updatedAt: now(),
    closedAt: null,
  });
  await recordVisitStep(context, visit, HomeVisitStatus.RECEIVED);
  return visit;
}
