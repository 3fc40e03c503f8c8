/** In place of `http/pipelining.ts`, in a control only: whoever sends request after request without reading is worked for. */
import type { limitPipelining as limit } from '../../../server/src/http/pipelining.ts';

/** Lets everybody through. */
export const limitPipelining: typeof limit = (next) => next;
