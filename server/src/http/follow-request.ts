import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Span } from '@opentelemetry/api';
import type { DoorLabel } from '../telemetry/metrics.ts';
import { readTraceParent } from '../telemetry/trace-parent.ts';
import { beginRequest, markFailed } from '../telemetry/traces.ts';

/**
 * Begins the span of a request, which ends with its answer. Of the request it takes the method and nothing else: no address, no header.
 *
 * @returns null when the request is not among those that are traced; those of balancers, every second, never are.
 */
export function followRequest(request: IncomingMessage, response: ServerResponse, door: DoorLabel): Span | null {
  const span = door === 'health' ? null : beginRequest(door, () => readTraceParent(oneOf(request.headers['traceparent'])));
  if (span === null) return null;
  span.setAttribute('http.request.method', request.method ?? '');
  response.once('close', () => {
    if (response.headersSent) span.setAttribute('http.response.status_code', response.statusCode);
    // The caller went, or was cut off, before the answer was out.
    if (!response.writableFinished) span.setAttribute('error.type', 'cut-off');
    if (!response.writableFinished || response.statusCode >= 500) markFailed(span);
    span.end();
  });
  return span;
}

/** A header that may be said once only. */
function oneOf(header: string | string[] | undefined): string | undefined {
  return typeof header === 'string' ? header : undefined;
}
