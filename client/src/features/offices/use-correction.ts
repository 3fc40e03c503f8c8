import { type ShallowRef, shallowRef } from 'vue';
import { SuggestOrganisationCorrectionDocument } from '../../../../schema/generated/graphql.ts';
import { useExecute } from '../../api/execute.ts';
import { type Draft, useDraft } from '../../use-draft.ts';
import type { Problem } from '../../ui/problems.ts';

/** What somebody knows better about an office; empty texts say nothing. */
export interface Correction {
  address: string;
  phone: string;
  note: string;
}

/** The form of one correction and how sending it went. */
export interface CorrectionForm {
  readonly draft: Draft<Correction>;
  /** New on each try, so that the summary takes the focus each time. */
  readonly problems: Readonly<ShallowRef<readonly Problem[]>>;
  readonly fault: Readonly<ShallowRef<unknown>>;
  readonly sending: Readonly<ShallowRef<boolean>>;
  /** The number to quote, once the server has it. */
  readonly receiptNumber: Readonly<ShallowRef<string | null>>;
  /** `nothingSaid` are the words for an empty form. */
  send(nothingSaid: string): Promise<void>;
}

/** The id of the control for a field of the input; the server names the field in a problem's path. */
export const controlOf = (field: string): string => `correction-${field}`;

/** Sends what a person knows better about an office; nobody is asked who they are. */
export function useCorrection(organisationId: string): CorrectionForm {
  const execute = useExecute();
  const draft = useDraft<Correction>(`correction-${organisationId}`, () => ({ address: '', phone: '', note: '' }));
  const problems = shallowRef<readonly Problem[]>([]);
  const fault = shallowRef<unknown>(null);
  const sending = shallowRef(false);
  const receiptNumber = shallowRef<string | null>(null);

  async function send(nothingSaid: string): Promise<void> {
    if (sending.value) return;
    const { address, phone, note } = draft.value.value;
    fault.value = null;
    problems.value = [address, phone, note].some((text) => text.trim() !== '') ? [] : [{ field: controlOf('address'), message: nothingSaid }];
    if (problems.value.length > 0) return;
    sending.value = true;
    try {
      const { suggestOrganisationCorrection: result } = await execute(SuggestOrganisationCorrectionDocument, {
        input: { organisationId, address: textOrNull(address), phone: textOrNull(phone), note: textOrNull(note) },
      });
      switch (result.__typename) {
        case 'SuggestOrganisationCorrectionSuccess':
          receiptNumber.value = result.receiptNumber;
          draft.discard();
          break;
        case 'InvalidInput':
          problems.value = result.problems.map(({ path, message }) => ({ field: controlOf(path[path.length - 1] ?? 'note'), message }));
          break;
        default:
          problems.value = [{ field: '', message: result.message }];
      }
    } catch (caught) {
      fault.value = caught;
    } finally {
      sending.value = false;
    }
  }

  return { draft, problems, fault, sending, receiptNumber, send };
}

const textOrNull = (text: string): string | null => text.trim() || null;
