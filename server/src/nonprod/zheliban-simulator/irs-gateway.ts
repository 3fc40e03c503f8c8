import { createHmac } from 'node:crypto';
import type { Request } from 'express';

/** How far the caller's clock may be off (浙里办 1.6). */
const CLOCK_WINDOW_MS = 90_000;

/** The gateway's refusals, word for word (浙里办 1.6); each is the `message` of an HTTP 401 body. */
export type GatewayRefusal = 'Invalid access key' | 'Clock skew exceeded' | 'Invalid signature' | 'The route_id is forbidden.';

/** What the gateway knows of the calling application. */
export interface GatewayKeys {
  readonly accessKey: string;
  readonly secretKey: string;
}

/**
 * Judges the four `X-BG-*` headers of a call to the IRS gateway (浙里办 1.6); the body is not signed.
 * @returns the refusal, or undefined when the call is genuine and fresh.
 */
export function gatewayRefusal(request: Request, keys: GatewayKeys, now: Date): GatewayRefusal | undefined {
  const date = request.get('x-bg-date-time') ?? '';
  if (request.get('x-bg-hmac-access-key') !== keys.accessKey) return 'Invalid access key';
  // A date that cannot be read gives NaN, which is inside no window.
  if (!(Math.abs(now.getTime() - Date.parse(date)) <= CLOCK_WINDOW_MS)) return 'Clock skew exceeded';
  if (request.get('x-bg-hmac-algorithm') !== 'hmac-sha256') return 'Invalid signature';

  const [path = '', query = ''] = request.originalUrl.split('?', 2);
  const expected = createHmac('sha256', keys.secretKey)
    .update([request.method, path, canonicalQuery(query), keys.accessKey, date].map((part) => `${part}\n`).join(''))
    .digest('base64');
  return request.get('x-bg-hmac-signature') === expected ? undefined : 'Invalid signature';
}

/** The query as the gateway signs it: each pair re-encoded (space as %20; ! ' ( ) ~ bare), sorted as text. */
function canonicalQuery(rawQuery: string): string {
  return [...new URLSearchParams(rawQuery)]
    .map(([key, value]) => `${encodeURIComponent(key)}=${encodeURIComponent(value)}`)
    .sort()
    .join('&');
}
