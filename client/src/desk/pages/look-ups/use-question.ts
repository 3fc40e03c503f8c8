import { type Reactive, type ShallowRef, computed, reactive, shallowRef } from 'vue';
import {
  LookUpDecisionDocument,
  type BreakGlassReason,
  type IdentityDocumentType,
  type LookUpAnswerFieldsFragment,
  type LookUpDecisionInput,
  type LookUpDeskQuery,
  type LookUpFieldsFragment,
  type LookUpOccasion,
  type LookUpPurpose,
} from '../../../../../schema/generated/graphql.ts';
import { useExecute } from '../../../api/execute.ts';
import { uniqueKey } from '../../../api/unique-key.ts';
import type { Problem } from '../../../ui/problems.ts';
import { useI18n } from '../../../use-i18n.ts';
import { type Command, useCommand } from '../../use-command.ts';
import { canBeNumber, tidyNumber } from './document-number.ts';

/** A hospital for whose cases the caller may ask. */
export type Hospital = NonNullable<LookUpDeskQuery['lookUpDesk']>['hospitals'][number];

/** What was typed. It lives in this page and nowhere else: not in storage, not in the address. */
export interface Typed {
  hospitalKey: string;
  caseNumber: string;
  occasion: LookUpOccasion | null;
  purpose: LookUpPurpose | null;
  documentType: IdentityDocumentType;
  documentNumber: string;
  birthday: string;
  fullName: string;
  breaksGlass: boolean;
  breakGlassReason: BreakGlassReason | null;
}

/** What came of it: the look-up, and the answer unless a second person comes first. */
export interface Asked {
  readonly lookUp: LookUpFieldsFragment;
  readonly answer: LookUpAnswerFieldsFragment | null;
}

const blank = (): Typed => ({
  hospitalKey: '',
  caseNumber: '',
  occasion: null,
  purpose: null,
  documentType: 'RESIDENT_ID_CARD',
  documentNumber: '',
  birthday: '',
  fullName: '',
  breaksGlass: false,
  breakGlassReason: null,
});

/** The form of a look-up: what was typed, what is wrong with it, and sending it so that a lost reply never asks twice. */
export interface Question extends Pick<Command, 'busy' | 'trouble'> {
  readonly typed: Reactive<Typed>;
  readonly problems: Readonly<ShallowRef<readonly Problem[]>>;
  readonly needsBirthday: Readonly<{ readonly value: boolean }>;
  /** Sends; answers what came of it, or null when there is something to mend or to tell. */
  ask(hospitals: readonly Hospital[]): Promise<Asked | null>;
}

/** A new question. */
export function useQuestion(): Question {
  const { t } = useI18n();
  const execute = useExecute();
  const { busy, trouble, attempt, clear } = useCommand();
  const typed = reactive(blank());
  const problems = shallowRef<readonly Problem[]>([]);
  /** The key of the last sending and what it was for: the same question again is the same look-up. */
  let sent: { readonly key: string; readonly question: string } | null = null;
  const needsBirthday = computed(() => typed.documentType === 'PASSPORT');

  function check(hospital: Hospital | undefined): Problem[] {
    const missing: (readonly [boolean, keyof Typed, string])[] = [
      [!hospital, 'hospitalKey', 'hospital'],
      [typed.caseNumber.trim() === '', 'caseNumber', 'caseNumber'],
      [typed.occasion === null, 'occasion', 'occasion'],
      [typed.purpose === null, 'purpose', 'purpose'],
      [!canBeNumber(typed.documentType, typed.documentNumber), 'documentNumber', tidyNumber(typed.documentNumber) === '' ? 'documentNumber' : 'numberCannotBe'],
      [needsBirthday.value && typed.birthday === '', 'birthday', 'birthday'],
      [typed.fullName.trim() === '', 'fullName', 'fullName'],
      [typed.breaksGlass && typed.breakGlassReason === null, 'breakGlassReason', 'glassReason'],
    ];
    return missing.flatMap(([is, field, words]) => (is ? [{ field, message: t(`look-ups.problem.${words}`) }] : []));
  }

  async function ask(hospitals: readonly Hospital[]): Promise<Asked | null> {
    if (busy.value) return null;
    clear();
    const hospital = hospitals.find(({ key }) => key === typed.hospitalKey);
    problems.value = check(hospital);
    const { occasion, purpose } = typed;
    if (problems.value.length > 0 || !hospital || !occasion || !purpose) return null;
    const question: Omit<LookUpDecisionInput, 'idempotencyKey'> = {
      documentType: typed.documentType,
      documentNumber: tidyNumber(typed.documentNumber),
      fullName: typed.fullName.trim(),
      birthday: needsBirthday.value ? typed.birthday : null,
      hospitalKey: hospital.key,
      areaCode: hospital.area?.code ?? '',
      caseNumber: typed.caseNumber.trim(),
      occasion,
      purpose,
      breakGlassReason: typed.breaksGlass ? typed.breakGlassReason : null,
    };
    const mark = JSON.stringify(question);
    if (sent?.question !== mark) sent = { key: uniqueKey(), question: mark };
    const { key } = sent;
    const answer = await attempt(async () => {
      const { lookUpDecision } = await execute(LookUpDecisionDocument, { input: { ...question, idempotencyKey: key } });
      if (lookUpDecision.__typename === 'InvalidInput') {
        problems.value = lookUpDecision.problems.map(({ path, message }) => ({ field: fieldOf(path), message }));
        return { __typename: 'Mend' as const };
      }
      // Somebody else's question has this key: the next try gets another.
      if (lookUpDecision.__typename === 'IdempotencyKeyReused') sent = null;
      return lookUpDecision;
    });
    if (answer?.__typename !== 'LookUpDecisionSuccess') return null;
    sent = null;
    // A name and a number that are no longer needed must not stay for whoever looks at this screen next.
    Object.assign(typed, blank());
    return { lookUp: answer.lookUp, answer: answer.answer };
  }

  return { typed, problems, needsBirthday, busy, trouble, ask };
}

/** The control of a fault; a fault of no control stands in the summary without a link. */
function fieldOf(path: readonly string[]): string {
  const [field = ''] = path;
  return field in blank() ? field : '';
}
