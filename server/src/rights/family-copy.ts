import { assuranceWords } from '../evidence/evidence-words.ts';
import { receiverNames } from '../health-cards/health-card-platform.ts';
import { maskDocumentNumber, maskName } from '../identity/masking.ts';
import type { Block } from '../papers/block.ts';
import { chinaClock, chinaDay } from './china-clock.ts';
import { historyBlocks, standingBlocks } from './family-copy-decisions.ts';
import { givingBlocks } from './family-copy-giving.ts';
import { documentText, listed, listText, optional, placeText, type Row } from './family-copy-parts.ts';
import { submissionBlocks } from './family-copy-submissions.ts';
import * as words from './family-copy-words.ts';
import type { PersonalDataCopy } from './personal-data-document.ts';

/** A copy of one's data, and what the pages must say of the file that they tell. */
export interface FamilyCopy {
  readonly copy: PersonalDataCopy;
  /** SHA-256 of the JSON text, hex. */
  readonly sha256: string;
  /** Made by a register with invented people. */
  readonly isDemonstration: boolean;
}

/** What stands on the pages of the copy that a family can read: nothing but what the JSON text holds, in words. */
export function familyCopyBlocks({ copy, sha256, isDemonstration }: FamilyCopy): readonly Block[] {
  return [
    { kind: 'title', text: '个人信息副本（给家人看）' },
    { kind: 'subtitle', text: 'A copy of personal data, for the family to read' },
    ...(isDemonstration ? [{ kind: 'notice', text: '演示数据：本材料出自演示系统，其中的人物和单位都是虚构的，不能用于任何真实事项。' } as const] : []),
    { kind: 'paragraph', text: '这份纸是什么：本人依照《个人信息保护法》第四十五条，从三献登记系统取出的个人信息副本，写成家人看得懂的话。它说明取出的那一刻，系统里记着什么。' },
    { kind: 'notice', text: '这份纸不是什么：它是登记意愿的记录，不等于捐献同意书，也不能代替任何手续。本人可以随时更改或者撤回；取出以后有没有变化，以登记系统里的记录为准。' },
    { kind: 'rows', rows: [['取出时间', `${chinaClock(copy.exportedAt)}（北京时间，下同）`], ['完整文件的校验码', `${sha256}（完整文件是同时取出的 JSON 文件，用 SHA-256 可以核对）`]] },
    { kind: 'heading', text: '一、这是谁', english: 'Who this is about' },
    { kind: 'rows', rows: personRows(copy) },
    ...standingBlocks(copy),
    ...historyBlocks(copy),
    ...submissionBlocks(copy),
    ...givingBlocks(copy),
    ...contactBlocks(copy),
    ...statementBlocks(copy),
    ...lookUpBlocks(copy),
    ...recipientBlocks(copy),
    ...requestBlocks(copy),
    ...leftOutBlocks(copy),
  ];
}

/** What stands above and below each page: enough to put a lost sheet back, masked, because sheets are left lying. */
export function familyCopyMargins({ copy: { identity, record }, isDemonstration }: FamilyCopy, page: number, pages: number): { readonly above: string; readonly below: string } {
  const number = record ? [record.registrationNumber] : [];
  const who = [maskName(identity.fullName), maskDocumentNumber(identity.documentType, identity.documentNumber, 'STRONG'), ...number].join(' · ');
  return { above: `${isDemonstration ? '演示数据 · ' : ''}${who}`, below: `登记意愿的记录，不等于捐献同意书 · 第 ${page} 页，共 ${pages} 页` };
}

function personRows({ identity, record }: PersonalDataCopy): Row[] {
  const stored = record && { name: record.fullName ?? identity.fullName, number: record.documentNumber ?? identity.documentNumber };
  return [
    ['姓名', identity.fullName],
    ...(stored && stored.name !== identity.fullName ? [['登记时的姓名', stored.name] as const] : []),
    ['证件', documentText(identity.documentType, identity.documentNumber)],
    ...(stored && stored.number !== identity.documentNumber ? [['登记时的证件', documentText(record.documentType, stored.number)] as const] : []),
    ...optional('出生日期', identity.birthday ?? record?.birthday, chinaDay),
    ...optional('性别', identity.sex, (sex) => words.sexWords[sex]),
    ['身份核验', `${words.providerWords[identity.provider]}，${assuranceWords[identity.assuranceLevel]}`],
    ...(record ? ([['登记编号', record.registrationNumber], ['首次登记', chinaClock(record.registeredAt)]] as const) : [['登记编号', '没有登记'] as const]),
  ];
}

