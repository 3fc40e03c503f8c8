import type { DonationKind } from '../../../../schema/generated/graphql.ts';
import type { InputProblem } from '../../parts/decision/outcome.ts';
import { type KindAnswers, type KindPolicy, agreesToAnything, choicesOf, openItems } from './choice-answers.ts';
import { type ContactAnswers, contactFaults, familyFaults } from './contact-answers.ts';

/** The questions of the journey in their order, each a screen; after them come the check and the receipt. */
export const questions = ['organs', 'tissues', 'contact', 'family'] as const;
/** One of the questions. */
export type Question = (typeof questions)[number];
/** Any screen of the journey. */
export type Screen = Question | 'check' | 'done';

/** The screen that asks about a kind. */
export const screenOfKind: Record<DonationKind, Question> = { ORGAN: 'organs', TISSUE: 'tissues' };

/** The id of the question about a whole kind, to which problems lead. */
export const scopeField = (kind: DonationKind): string => `scope-${kind}`;
/** The id of the question about one item, to which problems lead. */
export const itemField = (item: string): string => `item-${item}`;

/** A problem at its place: screen, control and words. */
export interface PlacedProblem {
  readonly screen: Screen;
  readonly field: string;
  readonly message: string;
}

/** What the journey knows when it judges whether a question is answered. */
export interface Answered {
  readonly kinds: readonly KindPolicy[];
  readonly answers: KindAnswers;
  readonly contact: ContactAnswers;
  readonly hasKnownPhone: boolean;
  /** Whether the contact will be sent; a change may leave it as it is. */
  readonly sendsContact: boolean;
}

/** The first question without a sound answer, or null when all are answered. */
export function firstOpenQuestion({ kinds, answers, contact, hasKnownPhone, sendsContact }: Answered): Question | null {
  for (const policy of kinds) {
    if (openItems(policy, answers[policy.kind]).length > 0) return screenOfKind[policy.kind];
  }
  if (!agreesToAnything(kinds, answers)) return 'organs';
  if (sendsContact && contactFaults(contact, hasKnownPhone).length > 0) return 'contact';
  return sendsContact && familyFaults(contact).length > 0 ? 'family' : null;
}

const contactFields: Readonly<Record<string, { readonly screen: Screen; readonly field: string }>> = {
  'contact.phone': { screen: 'contact', field: 'phone' },
  'contact.residenceCode': { screen: 'contact', field: 'residence' },
  'contact.familyKnows': { screen: 'family', field: 'family-knows' },
  'contact.emergencyContact.name': { screen: 'family', field: 'emergency-name' },
  'contact.emergencyContact.relation': { screen: 'family', field: 'emergency-relation' },
  'contact.emergencyContact.phone': { screen: 'family', field: 'emergency-phone' },
};

/** Brings the register's problems to the screens and controls that can mend them; what none can stays on the check screen. */
export function placeProblems(problems: readonly InputProblem[], kinds: readonly KindPolicy[], answers: KindAnswers): PlacedProblem[] {
  const sent = choicesOf(kinds, answers);
  return problems.map(({ path, message }) => {
    const [part, place] = path;
    if (part === 'choices') {
      const item = place !== undefined && /^\d+$/.test(place) ? sent[Number(place)]?.item : place;
      const kind = kinds.find(({ items }) => items.some((each) => each === item))?.kind;
      if (kind === undefined) return { screen: 'organs', field: scopeField('ORGAN'), message };
      return { screen: screenOfKind[kind], field: answers[kind].scope === 'EACH' ? itemField(item ?? '') : scopeField(kind), message };
    }
    return { ...(contactFields[path.join('.')] ?? { screen: 'check', field: '' }), message };
  });
}

/** The screen that the first problem belongs to, in the order of the journey. */
export function firstScreenOf(problems: readonly PlacedProblem[]): Screen {
  return questions.find((screen) => problems.some((problem) => problem.screen === screen)) ?? 'check';
}
