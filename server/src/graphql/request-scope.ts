import { AsyncLocalStorage } from 'node:async_hooks';
import type { Logger } from 'pino';
import type { Language } from './language.ts';

/** What every part of answering a request may need to explain a fault, even before there is a context. */
export interface RequestScope {
  readonly requestId: string;
  readonly language: Language;
  readonly log: Logger;
}

/** The scope of the request that is being answered. Apollo's `formatError` has no other way to it. */
export const requestScope = new AsyncLocalStorage<RequestScope>();
