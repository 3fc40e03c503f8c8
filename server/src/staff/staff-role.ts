/** What a person of the Red Cross does with the register; each role is one person's in one organisation. */
export const StaffRole = {
  /** Enters and corrects records at the counter and on home visits. */
  REGISTRAR: 'REGISTRAR',
  /** Witnesses donations (条例 art. 19) and looks decisions up for a case. */
  COORDINATOR: 'COORDINATOR',
  /** Answers for an office: contested decisions, requests of people about their data, accounts. */
  MANAGER: 'MANAGER',
  /** Inspects look-ups and the audit; decides nothing. */
  AUDITOR: 'AUDITOR',
} as const;
export type StaffRole = (typeof StaffRole)[keyof typeof StaffRole];

/** The role of an account: one of the Red Cross, or a clinician whom a hospital has named. */
export const AccountRole = { ...StaffRole, CLINICIAN: 'CLINICIAN' } as const;
export type AccountRole = (typeof AccountRole)[keyof typeof AccountRole];