function contactBlocks({ identity, record }: PersonalDataCopy): Block[] {
  const home = identity.profileResidence;
  const contact = record?.emergencyContact;
  return [
    { kind: 'heading', text: '五、联系方式和紧急联系人', english: 'Contact and emergency contact' },
    {
      kind: 'rows',
      rows: [
        ['登记的电话', record?.phone ?? '没有填写'],
        ['登录账号的电话', identity.phone ?? '没有'],
        ['居住地', record?.residenceCode ? placeText(record.residenceCode) : '没有填写'],
        ...optional('账号里的居住地', home, ({ province, city, county }) => [province, city, county].join('') || '没有填写'),
        ['本人的希望', record?.wish ?? '没有填写'],
        ['家人是否知道', record ? words.familyKnowsWords[record.familyKnows] : '没有填写'],
        ['紧急联系人', contact ? `${contact.name}（${words.relationWords[contact.relation]}），${contact.phone}` : '没有填写'],
      ],
    },
  ];
}

function statementBlocks({ familyMessages, donorCards, consents, afterDeathAccess, restrictions }: PersonalDataCopy): Block[] {
  return [
    { kind: 'heading', text: '六、同意、安排和限制', english: 'Consents, arrangements, restrictions' },
    listed('同意和收回', consents, ({ statedAt, given, purpose }) => `${chinaClock(statedAt)}，${given ? '同意' : '收回同意'}：${words.purposeWords[purpose]}`),
    listed('告诉家人的消息', familyMessages, ({ madeAt, label, content, takenBackAt, steps }) =>
      [`${chinaClock(madeAt)}，${label ?? '称呼已不再保存'}：${words.messageContentWords[content]}`, ...(takenBackAt ? [`${chinaClock(takenBackAt)} 收回`] : []), ...steps.map(({ at, kind }) => `${chinaClock(at)} ${words.messageStepWords[kind]}`)].join('；')),
    listed('可核验的凭证', donorCards, ({ issuedAt, cardNumber, expiresAt, revokedAt, endReason }) =>
      [`${chinaClock(issuedAt)} 办理${cardNumber === null ? '' : `，卡号 ${cardNumber}`}`, `有效期到 ${chinaClock(expiresAt)}`, ...(revokedAt && endReason ? [`${chinaClock(revokedAt)} 作废：${words.cardEndWords[endReason]}`] : [])].join('；')),
    listed('去世以后谁可以看', afterDeathAccess, ({ statedAt, setting }) => `${chinaClock(statedAt)}，${words.afterDeathWords[setting]}`),
    listed('限制使用', restrictions, ({ statedAt, restricted }) => `${chinaClock(statedAt)}，${restricted ? '开始限制' : '解除限制'}`),
  ];
}

function lookUpBlocks({ lookUps }: PersonalDataCopy): Block[] {
  return [
    { kind: 'heading', text: '七、谁查询过，为什么', english: 'Who looked, and why' },
    lookUps.length === 0 ? { kind: 'paragraph', text: '还没有人查询过。' } : { kind: 'paragraph', text: `一共 ${lookUps.length} 次查询。` },
    ...lookUps.map((lookUp): Block => {
      const { hospital, areaCode, caseNumber, occasion, purpose, breakGlassReason, status, finding, choicesDisclosed, requestedAt, steps } = lookUp;
      const told = finding ? words.toldWords[finding] : words.toldNothingWords[status];
      return {
        kind: 'rows',
        rows: [
          ['查询', `${chinaClock(requestedAt)}，${hospital}（${placeText(areaCode)}），病例编号 ${caseNumber}`],
          ['情形和目的', `${words.occasionWords[occasion]}；${words.lookUpPurposeWords[purpose]}`],
          ...optional('紧急查询的理由', breakGlassReason, (reason) => `${words.breakGlassWords[reason]}；这样的查询都会被复查`),
          ['告诉了什么', `${told}${choicesDisclosed ? '，包括每一项器官、组织的选择' : ''}`],
          ['经过', listText(steps, ({ step, at }) => `${chinaClock(at)} ${words.lookUpStepWords[step]}`)],
        ],
      };
    }),
  ];
}

