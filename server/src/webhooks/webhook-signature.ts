import { createHmac, randomBytes } from 'node:crypto';

/** How a secret begins by the Standard Webhooks specification. */
const PREFIX = 'whsec_';

/** Makes a secret: 32 random bytes, written as the specification asks. */
export function newWebhookSecret(): string {
  return `${PREFIX}${randomBytes(32).toString('base64')}`;
}

/** A message as it is signed. */
export interface SignedParts {
  readonly id: string;
  /** Seconds since 1970. */
  readonly timestamp: number;
  readonly body: string;
}

/** The value of `webhook-signature`: one `v1` signature (HMAC-SHA256 over `id.timestamp.body`) for each secret, separated by spaces. */
export function webhookSignature({ id, timestamp, body }: SignedParts, secrets: readonly string[]): string {
  return secrets.map((secret) => `v1,${createHmac('sha256', Buffer.from(secret.slice(PREFIX.length), 'base64')).update(`${id}.${timestamp}.${body}`).digest('base64')}`).join(' ');
}
