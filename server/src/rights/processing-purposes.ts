import { createHash } from 'node:crypto';
import type { Language } from '../graphql/language.ts';

/** For what the register processes data of people: these and no others. Who wants another writes it here first, with its words. */
export const ProcessingPurpose = {
  KEEP_DECISION: 'KEEP_DECISION',
  NATIONAL_REGISTER: 'NATIONAL_REGISTER',
  CASE_LOOK_UP: 'CASE_LOOK_UP',
  SECURITY_RECORD: 'SECURITY_RECORD',
  CONTACT_ME: 'CONTACT_ME',
  ASK_EMERGENCY_CONTACT: 'ASK_EMERGENCY_CONTACT',
  RESPECT_WISH: 'RESPECT_WISH',
  CITY_CARD_ASKS: 'CITY_CARD_ASKS',
  CITY_CARD_TOLD: 'CITY_CARD_TOLD',
  OPEN_CARD_ASKS: 'OPEN_CARD_ASKS',
  OPEN_CARD_TOLD: 'OPEN_CARD_TOLD',
} as const;
export type ProcessingPurpose = (typeof ProcessingPurpose)[keyof typeof ProcessingPurpose];

/** The purposes that a person may do without: each is consented to, or not, for itself (个人信息保护法 art. 14-16). */
export type OptionalPurpose = Extract<ProcessingPurpose, 'CONTACT_ME' | 'ASK_EMERGENCY_CONTACT' | 'RESPECT_WISH' | 'CITY_CARD_ASKS' | 'CITY_CARD_TOLD' | 'OPEN_CARD_ASKS' | 'OPEN_CARD_TOLD'>;

/** On what the processing rests (个人信息保护法 art. 13). */
export const ProcessingBasis = {
  /** What the person declared with their decision; it ends by withdrawing that. */
  DECLARATION: 'DECLARATION',
  /** A duty by law or administrative regulation; no consent is asked, so none is shown. */
  LAW: 'LAW',
  /** A consent of its own: off until given, taken back at any time, never a condition of anything else. */
  CONSENT: 'CONSENT',
} as const;
export type ProcessingBasis = (typeof ProcessingBasis)[keyof typeof ProcessingBasis];

/** What a person is told of a purpose (个人信息保护法 art. 17, 30: which data, why they are needed, what it does to the person). */
export interface PurposeText {
  readonly purpose: ProcessingPurpose;
  readonly version: string;
  readonly language: Language;
  readonly title: string;
  readonly data: string;
  readonly necessity: string;
  readonly effect: string;
  /** SHA-256, hex, of the language and the four texts joined by line feeds. */
  readonly hash: string;
}

/** The version of the words in force. A changed word is a new version; old versions stay in the list. */
export const PURPOSE_TEXT_VERSION = '2026-11-25';

/** On what each purpose rests. */
export const basisOf: Readonly<Record<ProcessingPurpose, ProcessingBasis>> = {
  KEEP_DECISION: 'DECLARATION',
  NATIONAL_REGISTER: 'LAW',
  CASE_LOOK_UP: 'LAW',
  SECURITY_RECORD: 'LAW',
  CONTACT_ME: 'CONSENT',
  ASK_EMERGENCY_CONTACT: 'CONSENT',
  RESPECT_WISH: 'CONSENT',
  CITY_CARD_ASKS: 'CONSENT',
  CITY_CARD_TOLD: 'CONSENT',
  OPEN_CARD_ASKS: 'CONSENT',
  OPEN_CARD_TOLD: 'CONSENT',
};

/** Whether a person may do without this purpose. */
export function isOptional(purpose: ProcessingPurpose): purpose is OptionalPurpose {
  return basisOf[purpose] === 'CONSENT';
}

