import { createHash } from 'node:crypto';
import type { Language } from '../graphql/language.ts';

/** What a person declares with a decision. */
export const ConsentPurpose = { AGREE: 'AGREE', REFUSE: 'REFUSE', WITHDRAW: 'WITHDRAW' } as const;
export type ConsentPurpose = (typeof ConsentPurpose)[keyof typeof ConsentPurpose];

/** A declaration as a person read it: purpose, version and language with the hash of the words. */
export interface ConsentText {
  readonly purpose: ConsentPurpose;
  readonly version: string;
  readonly language: Language;
  readonly paragraphs: readonly string[];
  /** SHA-256, hex, of `language` and the paragraphs joined by line feeds. */
  readonly hash: string;
}

/** The version of the declarations in force. A changed word is a new version; old versions stay in the list. */
export const CONSENT_VERSION = '2026-11-23';

const texts: readonly ConsentText[] = [
  text('AGREE', 'zh-CN', [
    '我已年满十八周岁，能够自己作主。这是我本人自愿作出的决定，没有人强迫、欺骗或者利诱我。',
    '我登记的是捐献意愿，不等于捐献同意书。将来能不能捐献，还要经过医学评估，并依照法律规定办理手续。',
    '登记不影响医生救治我。从事移植的医务人员不得参与对我的死亡判定（《人体器官捐献和移植条例》第十九条）。',
    '捐献是无偿的，任何人不得以任何形式买卖人体器官（条例第六条）。',
    '我可以随时更改或者撤回，不需要说明理由（条例第九条）。',
    '我同意登记机构为记录和核实我的意愿，处理我的姓名、证件号码、联系方式和以上选择，并报送国家登记系统。这些信息加密保存。',
  ]),
  text('AGREE', 'en', [
    'I am at least eighteen years old and able to decide for myself. This is my own free decision; nobody has forced, deceived or induced me.',
    'What I register is a wish to donate. It is not a consent form for donation: whether I can donate will depend on a medical assessment and the steps the law requires.',
    'Registering does not affect the care doctors give me. Transplant staff may not take part in determining my death (Regulations on Human Organ Donation and Transplantation, art. 19).',
    'Donation is unpaid. Nobody may buy or sell human organs in any form (art. 6).',
    'I can change or withdraw my decision at any time without giving a reason (art. 9).',
    'I agree that the register processes my name, document number, contact details and these choices in order to record and verify my wish, and passes them to the national register. They are stored encrypted.',
  ]),
  text('REFUSE', 'zh-CN', [
    '我登记：我不同意捐献我的人体器官，也不同意捐献我的组织。',
    '公民生前表示不同意捐献其遗体器官的，任何组织或者个人不得捐献、获取该公民的遗体器官（《人体器官捐献和移植条例》第九条）。',
    '登记不同意，与撤回登记不同：撤回是不再留下任何意愿，不同意是留下“不捐献”的意愿。',
    '我可以随时更改或者撤回，不需要说明理由。',
    '我同意登记机构为记录和核实我的意愿，处理我的姓名、证件号码和联系方式，并报送国家登记系统。这些信息加密保存。',
  ]),
  text('REFUSE', 'en', [
    'I register that I do not agree to donate my organs, nor my tissues.',
    'When a person has stated in life that they do not agree to donate, no organisation or individual may donate or retrieve their organs (Regulations on Human Organ Donation and Transplantation, art. 9).',
    'Refusing is not the same as withdrawing: withdrawing leaves no wish on record; refusing leaves the wish not to donate.',
    'I can change or withdraw my decision at any time without giving a reason.',
    'I agree that the register processes my name, document number and contact details in order to record and verify my wish, and passes them to the national register. They are stored encrypted.',
  ]),
  text('WITHDRAW', 'zh-CN', [
    '我撤回此前的登记。撤回以后，登记系统里不再有我的捐献意愿，也没有“不同意”的意愿。',
    '撤回不等于不同意捐献。我去世以后，如果没有其他意愿表示，我的配偶、成年子女、父母可以依照法律共同书面决定（《人体器官捐献和移植条例》第九条）。',
    '如果我希望任何人都不能替我决定捐献，应当登记“不同意捐献”。',
    '我可以随时重新登记。',
  ]),
  text('WITHDRAW', 'en', [
    'I withdraw my registration. Afterwards the register holds no wish of mine to donate, and no refusal either.',
    'Withdrawing is not refusing. After my death, if I have stated no other wish, my spouse, adult children and parents may decide together in writing as the law provides (Regulations on Human Organ Donation and Transplantation, art. 9).',
    'If I want nobody to be able to decide to donate for me, I should register a refusal instead.',
    'I can register again at any time.',
  ]),
];

/** The declarations in force in one language, one for each purpose. */
export function consentsInForce(language: Language): readonly ConsentText[] {
  return texts.filter((each) => each.version === CONSENT_VERSION && each.language === language);
}

/** The declaration in force for a purpose in one language. */
export function consentInForce(purpose: ConsentPurpose, language: Language): ConsentText {
  const found = consentsInForce(language).find((each) => each.purpose === purpose);
  if (!found) throw new Error(`There is no declaration for ${purpose} in ${language}`);
  return found;
}

/** Whether a person declared exactly the words in force for this purpose, in any language that we offer. */
export function isConsentInForce(purpose: ConsentPurpose, declared: { readonly version: string; readonly hash: string }): boolean {
  return texts.some((each) => each.purpose === purpose && each.version === CONSENT_VERSION && each.version === declared.version && each.hash === declared.hash);
}

/**
 * The words that a decision declared, by version and hash, whether or not they are still in force: what a person said years
 * ago must be found in exactly those words. Null when nobody could have read them here.
 */
export function declaredText(declared: Pick<ConsentText, 'purpose' | 'version' | 'hash'>, among: readonly ConsentText[] = texts): ConsentText | null {
  return among.find((each) => each.purpose === declared.purpose && each.version === declared.version && each.hash === declared.hash) ?? null;
}

/** The hash by which a decision names the words: SHA-256, hex, of the language and the paragraphs joined by line feeds. */
export function hashOfWords(language: Language, paragraphs: readonly string[]): string {
  return createHash('sha256').update([language, ...paragraphs].join('\n')).digest('hex');
}

function text(purpose: ConsentPurpose, language: Language, paragraphs: readonly string[]): ConsentText {
  return { purpose, version: CONSENT_VERSION, language, paragraphs, hash: hashOfWords(language, paragraphs) };
}
