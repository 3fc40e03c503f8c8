import type { AshesHandling, BodyDonationFieldsFragment, BodyDonationQuery, BodyUse, DeclareBodyDonationInput, ExecutorRelation } from '../../../../schema/generated/graphql.ts';

/** The questions of the form in their order, each a screen; after them comes the check. */
export const questions = ['use', 'ashes', 'executor', 'privacy', 'contact'] as const;
/** One of the questions. */
export type BodyQuestion = (typeof questions)[number];

/** A wish as the register holds it. */
export type BodyRecord = BodyDonationFieldsFragment;
/** The signed-in person with what they said about their body. */
export type BodyViewer = NonNullable<BodyDonationQuery['viewer']>;
/** The words of a declaration. */
export type BodyWords = BodyDonationQuery['bodyWords'][number];

/** Yes or no, or not answered. */
export type YesNo = 'YES' | 'NO' | null;

/** What was answered so far. */
export interface BodyAnswers {
  use: BodyUse | null;
  ashes: AshesHandling | null;
  hasExecutor: YesNo;
  executorName: string;
  executorRelation: ExecutorRelation | '';
  executorPhone: string;
  executorAgreed: boolean;
  keepConfidential: YesNo;
  informFamily: YesNo;
  areaCode: string;
  /** Another number than the known one; empty keeps that. */
  phone: string;
}

/** One fault of an answer: the control it belongs to and the words for it, below `body.missing`. */
export interface BodyFault {
  readonly field: string;
  readonly words: string;
}

const yesNo = (value: boolean | null): YesNo => (value === null ? null : value ? 'YES' : 'NO');

/**
 * What a person begins with: nothing chosen, or what stands. Who the executor is must be said anew, as only a covered name comes back;
 * so nobody stays named whom the person would not name today.
 */
export function beginning({ bodyDonation, donor, citizen }: BodyViewer): BodyAnswers {
  const said = bodyDonation?.declaration;
  const suggested = citizen.suggestedResidence?.level === 'COUNTY' ? citizen.suggestedResidence.code : '';
  return {
    use: said?.use ?? null,
    ashes: said?.ashes ?? null,
    hasExecutor: null,
    executorName: '',
    executorRelation: '',
    executorPhone: '',
    executorAgreed: false,
    keepConfidential: yesNo(said?.keepConfidential ?? null),
    informFamily: yesNo(said?.informFamily ?? null),
    areaCode: bodyDonation?.area?.code ?? donor?.contact.residence?.code ?? suggested,
    phone: '',
  };
}

/** A rough look, to spare the way to the register; what a phone number really is, the register decides. */
const phoneLike = /^\+?[\d\s()-]{6,24}$/;
const isPhone = (text: string): boolean => phoneLike.test(text.trim().normalize('NFKC'));

/** What is missing on one screen. */
export function faultsOf(question: BodyQuestion, answers: BodyAnswers, hasKnownPhone: boolean): BodyFault[] {
  const missing: Record<BodyQuestion, readonly (readonly [boolean, string, string])[]> = {
    use: [[answers.use === null, 'use', 'use']],
    ashes: [[answers.ashes === null, 'ashes', 'ashes']],
    executor: executorFaults(answers),
    privacy: [
      [answers.keepConfidential === null, 'confidential', 'confidential'],
      [answers.informFamily === null, 'family', 'family'],
    ],
    contact: [
      [answers.areaCode === '', 'area', 'area'],
      [answers.phone.trim() === '' && !hasKnownPhone, 'phone', 'phone'],
      [answers.phone.trim() !== '' && !isPhone(answers.phone), 'phone', 'phoneMalformed'],
    ],
  };
  return missing[question].flatMap(([is, field, words]) => (is ? [{ field, words }] : []));
}

function executorFaults(answers: BodyAnswers): readonly (readonly [boolean, string, string])[] {
  if (answers.hasExecutor === null) return [[true, 'has-executor', 'hasExecutor']];
  if (answers.hasExecutor === 'NO') return [];
  return [
    [answers.executorName.trim() === '', 'executor-name', 'executorName'],
    [answers.executorRelation === '', 'executor-relation', 'executorRelation'],
    [!isPhone(answers.executorPhone), 'executor-phone', answers.executorPhone.trim() === '' ? 'executorPhone' : 'phoneMalformed'],
    [!answers.executorAgreed, 'executor-agreed', 'executorAgreed'],
  ];
}

/** The first question that is not answered; null when all are. */
export function firstOpen(answers: BodyAnswers, hasKnownPhone: boolean): BodyQuestion | null {
  return questions.find((question) => faultsOf(question, answers, hasKnownPhone).length > 0) ?? null;
}

/** What is sent; null while something is missing. */
export function inputOf(answers: BodyAnswers): Pick<DeclareBodyDonationInput, 'areaCode' | 'phone' | 'use' | 'ashes' | 'keepConfidential' | 'informFamily' | 'receivingUnitId' | 'executor'> | null {
  const { use, ashes, executorRelation: relation } = answers;
  if (use === null || ashes === null) return null;
  const executor = answers.hasExecutor === 'YES' && relation !== '' ? { name: answers.executorName.trim(), relation, phone: answers.executorPhone.trim(), hasAgreed: answers.executorAgreed } : null;
  return {
    areaCode: answers.areaCode,
    phone: answers.phone.trim() || null,
    use,
    ashes,
    keepConfidential: answers.keepConfidential === 'YES',
    informFamily: answers.informFamily === 'YES',
    receivingUnitId: null,
    executor,
  };
}

/** The screen on which a problem of the register is mended, by the way to the value. */
export function placeOf([field = '', part = '']: readonly string[]): { readonly question: BodyQuestion | null; readonly field: string } {
  if (field === 'executor') return { question: 'executor', field: part === 'hasAgreed' ? 'executor-agreed' : `executor-${part}` };
  if (field === 'phone') return { question: 'contact', field };
  if (field === 'areaCode') return { question: 'contact', field: 'area' };
  return { question: null, field: '' };
}
