import * as v from 'valibot';
import type { Choices } from '../donors/donation-kinds.ts';
import type { IdentityDocumentType } from '../identity/identity-document.ts';

/**
 * The form of what goes to the national register, by name and version. It is **our own assumption**: no protocol of the system that
 * 条例 art. 13 speaks of is public. An adapter to the real one translates from this and changes nothing else (ADR 40).
 */
export const FORM = 'sanxian-national-assumed-1';

/** Where somebody stands at a register: no wish on record is a position, too. */
export const NationalPosition = { AGREED: 'AGREED', REFUSED: 'REFUSED', NONE: 'NONE' } as const;
export type NationalPosition = (typeof NationalPosition)[keyof typeof NationalPosition];

/** How the national register answered: it holds the same, it does not take ours, or it holds something else. */
export const NationalOutcome = { CONFIRMED: 'CONFIRMED', REJECTED: 'REJECTED', CONFLICT: 'CONFLICT' } as const;
export type NationalOutcome = (typeof NationalOutcome)[keyof typeof NationalOutcome];

/** One decision on its way to the national register. */
export interface OutgoingDecision {
  readonly form: typeof FORM;
  /** The same at every attempt: sending it twice must change nothing. */
  readonly messageId: string;
  readonly registrationNumber: string;
  /** Rises with each decision of one person. */
  readonly sequence: number;
  readonly position: NationalPosition;
  readonly choices: Choices | null;
  /** When the person said it: recorded it here, signed it on paper, or decided in a former system (`saidAt`). */
  readonly recordedAt: string;
  /** Nobody may rely on it for now: it is contested, or a withdrawal waits. */
  readonly onHold: boolean;
  readonly person: { readonly fullName: string; readonly documentType: IdentityDocumentType; readonly documentNumber: string };
}

const instantText = v.pipe(v.string(), v.isoTimestamp());

/** What comes back, judged by form before anything believes it. */
export const answerSchema = v.object({
  answerNumber: v.pipe(v.string(), v.regex(/^[\w.-]{1,80}$/)),
  messageId: v.pipe(v.string(), v.regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)),
  outcome: v.picklist(Object.values(NationalOutcome)),
  reason: v.optional(v.nullable(v.pipe(v.string(), v.regex(/^[A-Z_]{1,40}$/))), null),
  held: v.optional(v.nullable(v.object({ position: v.picklist(Object.values(NationalPosition)), since: v.optional(v.nullable(instantText), null) })), null),
});

/** An answer of the national register. */
export type IncomingAnswer = v.InferOutput<typeof answerSchema>;

/** An answer as it was found, whatever it is, with what must be done once it is kept. */
export interface FoundAnswer {
  readonly content: unknown;
  /** Takes it out of what waits, so that it does not come again. */
  done(): Promise<void>;
}

/** Raised when the national register cannot be reached or does not take a message now; `trouble` is a code of ours. */
export class NationalRegisterUnavailable extends Error {
  override readonly name = 'NationalRegisterUnavailable';
  readonly trouble: string;
  readonly statusCode: number | null;

  constructor(trouble: string, statusCode: number | null = null) {
    super(`The national register is not available: ${trouble}`);
    [this.trouble, this.statusCode] = [trouble, statusCode];
  }
}

/** A way to the national register. */
export interface NationalRegister {
  /** Hands a decision over; what it makes of it comes later as an answer. @throws NationalRegisterUnavailable */
  submit(decision: OutgoingDecision, signal: AbortSignal): Promise<void>;
  /** Answers that wait, at most `limit`. @throws NationalRegisterUnavailable */
  answers(limit: number, signal: AbortSignal): Promise<readonly FoundAnswer[]>;
}
