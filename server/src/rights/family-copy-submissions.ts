import { listChoices } from '../donors/donation-kinds.ts';
import { choiceWords, itemWords } from '../evidence/evidence-words.ts';
import type { Block } from '../papers/block.ts';
import type { PaperFormStatus, PaperReason, PaperStepKind } from '../paper-forms/paper-form.entity.ts';
import type { ExpressedBy, SubmissionChannel, SubmissionStatus } from '../submissions/submission.entity.ts';
import { chinaClock, chinaDay } from './china-clock.ts';
import { documentText, listed, listText, placeText } from './family-copy-parts.ts';
import type { PersonalDataCopy } from './personal-data-document.ts';

/** How a registration came to whoever sent it. */
export const submissionChannelWords: Readonly<Record<SubmissionChannel, string>> = { PARTNER_PROGRAMME: '对方自己的程序', PAPER_FORM: '纸质表录入' };
/** What became of it. */
export const submissionStatusWords: Readonly<Record<SubmissionStatus, string>> = { WAITING: '等本人确认，没有生效', CONFIRMED: '已经确认，成为本人的决定', DECLINED: '本人说不是自己的，没有生效', REJECTED: '核对没有通过，没有生效', EXPIRED: '过期，没有生效' };
/** How the person is said to have said it. */
export const expressedByWords: Readonly<Record<ExpressedBy, string>> = { ENTERED_BY_PERSON: '本人填写', SIGNED_ON_PAPER: '本人在纸上签名', TOLD_TO_STAFF: '本人口述、别人录入' };

/** How far a paper form has come. */
export const paperStatusWords: Readonly<Record<PaperFormStatus, string>> = {
  WAITING: '等第二个人核对，没有生效',
  APPROVED: '两个人核对一致，已经登记',
  REJECTED: '核对没有通过，没有生效',
  SENT_BACK: '退回重新录入，没有生效',
  CONFIRMED_BY_PERSON: '本人已经自己确认',
  DECLINED_BY_PERSON: '本人说不是自己的，没有生效',
  EXPIRED: '过期，没有生效',
};
/** Why it did not pass. */
export const paperReasonWords: Readonly<Record<PaperReason, string>> = { ILLEGIBLE: '扫描件看不清', NOT_SIGNED: '没有签名或者日期', TYPED_WRONGLY: '录入的和纸上的不一样', OTHER_FORM: '扫描件不是这张表', WILL_IN_DOUBT: '不能确定是不是本人自愿' };
/** What was done with it. */
export const paperStepWords: Readonly<Record<PaperStepKind, string>> = { TYPED: '录入', SCAN_SHOWN: '看扫描件', COMPARED: '重新填写核对', APPROVED: '核对通过', REJECTED: '不予通过', SENT_BACK: '退回' };

/** What others sent for the person: never a decision, so it stands apart from those. Left out where nothing was ever sent. */
export function submissionBlocks({ submissions, confirmedSubmissions, paperForms }: PersonalDataCopy): Block[] {
  if (submissions.length === 0 && confirmedSubmissions.length === 0 && paperForms.length === 0) return [];
  return [
    { kind: 'small', text: '下面是别的单位代交的内容，不是本人的决定。本人没有自己确认，也没有两个人照着本人签名的纸质表核对一致，就不生效。' },
    listed('代交的登记', submissions, ({ receiptNumber, partner, channel, receivedAt, status, changedItems, sent }) => {
      const { fullName, documentType, documentNumber, birthday, language, expressedBy, expressedAt, words, choices } = sent;
      const who = `${fullName}，${documentText(documentType, documentNumber)}，${chinaDay(birthday)}出生，语言 ${language}`;
      const said = listText(listChoices(choices), ({ item, choice }) => `${itemWords[item]} ${choiceWords[choice]}`);
      const changed = changedItems && changedItems.length > 0 ? `；本人改了：${listText(changedItems, (item) => itemWords[item])}` : '';
      return `${chinaClock(receivedAt)}，${partner}（${submissionChannelWords[channel]}），受理编号 ${receiptNumber}：${submissionStatusWords[status]}${changed}。${who}；${chinaClock(expressedAt)}${expressedByWords[expressedBy]}，声明版本 ${words.version}：${said}`;
    }),
    listed('纸质表', paperForms, ({ receiptNumber, status, reason, signedOn, residenceCode, scan, steps }) => {
      const why = reason ? `（${paperReasonWords[reason]}）` : '';
      const where = residenceCode ? `，居住地 ${placeText(residenceCode)}` : '';
      const done = listText(steps, ({ kind, organisation, differences, at }) => `${chinaClock(at)} ${organisation ?? '本人'}${paperStepWords[kind]}${differences ? `（${differences} 处不一样）` : ''}`);
      return `${chinaDay(signedOn)}签名，受理编号 ${receiptNumber}：${paperStatusWords[status]}${why}${where}。扫描件${scan.isKept ? '' : '（已经删除）'} ${scan.pages} 页，校验码 ${scan.sha256}。${done}`;
    }),
    listed('由代交的登记确认的决定', confirmedSubmissions, ({ partner, receiptNumber }) => `${partner}，受理编号 ${receiptNumber}`),
  ];
}