const texts: readonly PurposeText[] = [
  text('KEEP_DECISION', 'zh-CN', [
    '登记和保存您的决定',
    '姓名、证件类型和号码、居住的区县、您的各项选择、登记的时间和途径、您声明的内容。',
    '没有这些，就不能确认是您本人的决定，需要时也找不到它。捐献意愿与医疗健康有关，我们按敏感个人信息对待（《个人信息保护法》第二十八条）。',
    '登记在册的决定有法律效力（《人体器官捐献和移植条例》第九条）。您可以随时撤回决定；撤回以后，这里不再留有您的意愿，过去的记录作为凭证保存。',
  ]),
  text('KEEP_DECISION', 'en', [
    'Recording and keeping your decision',
    'Your name, the kind and number of your document, the county where you live, each of your choices, when and how you registered, and what you declared.',
    'Without them nobody could tell that the decision is yours, or find it when it is needed. A wish about donation concerns your health; we treat it as sensitive personal information (Personal Information Protection Law, art. 28).',
    'A recorded decision has legal effect (Regulations on Human Organ Donation and Transplantation, art. 9). You can withdraw it at any time; afterwards no wish of yours stands here, and the former records are kept as evidence.',
  ]),
  text('NATIONAL_REGISTER', 'zh-CN', [
    '报送国家登记系统',
    '姓名、证件号码和您的决定。',
    '捐献意愿登记由中国红十字会总会建立的系统统一办理（《人体器官捐献和移植条例》第十三条）。',
    '每次决定有没有报送、对方有没有确认，您可以在“我的决定”里看到。写着“待同步”的，什么都还没有报送。',
  ]),
  text('NATIONAL_REGISTER', 'en', [
    'Passing it to the national register',
    'Your name, document number and decision.',
    'Wishes to donate are registered through the system of the Red Cross Society of China (Regulations on Human Organ Donation and Transplantation, art. 13).',
    '“My decision” shows for each decision whether it was passed on and confirmed. Of one that is “not sent yet” nothing has been passed on.',
  ]),
  text('CASE_LOOK_UP', 'zh-CN', [
    '在需要时供医院或者协调员查询',
    '您的决定、登记时间和身份核验的方式。',
    '本人说过不同意的，任何人不得捐献；本人同意的，要由伦理委员会核实（《人体器官捐献和移植条例》第九条、第十八条）。不查询就无法知道。',
    '只有医院指定、不参与移植的医务人员或者协调员，在病人已经去世或者预计去世时，为一个病例才能查询。每次查询先记录、后答复，您可以看到。',
  ]),
  text('CASE_LOOK_UP', 'en', [
    'Look-up by a hospital or coordinator when it is needed',
    'Your decision, when it was recorded and how you were identified.',
    'If a person said no, nobody may donate for them; if they said yes, an ethics committee verifies it (Regulations on Human Organ Donation and Transplantation, art. 9 and 18). Nobody could know without looking.',
    'Only clinicians whom a hospital has named and who take no part in transplantation, and coordinators, may look it up, for one case, when a patient has died or is expected to. Each look-up is recorded before it is answered, and you can see it.',
  ]),
  text('SECURITY_RECORD', 'zh-CN', [
    '安全和审计记录',
    '登录的时间和途径、办理了什么、哪条记录有变动。不含您填写的内容。',
    '网络运营者必须留存网络日志，采取安全措施（《网络安全法》第二十一条，《个人信息保护法》第五十一条）。',
    '有人冒用或者篡改时，可以查清。到期的登录记录会删除；操作的审计记录不能修改，也不能删除。',
  ]),
  text('SECURITY_RECORD', 'en', [
    'Security and audit records',
    'When and how you signed in, what was done, and which records changed. Nothing that you typed.',
    'Operators must keep logs and protect the data (Cybersecurity Law, art. 21; Personal Information Protection Law, art. 51).',
    'If somebody poses as you or alters a record, it can be found out. Records of sign-ins are removed when their time is over; the audit cannot be changed or removed.',
  ]),
  text('CONTACT_ME', 'zh-CN', [
    '打电话联系我，核实登记的事',
    '您登记的电话号码。',
    '登记不需要这一项。有疑问时，工作人员可以直接问您。',
    '不同意，不影响登记，也不会有人打电话给您。您收回同意以后，我们删除您的电话号码。',
  ]),
  text('CONTACT_ME', 'en', [
    'Calling me about my registration',
    'The telephone number that you registered.',
    'Registering does not need it. If something is unclear, staff could simply ask you.',
    'If you do not agree, your registration is not affected and nobody calls you. When you take your consent back, your telephone number is deleted.',
  ]),
  text('ASK_EMERGENCY_CONTACT', 'zh-CN', [
    '在我不能表达时，联系我的紧急联系人',
    '紧急联系人的姓名、与您的关系和电话。请先征得对方同意。',
    '登记不需要这一项。需要找到您的家人时，会快一些。',
    '不同意，不影响登记，也不会有人联系对方。您收回同意以后，我们删除紧急联系人。',
  ]),
  text('ASK_EMERGENCY_CONTACT', 'en', [
    'Asking my emergency contact when I cannot speak',
    'Their name, how they are related to you, and their telephone number. Please ask them first.',
    'Registering does not need it. Your family could be found sooner.',
    'If you do not agree, your registration is not affected and nobody contacts them. When you take your consent back, the emergency contact is deleted.',
  ]),
  text('RESPECT_WISH', 'zh-CN', [
    '让医护人员和家人知道我的希望',
    '您自己写下的话。里面可能有您的信仰，属于敏感个人信息（《个人信息保护法》第二十八条）。',
    '登记不需要这一项。写下来，需要的时候别人才知道怎样尊重您。',
    '不写，不影响登记。写了以后，为病例查询您决定的医务人员和协调员能看到；您给家人的留言选了整个决定的，家人也能看到。它不改变您的决定，也不能保证每一件都做得到。您随时可以删除，删除以后我们不再保存这段话。',
  ]),
  text('RESPECT_WISH', 'en', [
    'Letting medical staff and my family know what I hope for',
    'What you write yourself. It may tell of your beliefs, which are sensitive personal information (Personal Information Protection Law, art. 28).',
    'Registering does not need it. When it is needed, others know how to respect you.',
    'If you write nothing, your registration is not affected. If you do, clinicians and coordinators who look up your decision for a case can see it, and so can family to whom you send your whole decision. It does not change your decision, and nobody can promise that everything is possible. You can remove it at any time; then it is no longer kept.',
  ]),
  ...cardTexts('CITY_CARD_ASKS', 'CITY_CARD_TOLD', { 'zh-CN': '市电子健康医保卡平台', en: 'the city’s platform of electronic health and insurance cards' }),
  ...cardTexts('OPEN_CARD_ASKS', 'OPEN_CARD_TOLD', { 'zh-CN': '电子健康卡开放平台', en: 'the open platform of electronic health cards' }),
];

