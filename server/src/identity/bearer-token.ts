import type { IncomingHttpHeaders } from 'node:http';

/** The token of the `Authorization` header; something that is no token of ours counts as an ended one, not as none. */
export function bearerToken({ authorization }: IncomingHttpHeaders): string | null {
  return authorization === undefined ? null : authorization.replace(/^Bearer +/i, '');
}
