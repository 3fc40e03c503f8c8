/**
 * Thrown by a command that a rule refuses. It carries the typed refusal that becomes the union member; the wrapper of
 * `units-of-work.ts` turns it into the result, so that a refused command can never leave half of itself behind.
 */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly refusal: object;

  constructor(refusal: object) {
    super(refusal.constructor.name);
    this.refusal = refusal;
  }
}

/** Why access is denied at the top level: nobody is signed in, or the caller may not do this at all. */
export type AccessDenial = 'UNAUTHENTICATED' | 'FORBIDDEN';

/** Thrown when the caller may not ask this; becomes a top-level error with that code. */
export class AccessDenied extends Error {
  override readonly name = 'AccessDenied';
  readonly denial: AccessDenial;
  /** Whether the caller was signed in before and the session is over. */
  readonly sessionEnded: boolean;

  constructor(denial: AccessDenial, sessionEnded = false) {
    super(denial);
    this.denial = denial;
    this.sessionEnded = sessionEnded;
  }
}

/** Thrown when an argument holds text that no register can keep: a NUL byte or half a character. */
export class MalformedText extends Error {
  override readonly name = 'MalformedText';
}
