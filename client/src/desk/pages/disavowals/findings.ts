import type { DisavowalFinding } from '../../../../../schema/generated/graphql.ts';

/** Whether a finding says that the decision was not the person's own (docs/decision-states.md). */
const upholds: Readonly<Record<DisavowalFinding, boolean>> = {
  PERSON_CONFIRMS: false,
  TAPPED_BY_MISTAKE: false,
  NOT_SUBSTANTIATED: false,
  ACCOUNT_MISUSED: true,
  PRESSED_OR_DECEIVED: true,
  RECORDED_WRONGLY: true,
};

/** Every finding, those that uphold the disavowal first. */
export const findings: readonly DisavowalFinding[] = ['ACCOUNT_MISUSED', 'PRESSED_OR_DECEIVED', 'RECORDED_WRONGLY', 'PERSON_CONFIRMS', 'TAPPED_BY_MISTAKE', 'NOT_SUBSTANTIATED'];

/** Whether a finding upholds the disavowal. */
export const isUpheld = (finding: DisavowalFinding): boolean => upholds[finding];
