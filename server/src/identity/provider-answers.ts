import * as v from 'valibot';

import { IdentityProviderUnavailable, ProviderTrouble } from './identity-provider.ts';

/** The longest ticket we pass on; the documents say 50 bytes, the field shows 41. */
const longestTicket = 128;

/**
 * A value the provider may send as text or number, or leave out: always a trimmed text here, '' for nothing. Strict in
 * kind (an object is a fault), lenient in presence: what must be there is decided where it is used.
 */
export const stated = v.pipe(
  v.nullish(v.union([v.pipe(v.string(), v.maxLength(500)), v.pipe(v.number(), v.safeInteger())]), ''),
  v.transform((value) => String(value).trim()),
);

/** A token between the two steps: printable characters without spaces. */
export const token = v.pipe(v.string(), v.regex(/^[\x21-\x7E]{1,512}$/));

/** Whether a text could be a ticket at all; anything else never reaches the provider. */
export function isPlausibleTicket(ticket: string): boolean {
  return ticket.length <= longestTicket && /^[\x21-\x7E]+$/.test(ticket);
}

/**
 * The answer as the schema reads it; unknown fields are dropped.
 * @throws IdentityProviderUnavailable when a field we use is of another kind; the fault itself would quote the value
 */
export function answered<Schema extends v.GenericSchema>(schema: Schema, answer: unknown): v.InferOutput<Schema> {
  // The schemas describe objects, and a list is an object to them.
  if (Array.isArray(answer)) throw new IdentityProviderUnavailable(ProviderTrouble.PROTOCOL, 'UNEXPECTED-ANSWER');
  const result = v.safeParse(schema, answer);
  if (!result.success) throw new IdentityProviderUnavailable(ProviderTrouble.PROTOCOL, 'UNEXPECTED-ANSWER');
  return result.output;
}
