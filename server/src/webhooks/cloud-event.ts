import { OutboxEventKind } from '../outbox/outbox-event.entity.ts';

/** What a partner reads as the type of an event. */
export const eventTypes: Readonly<Record<OutboxEventKind, string>> = {
  [OutboxEventKind.DECISION_CHANGED]: 'sanxian.decision.changed',
  [OutboxEventKind.PERSON_ERASED]: 'sanxian.person.erased',
};

/** The type of the event by which an endpoint is tried. */
export const PING = 'sanxian.ping';

/** The media type of a CloudEvent in structured mode. */
export const CLOUD_EVENT = 'application/cloudevents+json; charset=utf-8';

/** What an event says; there is no more to say. */
export interface CloudEventParts {
  readonly id: string;
  readonly type: string;
  /** The register, as an address. */
  readonly source: string;
  /** The partner's own name for the person; none in a ping. */
  readonly subject: string | null;
  readonly occurredAt: Date;
}

/**
 * A CloudEvent 1.0 as JSON. It has no data: the time is that of the minute, since two partners with the same second would know
 * that they speak of one person.
 */
export function cloudEvent({ id, type, source, subject, occurredAt }: CloudEventParts): string {
  return JSON.stringify({ specversion: '1.0', id, type, source, ...(subject === null ? {} : { subject }), time: toTheMinute(occurredAt).toISOString() });
}

/** The beginning of the minute in which something happened. */
export function toTheMinute(at: Date): Date {
  return new Date(Math.floor(at.getTime() / 60_000) * 60_000);
}
