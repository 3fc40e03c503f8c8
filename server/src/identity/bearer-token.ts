import type { Request } from 'express';

/** The token of the `Authorization` header; something that is no token of ours counts as an ended one, not as none. */
export function bearerToken(request: Request): string | null {
  const header = request.get('authorization');
  return header === undefined ? null : header.replace(/^Bearer +/i, '');
}
