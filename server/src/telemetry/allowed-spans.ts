import type { Attributes, AttributeValue } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';

/** A word of this code: a command, an operation of ours, a prepared statement, a code. Letters only, so that no id, token or number is one. */
const WORD = '[A-Za-z]+(?:[-_][A-Za-z]+){0,9}';

const word = new RegExp(`^${WORD}$`);

const isWord = (value: AttributeValue): boolean => typeof value === 'string' && value.length <= 60 && word.test(value);

/** Such a word, or PostgreSQL's five signs for a fault. */
const isCode = (value: AttributeValue): boolean => isWord(value) || (typeof value === 'string' && /^[0-9A-Z]{5}$/.test(value));

/**
 * All that may be said of a piece of work, by name, and what a value must look like. Nothing else leaves, whoever adds it: neither an
 * address nor a query, no variable, no parameter, no header, no session, no address of a caller, no message of an error. Not even the
 * request id, which callers may choose: the line of the log has both ids.
 */
export const allowedAttributes: Readonly<Record<string, (value: AttributeValue) => boolean>> = {
  'http.request.method': isWord,
  'http.response.status_code': (value) => Number.isInteger(value),
  'error.type': isCode,
  'sanxian.door': isWord,
  'sanxian.operation': isWord,
  'sanxian.command': isWord,
  'sanxian.statement': isWord,
  'sanxian.party': isWord,
  'sanxian.round': isWord,
  'sanxian.refused': (value) => typeof value === 'boolean',
};

/** The names of spans begin with what kind of work they are about. */
const NAME = new RegExp(`^(?:request|unit of work|commit|statement|call|round) ${WORD}$`);

/**
 * A span as it may leave: ids, times, and what stands on the list above. Events (where libraries put errors with their messages), links,
 * words of a status and `tracestate` are left out altogether. The place to judge is here, at the export, and not where spans are begun: so it
 * holds for whatever a library or a later hand adds.
 */
export function allowedSpan(span: ReadableSpan): ReadableSpan {
  const { traceId, spanId, traceFlags } = span.spanContext();
  const parent = span.parentSpanContext;
  return {
    name: NAME.test(span.name) && span.name.length <= 80 ? span.name : 'other',
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
