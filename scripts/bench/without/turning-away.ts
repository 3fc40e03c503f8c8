/** In place of `http/admission.ts`, for measuring only: nobody is counted and nobody turned away. */
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { RequestHandler } from 'express';
import { Admission as Turning } from '../../../server/src/http/admission.ts';

export * from '../../../server/src/http/admission.ts';

/** Lets everybody in. */
export class Admission extends Turning {
  override atTheDoor(next: RequestListener): RequestListener {
    return next;
  }

  override readonly beforeWork: RequestHandler = (_request, _response, next) => {
    next();
  };

  override admit(_request: IncomingMessage, _response: ServerResponse, go: (isTurnedAway: boolean) => void): void {
    go(false);
  }
}
