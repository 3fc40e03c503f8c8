import { reactive, shallowRef } from 'vue';
import { LookUpDecisionDocument, type BreakGlassReason, type IdentityDocumentType, type LookUpOccasion, type LookUpPurpose } from '../../../../../schema/generated/graphql.ts';
import { useExecute } from '../../../api/execute.ts';
import { uniqueKey } from '../../../api/unique-key.ts';
import type { Problem } from '../../../ui/problems.ts';
import { useDeed } from '../../use-deed.ts';
import type { Disclosed, WorkLookUp } from './use-look-ups.ts';

/** A hospital for whose cases somebody may ask. */
export interface AskedHospital {
  readonly key: string;
  readonly name: string;
  readonly area: { readonly code: string; readonly fullName: string } | null | undefined;
}

/** What is asked; nothing is chosen beforehand, and nothing is kept when the page goes. */
export interface Question {
  hospitalKey: string;
  caseNumber: string;
  occasion: LookUpOccasion | null;
  purpose: LookUpPurpose | null;
  documentType: IdentityDocumentType | '';
  documentNumber: string;
  birthday: string;
  fullName: string;
  isUrgent: boolean;
  breakGlassReason: BreakGlassReason | null;
}

const empty = (): Question => ({ hospitalKey: '', caseNumber: '', occasion: null, purpose: null, documentType: '', documentNumber: '', birthday: '', fullName: '', isUrgent: false, breakGlassReason: null });

/** The id of the control for a field of the input. */
export const controlOf = (field: string): string => (field === 'idempotencyKey' || field === '' ? '' : `ask-${field}`);

/** Asks for one case what somebody decided; `words` says what is missing. */
export function useQuestion(words: (field: keyof Question) => string) {
  const execute = useExecute();
  const question = reactive(empty());
  const deed = useDeed(controlOf);
  const done = shallowRef<{ readonly lookUp: WorkLookUp; readonly answer: Disclosed | null } | null>(null);
  /** The same until an answer is here, so that a lost reply asks nothing twice. */
  let idempotencyKey = uniqueKey();

  async function ask(hospitals: readonly AskedHospital[]): Promise<void> {
    deed.problems.value = missingIn(question, words);
    if (deed.problems.value.length > 0) return;
    const { occasion, purpose, documentType } = question;
    const hospital = hospitals.find(({ key }) => key === question.hospitalKey);
    if (!occasion || !purpose || !documentType || !hospital) return;
    await deed.attempt(async () => {
      const { lookUpDecision: result } = await execute(LookUpDecisionDocument, {
        input: {
          idempotencyKey,
          documentType,
          documentNumber: question.documentNumber.trim(),
          fullName: question.fullName,
          birthday: documentType === 'PASSPORT' ? question.birthday.trim() : null,
          hospitalKey: hospital.key,
          areaCode: hospital.area?.code ?? '',
          caseNumber: question.caseNumber,
          occasion,
          purpose,
          breakGlassReason: question.isUrgent ? question.breakGlassReason : null,
        },
      });
      idempotencyKey = uniqueKey();
      if (result.__typename !== 'LookUpDecisionSuccess') return result;
      // Nobody who comes to this screen later finds a number on it.
      Object.assign(question, empty());
      done.value = { lookUp: result.lookUp, answer: result.answer ?? null };
      return null;
    });
  }

  return { question, deed, done, ask };
}

function missingIn(question: Question, words: (field: keyof Question) => string): Problem[] {
  const needed: readonly (keyof Question)[] = [
    ...(['hospitalKey', 'caseNumber', 'occasion', 'purpose', 'documentType', 'documentNumber', 'fullName'] as const),
    ...(question.documentType === 'PASSPORT' ? (['birthday'] as const) : []),
    ...(question.isUrgent ? (['breakGlassReason'] as const) : []),
  ];
  return needed.filter((field) => !String(question[field] ?? '').trim()).map((field) => ({ field: controlOf(field), message: words(field) }));
}