function recipientBlocks({ evidencePackages, disclosures, announcements, knownToPartners, healthCards, healthCardQuestions }: PersonalDataCopy): Block[] {
  return [
    { kind: 'heading', text: '八、信息给过谁', english: 'Who received data' },
    { kind: 'small', text: '答复过的查询写在第七部分。' },
    listed('给医院的证明文件', evidencePackages, ({ issuedAt, hospital, organisation }) => `${chinaClock(issuedAt)}，${organisation ?? '红十字会'}为${hospital}的伦理委员会出具`),
    listed('其他', disclosures, ({ at, kind, organisation }) => `${chinaClock(at)}，${words.disclosureWords[kind]}${organisation === null ? '' : `（${organisation}）`}`),
    listed('绑定的健康卡', healthCards, ({ platform, boundAt, unboundAt, steps }) =>
      [`${receiverNames[platform]}，${chinaClock(boundAt)} 绑定`, ...steps.flatMap(({ kind, mark, at }) => (kind === 'PUT_ON' || kind === 'TAKEN_OFF' ? [`${chinaClock(at)} ${words.cardStepWords[kind]}${mark ? `“${words.cardStatusWords[mark]}”` : ''}`] : [])), ...(unboundAt ? [`${chinaClock(unboundAt)} 解除绑定`] : [])].join('；')),
    listed('健康卡平台来问', healthCardQuestions, ({ at, asker, told }) => `${chinaClock(at)}，${asker}，答“${words.cardStatusWords[told]}”`),
    listed('用代号认得本人的系统', knownToPartners, ({ partner }) => `${partner}（不知道本人是谁）`),
    listed('通知过其他系统', announcements, ({ occurredAt, kind, deliveries }) => `${chinaClock(occurredAt)}，${words.announcementWords[kind]}${deliveries.length === 0 ? '' : `（${deliveries.length} 个系统：${listText(deliveries, ({ status }) => words.deliveryWords[status])}）`}`),
  ];
}

function requestBlocks({ requests }: PersonalDataCopy): Block[] {
  return [
    { kind: 'heading', text: '九、本人提过的申请', english: 'Requests about the data' },
    ...(requests.length === 0 ? [{ kind: 'paragraph', text: '没有提过申请。' } as const] : []),
    ...requests.map((request): Block => ({
      kind: 'rows',
      rows: [
        ['申请', `${words.requestKindWords[request.kind]}，受理编号 ${request.receiptNumber}，由${placeText(request.areaCode)}的红十字会办理`],
        ['现在', words.requestStatusWords[request.status]],
        ...optional('本人写的', request.text, String),
        // The dead person's number is not the caller's own; it stays in the JSON text.
        ...optional('去世的近亲属', request.nearKin, ({ tie, deceased, provenAt, confirmedAt, shownAt }) =>
          [`本人是去世者的：${words.nearKinWords[tie]}`, ...(deceased ? [`去世者：${deceased.fullName}`] : []), ...(provenAt ? [`${chinaClock(provenAt)} 当面看过证明`] : []), ...(confirmedAt ? [`${chinaClock(confirmedAt)} 另一位工作人员确认`] : []), ...(shownAt ? [`${chinaClock(shownAt)} 告诉了决定`] : [])].join('；')),
        ...optional('没有同意的理由', request.refusalReason, (reason) => words.requestRefusalWords[reason]),
        ...optional('答复', request.answer, String),
        ['时间', `${chinaClock(request.filedAt)}提出，最晚 ${chinaClock(request.dueAt)}答复${request.closedAt ? `，${chinaClock(request.closedAt)}办结` : ''}`],
        ['经过', listText(request.steps, ({ at, status, actorKind, organisation }) => `${chinaClock(at)} ${words.requestStatusWords[status]}（${organisation ?? words.requestActorWords[actorKind]}）`)],
      ],
    })),
  ];
}

/** What the JSON text holds beside this, and what neither holds: a family must not take the pages for more than they are. */
function leftOutBlocks({ sessions, retries, withheld }: PersonalDataCopy): Block[] {
  return [
    { kind: 'heading', text: '十、这里没有写的', english: 'What is not on these pages' },
    { kind: 'paragraph', text: `只在 JSON 文件里的：完整的证件号码，登录账号的编号，${sessions.length} 次登录的记录，${retries.length} 条防止重复提交的记录，各种内部编号和校验码。` },
    { kind: 'paragraph', text: '哪里都没有放进来的，以及理由：' },
    // The reasons hold an English sentence after the Chinese one.
    listed('没有放进来', withheld, ({ what, reason }) => `${what}。${reason.slice(0, reason.lastIndexOf('。') + 1)}`.replaceAll('您', '本人')),
    { kind: 'small', text: '“〔U+…〕”表示字体里没有的字，括号内是它的 Unicode 编号，JSON 文件里是原字。这份纸里有个人信息，请放在安全的地方，不要转给不认识的人。' },
  ];
}
