/** Where an answer comes from: an article of 人体器官捐献和移植条例, the published notice for registrants, this service's own rules, or nowhere. docs/questions.md lists them. */
export type AnswerSource = 'ART_6' | 'ART_7' | 'ART_8' | 'ART_9' | 'ART_13' | 'ART_18' | 'ART_19' | 'ART_32' | 'ART_33' | 'NOTICE' | 'OWN' | 'ASK';

/** One question that people really have; its words are below `questions.<key>`. */
export interface AnsweredQuestion {
  readonly key: string;
  /** Never empty: an answer without a source is not given. */
  readonly sources: readonly [AnswerSource, ...AnswerSource[]];
}

/** Every question, by what it is about, so that the eye finds it. */
export const questionGroups = {
  care: [
    { key: 'care', sources: ['ART_19'] },
    { key: 'refuse', sources: ['ART_7', 'ART_8', 'OWN'] },
  ],
  decision: [
    { key: 'same', sources: ['ART_18', 'NOTICE'] },
    { key: 'change', sources: ['ART_9', 'OWN'] },
    { key: 'family', sources: ['ART_9', 'NOTICE'] },
    { key: 'part', sources: ['OWN'] },
    { key: 'elsewhere', sources: ['ART_13', 'OWN'] },
  ],
  body: [
    { key: 'body', sources: ['ART_19'] },
    { key: 'age', sources: ['ART_9', 'NOTICE', 'OWN'] },
    { key: 'faith', sources: ['ASK', 'OWN'] },
  ],
  money: [
    { key: 'money', sources: ['ART_6', 'ART_8', 'ART_32', 'OWN'] },
    { key: 'seen', sources: ['ART_33', 'OWN'] },
  ],
} as const satisfies Readonly<Record<string, readonly AnsweredQuestion[]>>;

/** The fears that stop people before the first question of a registration, answered there. */
export const firstQuestions: readonly AnsweredQuestion[] = [questionGroups.care[0], questionGroups.decision[0], questionGroups.decision[1], questionGroups.decision[2]];
