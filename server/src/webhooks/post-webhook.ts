import { Agent, request as httpRequest } from 'node:http';
import { Agent as SecureAgent, request as httpsRequest } from 'node:https';
import { RequestFilteringHttpsAgent } from 'request-filtering-agent';
import type { Outcome } from '../outbox/carrier.ts';
import { followedCall } from '../telemetry/traces.ts';
import { CLOUD_EVENT } from './cloud-event.ts';
import { webhookSignature, type SignedParts } from './webhook-signature.ts';

/** How long a receiver may take over an event, in milliseconds; the Standard Webhooks specification names 15 to 30 s, but the work is not to be done before the answer. */
export const PATIENCE = 10_000;

/** One message to one address. */
export interface WebhookMessage extends SignedParts {
  readonly url: string;
  readonly secrets: readonly string[];
}

/** How messages leave the house. */
export interface WebhookDoor {
  /**
   * Production: https only, and never to an address of our own network, whatever name leads there. The address is judged when it
   * is resolved, and the connection goes to the one that was judged, so a name cannot change in between.
   */
  readonly isGuarded: boolean;
}

/** Posts an event. Redirects are not followed, and of the answer only the status code is read. It never throws. */
export async function postWebhook({ url, secrets, ...parts }: WebhookMessage, { isGuarded }: WebhookDoor, signal: AbortSignal = AbortSignal.timeout(PATIENCE)): Promise<Outcome> {
  const address = URL.parse(url);
  if (!address || !isAllowed(address, isGuarded)) return { delivered: false, trouble: 'ADDRESS_NOT_ALLOWED' };
  const isSecure = address.protocol === 'https:';
  const agent = isGuarded ? new RequestFilteringHttpsAgent() : isSecure ? new SecureAgent() : new Agent();
  const headers = {
    'content-type': CLOUD_EVENT,
    'content-length': Buffer.byteLength(parts.body),
    'user-agent': 'sanxian-webhooks',
    'webhook-id': parts.id,
    'webhook-timestamp': String(parts.timestamp),
    'webhook-signature': webhookSignature(parts, secrets),
  };
  const patience = AbortSignal.any([signal, AbortSignal.timeout(PATIENCE)]);
  const outcome = new Promise<Outcome>((resolve) => {
    const sent = (isSecure ? httpsRequest : httpRequest)(address, { method: 'POST', headers, agent, signal: patience }, (response) => {
      resolve(outcomeOf(response.statusCode ?? 0));
      // Whatever else it says is not read: it could be endless.
      response.destroy();
    });
    sent.on('error', (error) => resolve({ delivered: false, trouble: troubleOf(error, patience.aborted) }));
    sent.end(parts.body);
  });
  return followedCall('webhook', outcome).finally(() => agent.destroy());
}

function isAllowed({ protocol, username, password }: URL, isGuarded: boolean): boolean {
  return username === '' && password === '' && (protocol === 'https:' || (protocol === 'http:' && !isGuarded));
}

function outcomeOf(statusCode: number): Outcome {
  if (statusCode >= 200 && statusCode < 300) return { delivered: true, statusCode };
  // By the specification this endpoint wants no more.
  if (statusCode === 410) return { delivered: false, trouble: 'GONE', statusCode, isFinal: true };
  return { delivered: false, trouble: statusCode >= 300 && statusCode < 400 ? 'REDIRECTED' : 'HTTP_STATUS', statusCode };
}

/** Our own word for it: messages of the network name addresses, and what a receiver says is not ours to keep. */
function troubleOf(error: NodeJS.ErrnoException, isTimedOut: boolean): string {
  if (isTimedOut) return 'TIMED_OUT';
  if (error.message.includes('is not allowed. Because')) return 'ADDRESS_NOT_ALLOWED';
  if (error.code === 'ENOTFOUND' || error.code === 'EAI_AGAIN') return 'NAME_NOT_FOUND';
  return /CERT|SSL|TLS|ALTNAME/.test(error.code ?? '') ? 'CERTIFICATE' : 'UNREACHABLE';
}
