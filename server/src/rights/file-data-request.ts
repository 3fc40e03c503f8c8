import { randomUUID } from 'node:crypto';
import { ownBodyDonation } from '../body-donation/body-donation.queries.ts';
import { ownRecord } from '../donors/donor.queries.ts';
import { assuredCitizen, freshCitizen } from '../donors/preconditions.ts';
import type { Context } from '../graphql/context.ts';
import { InputProblem, InputProblemCode, InvalidInput, TooManyRequests } from '../graphql/refusal.types.ts';
import { Refused } from '../graphql/refusals.ts';
import { ownHomeVisits } from '../home-visits/home-visit.queries.ts';
import { checkFreeText } from './free-text.ts';
import { DataRequest, DataRequestKind, DataRequestStatus, sealForRequest } from './data-request.entity.ts';
import { openRequestOf, ownRequests, PROVINCE } from './data-request.queries.ts';
import { named } from './preconditions.ts';
import { newReceiptNumber } from './receipt-number.ts';
import { recordStep } from './record-step.ts';
import { NothingOnRecord, RequestAlreadyOpen, StandingDecisionRemains } from './rights-refusals.types.ts';

/** What a person asks about their data. */
export interface StatedRequest {
  readonly kind: DataRequestKind;
  readonly text?: string | null | undefined;
}

interface KindRule {
  /** Whether it says nothing without words. */
  readonly needsText: boolean;
  /** About what there must be: a record of decisions, or anything at all that names the person. */
  readonly needs: 'RECORD' | 'ANYTHING_HELD' | null;
  /** Whether it takes so much away that the person must have signed in just now. */
  readonly needsFreshSignIn: boolean;
}

const rules: Readonly<Record<Exclude<DataRequestKind, 'NEAR_KIN'>, KindRule>> = {
  CORRECTION: { needsText: true, needs: 'ANYTHING_HELD', needsFreshSignIn: false },
  RESTRICTION: { needsText: false, needs: 'RECORD', needsFreshSignIn: true },
  ERASURE: { needsText: false, needs: 'ANYTHING_HELD', needsFreshSignIn: true },
  EXPLANATION: { needsText: true, needs: null, needsFreshSignIn: false },
  COMPLAINT: { needsText: true, needs: null, needsFreshSignIn: false },
};

const DAY_MS = 86_400_000;

/**
 * Files a request of a person about their own data (个人信息保护法 art. 44-50). The law says 及时 and names no days; how many we
 * allow ourselves is a setting, and the person is told. One open request of a kind at a time.
 */
export async function fileDataRequest(context: Context, stated: StatedRequest): Promise<DataRequest> {
  const { em, vault, now, config } = context;
  const citizen = assuredCitizen(context);
  // It says more than words can, and has a command of its own.
  if (stated.kind === DataRequestKind.NEAR_KIN) throw new Refused(new InvalidInput([ofItsOwn]));
  const rule = rules[stated.kind];
  const problems: InputProblem[] = [];
  const text = checkFreeText('text', stated.text, rule.needsText, problems);
  if (problems.length > 0) throw new Refused(new InvalidInput(problems));

  const record = await ownRecord(em, citizen);
  const bodyDonation = await ownBodyDonation(em, citizen);
  const [visit] = await ownHomeVisits(em, citizen, 1);
  // What they once asked is held, too: it can be erased, and there is nothing in it to correct.
  const [asked] = stated.kind === DataRequestKind.ERASURE ? (await ownRequests(em, citizen, null, 1)).rows : [];
  if (rule.needs !== null && !record && (rule.needs === 'RECORD' || !(bodyDonation ?? visit ?? asked))) throw new Refused(new NothingOnRecord());
  if (stated.kind === DataRequestKind.ERASURE && (record?.latest.isStanding() || bodyDonation?.isStanding())) throw new Refused(new StandingDecisionRemains());
  const open = await openRequestOf(em, citizen, record?.donor ?? null, stated.kind);
  if (open) throw new Refused(new RequestAlreadyOpen(open.receiptNumber));
  if (rule.needsFreshSignIn) freshCitizen(context);
  const wait = await context.limits.take('fileDataRequest', citizen.personIndex.toString('base64'));
  if (wait !== null) throw new Refused(new TooManyRequests(wait));

  const id = randomUUID();
  const filedAt = now();
  const request = em.create(DataRequest, {
    id,
    receiptNumber: newReceiptNumber('SQ'),
    ...named(record?.donor ?? null, citizen),
    kind: stated.kind,
    areaCode: record?.donor.residenceCode ?? bodyDonation?.areaCode ?? visit?.areaCode ?? PROVINCE,
    sealedText: text === null ? null : sealForRequest(vault, id, 'text', text),
    status: DataRequestStatus.FILED,
    takenBy: null,
    refusalReason: null,
    sealedAnswer: null,
    filedAt,
    dueAt: new Date(filedAt.getTime() + config.rights.requestDays * DAY_MS),
    closedAt: null,
    overdueToldAt: null,
  });
  await recordStep(context, request, DataRequestStatus.FILED);
  return request;
}

const ofItsOwn = new InputProblem(['kind'], InputProblemCode.UNKNOWN_VALUE, {
  'zh-CN': '替去世的近亲属申请，请从“近亲属申请”办理。',
  en: 'A request about a relative who died is filed on a page of its own.',
});
