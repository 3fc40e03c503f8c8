import { channelWords } from '../evidence/evidence-words.ts';
import type { Block } from '../papers/block.ts';
import { chinaClock, chinaDay } from './china-clock.ts';
import { listText, optional, placeText, type Row } from './family-copy-parts.ts';
import * as words from './family-copy-giving-words.ts';
import { requestActorWords } from './family-copy-words.ts';
import type { PersonalDataCopy } from './personal-data-document.ts';

type BodyDonation = NonNullable<PersonalDataCopy['bodyDonation']>;
type Step = { readonly at: string; readonly actorKind: 'CITIZEN' | 'STAFF'; readonly organisation: string | null };

/** What the person wishes for their body, which is another matter than organs, and the visits that they asked for. */
export function givingBlocks({ bodyDonation, homeVisits }: PersonalDataCopy): Block[] {
  return [
    { kind: 'heading', text: '四、遗体捐献和上门预约', english: 'The whole body, and visits at home' },
    { kind: 'small', text: '遗体捐献和器官捐献是两件事：这里的登记不改变第二部分的决定。网上提交的是意向登记，正式手续要在纸上办。' },
    ...(bodyDonation ? bodyBlocks(bodyDonation) : [{ kind: 'paragraph', text: '关于遗体：没有登记过。' } as const]),
    ...(homeVisits.length === 0 ? [{ kind: 'paragraph', text: '上门预约：没有预约过。' } as const] : []),
    ...homeVisits.map((visit): Block => ({ kind: 'rows', rows: visitRows(visit) })),
  ];
}

function bodyBlocks(donation: BodyDonation): Block[] {
  const { wish, status, receiptNumber, areaCode, executorConfirmedAt, person, steps } = donation;
  return [
    {
      kind: 'rows',
      rows: [
        ['关于遗体', `${words.bodyWishWords[wish]}（${words.bodyStatusWords[status]}）`],
        ['受理编号', `${receiptNumber}，由${placeText(areaCode)}的红十字会办理`],
        ...optional('联系电话', person?.phone, String),
        ...optional('执行人', executorConfirmedAt, (at) => `${chinaClock(at)}，红十字会已向执行人本人核实`),
        ['经过', listText(steps, (step) => `${stepText(step, words.bodyStatusWords[step.status])}${step.note ? `：${step.note}` : ''}`)],
      ],
    },
    ...donation.declarations.toReversed().map((declaration): Block => ({ kind: 'rows', rows: declarationRows(declaration) })),
  ];
}

function declarationRows({ sequence, action, wish, use, ashes, keepConfidential, informFamily, receivingUnitId, executor, channel, words: declared, recordedAt }: BodyDonation['declarations'][number]): Row[] {
  return [
    [`遗体第 ${sequence} 次`, `${chinaClock(recordedAt)}，${words.bodyActionWords[action]}：${words.bodyWishWords[wish]}（${channelWords[channel]}，声明版本 ${declared.version}）`],
    ...optional('用途', use, (value) => words.bodyUseWords[value]),
    ...optional('骨灰', ashes, (value) => words.ashesWords[value]),
    ...optional('执行人', executor, ({ name, relation, phone }) => `${name}（${words.executorWords[relation]}），${phone}`),
    ...optional('对外保密', keepConfidential, (value) => (value ? '要，请不要公开' : '不用保密')),
    ...optional('向家人说明', informFamily, (value) => (value ? '可以' : '先不要')),
    ...(wish === 'AGREE' ? [['接受单位', receivingUnitId ? '本人选了一家，编号在 JSON 文件里' : '由红十字会安排'] as const] : []),
  ];
}

function visitRows({ receiptNumber, purpose, areaCode, details, status, visitOn, declineReason, note, askedAt, closedAt, steps }: PersonalDataCopy['homeVisits'][number]): Row[] {
  return [
    ['上门预约', `${chinaClock(askedAt)}，${words.visitPurposeWords[purpose]}，受理编号 ${receiptNumber}，由${placeText(areaCode)}的红十字会办理`],
    ['现在', `${words.visitStatusWords[status]}${closedAt ? `（${chinaClock(closedAt)}）` : ''}`],
    ...optional('约好的日子', visitOn, chinaDay),
    ...optional('地址和联系', details, ({ fullName, phone, address, convenientTime, helperName }) =>
      [`${fullName}，${phone}，${address}`, ...(convenientTime ? [`方便的时间：${convenientTime}`] : []), ...(helperName ? [`家里帮忙的人：${helperName}`] : [])].join('；')),
    ...optional('不能上门的原因', declineReason, (reason) => words.visitDeclineWords[reason]),
    ...optional('红十字会写的', note, String),
    ['经过', listText(steps, (step) => stepText(step, words.visitStatusWords[step.status]))],
  ];
}

function stepText({ at, actorKind, organisation }: Step, status: string): string {
  return `${chinaClock(at)} ${status}（${organisation ?? requestActorWords[actorKind]}）`;
}
