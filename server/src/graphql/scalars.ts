import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';

const CALENDAR_DAY = /^\d{4}-\d{2}-\d{2}$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/;

/** A calendar day without time or zone, `YYYY-MM-DD`; a day that does not exist is refused. */
export const DateScalar = new GraphQLScalarType<string, string>({
  name: 'Date',
  description: 'A calendar day written YYYY-MM-DD, without time or time zone: it never shifts.',
  serialize: (value) => parseDay(value),
  parseValue: (value) => parseDay(value),
  parseLiteral: (node) => parseDay(node.kind === Kind.STRING ? node.value : undefined),
});

/** An instant, RFC 3339, answered in UTC. */
export const DateTimeScalar = new GraphQLScalarType<Date, string>({
  name: 'DateTime',
  description: 'An instant in RFC 3339 form, answered in UTC, for example 2026-11-23T08:00:00.000Z.',
  specifiedByURL: 'https://scalars.graphql.org/andimarek/date-time',
  serialize: (value) => parseInstant(value).toISOString(),
  parseValue: (value) => parseInstant(value),
  parseLiteral: (node) => parseInstant(node.kind === Kind.STRING ? node.value : undefined),
});

function parseDay(value: unknown): string {
  if (typeof value === 'string' && CALENDAR_DAY.test(value)) {
    const parsed = new Date(`${value}T00:00:00Z`);
    if (!Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(value)) return value;
  }
  throw new GraphQLError('A Date is a calendar day written YYYY-MM-DD');
}

function parseInstant(value: unknown): Date {
  const parsed = value instanceof Date ? value : new Date(typeof value === 'string' && INSTANT.test(value) ? value : Number.NaN);
  if (Number.isNaN(parsed.getTime())) throw new GraphQLError('A DateTime is an instant in RFC 3339 form');
  return parsed;
}
