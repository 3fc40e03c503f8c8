/** Why a request brought no answer. Refusals by a rule are not faults: they are answers, typed in the schema. */
export class RequestFault extends Error {
  /** The number to quote when asking for help; empty when the request never arrived. */
  readonly requestId: string;

  constructor(name: string, requestId: string) {
    super(`${name} (${requestId})`);
    this.name = name;
    this.requestId = requestId;
  }
}

/** No answer came: the phone is offline, or the network or the server did not reply in time. Trying again is right. */
export class NetworkLost extends RequestFault {
  constructor(requestId: string) {
    super('NetworkLost', requestId);
  }
}

/** The session has ended or never was; signing in again leads on. */
export class SignedOut extends RequestFault {
  constructor(requestId: string) {
    super('SignedOut', requestId);
  }
}

/** Too many requests for now; waiting a moment and trying again is right. */
export class TooManyRequests extends RequestFault {
  /** After how many seconds trying again makes sense, when the server said so. */
  readonly retryAfterSeconds: number | null;

  constructor(requestId: string, retryAfterSeconds: number | null) {
    super('TooManyRequests', requestId);
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** The server answers, but what it needs is away for the moment; trying again is right. */
export class Unavailable extends RequestFault {
  constructor(requestId: string) {
    super('Unavailable', requestId);
  }
}

/** The server could not make sense of the request or failed in it; `code` is the contract's error code. */
export class Broken extends RequestFault {
  readonly code: string;

  constructor(requestId: string, code: string) {
    super('Broken', requestId);
    this.code = code;
  }
}

/** The words (locale keys) that explain a fault to a person, and the number to quote when there is one. */
export interface Explanation {
  readonly heading: string;
  readonly message: string;
  readonly requestId: string;
}

/** Puts a fault into words a person understands; anything unknown counts as broken. */
export function explain(fault: unknown): Explanation {
  const requestId = fault instanceof RequestFault ? fault.requestId : '';
  if (fault instanceof NetworkLost) return { heading: 'app.fault.network', message: 'app.fault.networkMessage', requestId: '' };
  if (fault instanceof TooManyRequests) return { heading: 'app.fault.busy', message: 'app.fault.busyMessage', requestId: '' };
  if (fault instanceof Unavailable) return { heading: 'app.fault.unavailable', message: 'app.fault.unavailableMessage', requestId };
  if (fault instanceof SignedOut) return { heading: 'app.fault.signedOut', message: 'app.fault.signedOutMessage', requestId };
  return { heading: 'app.fault.broken', message: 'app.fault.brokenMessage', requestId };
}
