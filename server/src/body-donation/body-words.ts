import type { Language } from '../graphql/language.ts';
import { hashOfWords } from '../policy/consent-texts.ts';

/** What is declared about the body. */
export const BodyStatement = { AGREE: 'AGREE', REFUSE: 'REFUSE', WITHDRAW: 'WITHDRAW' } as const;
export type BodyStatement = (typeof BodyStatement)[keyof typeof BodyStatement];

/** The words of a declaration about the body. */
export interface BodyWords {
  readonly statement: BodyStatement;
  readonly version: string;
  readonly language: Language;
  readonly paragraphs: readonly string[];
  /** SHA-256, hex, of the language and the paragraphs joined by line feeds. */
  readonly hash: string;
}

/** The version of the words in force. A changed word is a new version; old versions stay in the list. */
export const BODY_WORDS_VERSION = '2026-11-26';

const texts: readonly BodyWords[] = [
  words('AGREE', 'zh-CN', [
    '我已年满十八周岁，能够自己作主。我愿意在去世以后捐献遗体，用于我在上面选的用途。这是我本人自愿作出的，没有人强迫、欺骗或者利诱我（《民法典》第一千零六条）。',
    '我在网上提交的是意向登记，不是正式的捐献手续。要由当地红十字会和我联系，在纸上办好，才算办完。',
    '遗体捐献和器官捐献是两件事。这份意向不改变我对器官和组织的决定。',
    '捐献是无偿的。',
    '如果我填写了执行人，他（她）已经同意由我填写姓名和电话。',
    '我可以随时更改或者撤回，不需要说明理由。',
    '我同意登记机构为办理遗体捐献，处理我的姓名、证件号码、电话、所在县（市、区）和以上内容，并交给当地红十字会的工作人员。这些信息加密保存，每次查看我都能看到。',
  ]),
  words('AGREE', 'en', [
    'I am at least eighteen years old and able to decide for myself. After my death I wish to donate my body for the use that I have chosen above. This is my own free decision; nobody has forced, deceived or induced me (Civil Code, art. 1006).',
    'What I send on line is a request, not the formal donation. It is complete only when the Red Cross of my area has been in touch with me and the paper is done.',
    'Donating the body and donating organs are two things. This request changes nothing in my decision about organs and tissues.',
    'Donation is unpaid.',
    'If I name an executor, they have agreed that I give their name and telephone number.',
    'I can change or withdraw it at any time without giving a reason.',
    'I agree that the register processes my name, document number, telephone, county and the answers above in order to arrange the donation of my body, and shows them to the staff of the Red Cross of my area. They are stored encrypted, and I can see each time they were looked at.',
  ]),
  words('REFUSE', 'zh-CN', [
    '我登记：我不同意在去世以后捐献我的遗体。',
    '自然人生前未表示不同意捐献的，去世以后，配偶、成年子女、父母可以共同书面决定捐献（《民法典》第一千零六条）。我登记不同意，就是把这件事说清楚。',
    '这份登记不改变我对器官和组织的决定。',
    '我可以随时更改或者撤回，不需要说明理由。',
    '我同意登记机构为记录这个意愿，处理我的姓名、证件号码、电话和所在县（市、区）。这些信息加密保存。',
  ]),
  words('REFUSE', 'en', [
    'I register that I do not agree to the donation of my body after my death.',
    'When somebody has not refused in life, their spouse, adult children and parents may decide together in writing to donate (Civil Code, art. 1006). By refusing I make this clear.',
    'This changes nothing in my decision about organs and tissues.',
    'I can change or withdraw it at any time without giving a reason.',
    'I agree that the register processes my name, document number, telephone and county in order to record this wish. They are stored encrypted.',
  ]),
  words('WITHDRAW', 'zh-CN', [
    '我撤回关于遗体的登记。撤回以后，这里不再有我关于遗体的意愿，也没有“不同意”的意愿。',
    '撤回不等于不同意。如果我希望谁都不能替我决定，应当登记“不同意捐献遗体”（《民法典》第一千零六条）。',
    '如果已经在红十字会办过纸面手续，请红十字会的工作人员一并办理撤回。',
    '我可以随时重新登记。',
  ]),
  words('WITHDRAW', 'en', [
    'I withdraw what I registered about my body. Afterwards there is no wish about my body here, and no refusal either.',
    'Withdrawing is not refusing. If I want nobody to be able to decide for me, I should register that I refuse (Civil Code, art. 1006).',
    'If the paper has been done at the Red Cross, its staff will see to withdrawing that as well.',
    'I can register again at any time.',
  ]),
];

/** The words in force in one language, one for each statement. */
export function bodyWordsInForce(language: Language): readonly BodyWords[] {
  return texts.filter((each) => each.version === BODY_WORDS_VERSION && each.language === language);
}

/** The words in force for a statement in one language. */
export function bodyWordsFor(statement: BodyStatement, language: Language): BodyWords {
  const found = bodyWordsInForce(language).find((each) => each.statement === statement);
  if (!found) throw new Error(`There are no words for ${statement} in ${language}`);
  return found;
}

/** Whether somebody declared exactly the words in force for this statement, in any language that we offer. */
export function areBodyWordsInForce(statement: BodyStatement, declared: { readonly version: string; readonly hash: string }): boolean {
  return texts.some((each) => each.statement === statement && each.version === BODY_WORDS_VERSION && each.version === declared.version && each.hash === declared.hash);
}

function words(statement: BodyStatement, language: Language, paragraphs: readonly string[]): BodyWords {
  return { statement, version: BODY_WORDS_VERSION, language, paragraphs, hash: hashOfWords(language, paragraphs) };
}
