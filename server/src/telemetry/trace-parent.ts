import type { RemoteParent } from './traces.ts';

/** Version 00 of W3C Trace Context: trace, span, flags. */
const FORM = /^00-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})$/;

/**
 * The span that a `traceparent` names; null when it names none. To be asked only where a proxy of ours writes the header: a stranger
 * could have every request recorded, mix their own into the trace of somebody else, and write 24 bytes of their choice into our records.
 * For the same reasons strangers' spans are not even linked to, and `tracestate`, which is free text, is never read.
 */
export function readTraceParent(header: string | undefined): RemoteParent | null {
  const [, traceId, spanId, flags] = FORM.exec(header ?? '') ?? [];
  return traceId && spanId && flags ? { traceId, spanId, traceFlags: Number.parseInt(flags, 16) & 1 } : null;
}