/** The two consents about one platform of health cards: to each receiver and each way by itself (个人信息保护法 art. 23, 29). */
function cardTexts(asks: ProcessingPurpose, told: ProcessingPurpose, receiver: Readonly<Record<Language, string>>): readonly PurposeText[] {
  const [zh, en] = [receiver['zh-CN'], receiver.en];
  return [
    text(asks, 'zh-CN', [
      `让${zh}可以来问我的决定`,
      '平台用您的卡来问，我们只答“同意捐献”“不同意捐献”或者“没有说明”，加上登记的日期和一个答复编号。不说任何器官、组织，也不说您的姓名和号码。接收方是这个平台（《个人信息保护法》第二十三条）。',
      '登记不需要这一项。同意以后，您用这张卡的时候，平台可以知道您有没有登记过决定。',
      '不同意，不影响登记，也不影响看病：平台来问，一律答“没有说明”，和没有登记的人一样。您随时可以收回，收回以后马上不再答。每次来问都有记录，您可以看到。平台知道的，不等于捐献同意书。',
    ]),
    text(asks, 'en', [
      `Letting ${en} ask for my decision`,
      'The platform asks by your card, and is told “agreed”, “refused” or “not stated”, the day of registering and a number of the answer. No organ or tissue is told, and neither your name nor any number of yours. The receiver is this platform (Personal Information Protection Law, art. 23).',
      'Registering does not need it. If you agree, the platform can know whether you registered a decision when you use this card.',
      'If you do not agree, neither your registration nor your treatment is affected: the platform is told “not stated”, as for somebody who never registered. You can take it back at any time, and from then on nothing is told. Each question is on record, and you can see it. What the platform knows is no consent to a donation.',
    ]),
    text(told, 'zh-CN', [
      `在我的健康卡上注明：${zh}`,
      '卡号、“同意捐献”或者“不同意捐献”、登记的日期。不说任何器官、组织。接收方是这个平台（《个人信息保护法》第二十三条）。',
      '登记不需要这一项。注明以后，别人看您的卡就能知道您登记过决定，不用再来问我们。',
      '不同意，不影响登记，卡上也不会有任何字样。收回同意、撤回决定或者解除绑定以后，我们请平台取下；平台没有回应的时候，我们一直重试，您能看到办到哪一步。注明的内容不等于捐献同意书。',
    ]),
    text(told, 'en', [
      `Noting it on my health card: ${en}`,
      'The number of the card, “agreed” or “refused”, and the day of registering. No organ or tissue is told. The receiver is this platform (Personal Information Protection Law, art. 23).',
      'Registering does not need it. Once it is noted, whoever reads your card knows that you registered a decision, without asking us.',
      'If you do not agree, your registration is not affected and nothing is noted on the card. When you take this back, withdraw your decision or unbind the card, we have the platform take it off; while it does not answer we keep trying, and you can see how far that has come. What is noted is no consent to a donation.',
    ]),
  ];
}

/** The words in force for every purpose in one language, in the order in which they are shown. */
export function purposeTexts(language: Language): readonly PurposeText[] {
  return texts.filter((each) => each.version === PURPOSE_TEXT_VERSION && each.language === language);
}

/** Whether somebody was shown exactly the words in force for this purpose, in any language that we offer. */
export function isPurposeTextInForce(purpose: ProcessingPurpose, shown: { readonly version: string; readonly hash: string }): boolean {
  return texts.some((each) => each.purpose === purpose && each.version === PURPOSE_TEXT_VERSION && each.version === shown.version && each.hash === shown.hash);
}

function text(purpose: ProcessingPurpose, language: Language, [title, data, necessity, effect]: readonly [string, string, string, string]): PurposeText {
  const hash = createHash('sha256').update([language, title, data, necessity, effect].join('\n')).digest('hex');
  return { purpose, version: PURPOSE_TEXT_VERSION, language, title, data, necessity, effect, hash };
}
