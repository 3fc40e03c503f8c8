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

/** Thrown when nobody is signed in and somebody must be; becomes the top-level error UNAUTHENTICATED. */
export class AccessDenied extends Error {
  override readonly name = 'AccessDenied';
  /** Whether the caller was signed in before and the session is over. */
  readonly sessionEnded: boolean;

  constructor(sessionEnded: boolean) {
    super('UNAUTHENTICATED');
    this.sessionEnded = sessionEnded;
  }
}

/** Thrown when somebody is signed in who may not do this; becomes the top-level error FORBIDDEN. */
export class Forbidden extends Error {
  override readonly name = 'Forbidden';
}

/** Thrown when an argument holds text that no register can keep: a NUL byte or half a character. */
export class MalformedText extends Error {
  override readonly name = 'MalformedText';
}
