import { randomUUID } from 'node:crypto';
import { ownRecord } from '../donors/donor.queries.ts';
import { assuredCitizen } from '../donors/preconditions.ts';
import type { Context } from '../graphql/context.ts';
import type { Sentence } from '../graphql/language.ts';
import { InputProblem, InputProblemCode, InvalidInput, TooManyRequests } from '../graphql/refusal.types.ts';
import { Refused } from '../graphql/refusals.ts';
import { shanghaiDayOf } from '../identity/calendar.ts';
import { checkIdentityDocument, normalisedDocument } from '../identity/identity-document.ts';
import { checkPersonName } from '../identity/names.ts';
import type { Citizen } from '../identity/actor.ts';
import { DataRequest, DataRequestKind, DataRequestStatus, sealForRequest } from '../rights/data-request.entity.ts';
import { openRequestOf, PROVINCE } from '../rights/data-request.queries.ts';
import { checkFreeText } from '../rights/free-text.ts';
import { named } from '../rights/preconditions.ts';
import { newReceiptNumber } from '../rights/receipt-number.ts';
import { recordStep } from '../rights/record-step.ts';
import { RequestAlreadyOpen } from '../rights/rights-refusals.types.ts';
import { KinStatement, sealStatement, type NearKinTie } from './kin-statement.entity.ts';

/** Whom somebody asks about, and why. */
export interface StatedNearKinRequest {
  readonly tie: NearKinTie;
  readonly fullName: string;
  readonly documentNumber: string;
  readonly occasion: string;
}

const DAY_MS = 86_400_000;
const nothingYet = { confirmedAt: null, confirmedBy: null, shownAt: null, shownBy: null, shownKey: null, shownState: null, shownDecisionId: null, shownRecordedAt: null };

/**
 * Files the request of a near relative about the data of somebody who died (个人信息保护法 art. 49). The register is not asked
 * about that person here: the answer is the same whether or not they were ever on it. Staff see the papers first.
 */
export async function fileNearKinRequest(context: Context, stated: StatedNearKinRequest): Promise<DataRequest> {
  const { em, vault, now, config } = context;
  const citizen = assuredCitizen(context);
  const { fullName, documentNumber, occasion } = checked(context, citizen, stated);
  const record = await ownRecord(em, citizen);
  const open = await openRequestOf(em, citizen, record?.donor ?? null, DataRequestKind.NEAR_KIN);
  if (open) throw new Refused(new RequestAlreadyOpen(open.receiptNumber));
  const wait = await context.limits.take('fileNearKinRequest', citizen.personIndex.toString('base64'));
  if (wait !== null) throw new Refused(new TooManyRequests(wait));

  const id = randomUUID();
  const filedAt = now();
  const request = em.create(DataRequest, {
    id,
    receiptNumber: newReceiptNumber('QS'),
    ...named(record?.donor ?? null, citizen),
    kind: DataRequestKind.NEAR_KIN,
    areaCode: record?.donor.residenceCode ?? PROVINCE,
    sealedText: sealForRequest(vault, id, 'text', occasion),
    status: DataRequestStatus.FILED,
    takenBy: null,
    refusalReason: null,
    sealedAnswer: null,
    filedAt,
    dueAt: new Date(filedAt.getTime() + config.rights.requestDays * DAY_MS),
    closedAt: null,
    overdueToldAt: null,
  });
  const { identity } = citizen;
  const sender = { fullName: identity.fullName, documentType: identity.documentType, documentNumber: identity.documentNumber, phone: identity.phone };
  const sealedStatement = sealStatement(vault, id, { deceased: { fullName, documentNumber }, sender });
  em.create(KinStatement, { dataRequest: request, tie: stated.tie, sealedStatement, provenAt: null, provenBy: null, deathProof: null, kinshipProof: null, ...nothingYet });
  await recordStep(context, request, DataRequestStatus.FILED);
  return request;
}

function checked({ now }: Context, { identity }: Citizen, stated: StatedNearKinRequest): { fullName: string; documentNumber: string; occasion: string } {
  const problems: InputProblem[] = [];
  const fault = (field: string, code: InputProblemCode, sentence: Sentence) => problems.push(new InputProblem([field], code, sentence));
  const name = checkPersonName(stated.fullName);
  if (!name.ok) fault('fullName', InputProblemCode.MALFORMED, sentences.name);
  const document = checkIdentityDocument('RESIDENT_ID_CARD', stated.documentNumber, shanghaiDayOf(now()));
  if (!document.ok) fault('documentNumber', InputProblemCode.MALFORMED, sentences.number);
  else if (isOwn(identity.documentType, identity.documentNumber, document.value.number)) fault('documentNumber', InputProblemCode.UNKNOWN_VALUE, sentences.own);
  const occasion = checkFreeText('occasion', stated.occasion, true, problems);
  if (!name.ok || !document.ok || occasion === null || problems.length > 0) throw new Refused(new InvalidInput(problems));
  return { fullName: name.value, documentNumber: document.value.number, occasion };
}

function isOwn(type: Citizen['identity']['documentType'], own: string, stated: string): boolean {
  return type === 'RESIDENT_ID_CARD' && normalisedDocument(type, own, null) === normalisedDocument(type, stated, null);
}

const sentences = {
  name: { 'zh-CN': '请按证件上的写法填写姓名。', en: 'Enter the name as the document has it.' },
  number: { 'zh-CN': '身份证号码不对，请再看一看。', en: 'This is not a resident identity number. Please look again.' },
  own: { 'zh-CN': '这是您自己的号码。自己的信息，请到“我的个人信息”里看。', en: 'This is your own number. Your own data are on the page about your data.' },
} satisfies Record<string, Sentence>;
