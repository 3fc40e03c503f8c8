import type { Attributes, AttributeValue } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { holdsPersonalNumber } from '../identity/personal-number.ts';

/** A word of this code: a command, an operation of ours, a prepared statement, a code. */
const isWord = (value: AttributeValue): boolean => typeof value === 'string' && /^[A-Za-z0-9][\w.-]{0,79}$/.test(value) && !holdsPersonalNumber(value);

/**
 * All that may be said of a piece of work, by name, and what a value must look like. Nothing else leaves, whoever adds it: neither an
 * address nor a query, no variable, no parameter, no header, no session, no address of a caller, no message of an error. Not even the
 * request id, which callers may choose: the line of the log has both ids.
 */
export const allowedAttributes: Readonly<Record<string, (value: AttributeValue) => boolean>> = {
  'http.request.method': isWord,
  'http.response.status_code': (value) => Number.isInteger(value),
  'error.type': isWord,
  'sanxian.door': isWord,
  'sanxian.operation': isWord,
  'sanxian.command': isWord,
  'sanxian.statement': isWord,
  'sanxian.party': isWord,
  'sanxian.round': isWord,
  'sanxian.refused': (value) => typeof value === 'boolean',
};

/** The names of spans begin with what kind of work they are about. */
const NAME = /^(request|unit of work|commit|statement|call|round)( [A-Za-z0-9][\w.-]{0,79})?$/;

/**
 * A span as it may leave: ids, times, and what stands on the list above. Events (where libraries put errors with their messages), links,
 * words of a status and `tracestate` are left out altogether. The place to judge is here, at the export, and not where spans are begun: so it
 * holds for whatever a library or a later hand adds.
 */
export function allowedSpan(span: ReadableSpan): ReadableSpan {
  const { traceId, spanId, traceFlags } = span.spanContext();
  const parent = span.parentSpanContext;
  return {
    name: NAME.test(span.name) && !holdsPersonalNumber(span.name) ? span.name : 'other',
    kind: span.kind,
    spanContext: () => ({ traceId, spanId, traceFlags }),
    ...(parent ? { parentSpanContext: { traceId: parent.traceId, spanId: parent.spanId, traceFlags: parent.traceFlags, ...(parent.isRemote === undefined ? {} : { isRemote: parent.isRemote }) } } : {}),
    startTime: span.startTime,
    endTime: span.endTime,
    duration: span.duration,
    ended: span.ended,
    status: { code: span.status.code },
    attributes: allowed(span.attributes),
    links: [],
    events: [],
    resource: span.resource,
    instrumentationScope: { name: 'sanxian' },
    droppedAttributesCount: 0,
    droppedEventsCount: 0,
    droppedLinksCount: 0,
  };
}

function allowed(attributes: Attributes): Attributes {
  return Object.fromEntries(Object.entries(attributes).filter(([name, value]) => value !== undefined && Object.hasOwn(allowedAttributes, name) && allowedAttributes[name]?.(value)));
}
