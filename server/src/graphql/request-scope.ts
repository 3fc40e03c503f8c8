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

/** The scope of the request that is being answered, for code that is not handed it. */
export function scopeOfRequest(): RequestScope {
  const scope = requestScope.getStore();
  if (!scope) throw new Error('A request is answered outside its scope');
  return scope;
}
