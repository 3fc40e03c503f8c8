/** Raised when a command about a partner cannot be done; the message says why and is for the operator who typed it. */
export class PartnerFault extends Error {
  override readonly name = 'PartnerFault';
}

/** When a command of the operator runs, and under which name it stands in the audit. */
export interface OperatorDeed {
  readonly now: Date;
  readonly requestId: string;
}
