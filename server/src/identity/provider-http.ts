import { IdentityProviderUnavailable, ProviderTrouble } from './identity-provider.ts';
import { errorForGatewayRefusal } from './provider-codes.ts';
import { followedCall } from '../telemetry/traces.ts';

/** The provider's answers are a few kilobytes; more is not an answer. */
const largestAnswer = 256 * 1024;

/** A request to the provider; parameters travel in the body only, since URLs end up in logs. */
export interface ProviderRequest {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly timeoutMilliseconds: number;
}

/**
 * Posts to the provider and returns the parsed JSON. Never retries: tickets are single use. Never follows a redirect:
 * a ticket must not travel on.
 * @throws IdentityProviderUnavailable without any text of request or answer
 */
export async function postForJson(request: ProviderRequest): Promise<unknown> {
  const { status, text } = await post(request);
  if (status === 401 || status === 403) throw errorForGatewayRefusal(messageOf(parsed(text)));
  if (status !== 200) {
    const trouble = status >= 500 || status === 429 ? ProviderTrouble.OUTAGE : ProviderTrouble.PROTOCOL;
    throw new IdentityProviderUnavailable(trouble, `HTTP-${status}`);
  }
  const answer = parsed(text);
  if (answer === undefined) throw new IdentityProviderUnavailable(ProviderTrouble.PROTOCOL, 'NOT-JSON');
  return answer;
}

async function post(request: ProviderRequest): Promise<{ status: number; text: string }> {
  const signal = AbortSignal.timeout(request.timeoutMilliseconds);
  try {
    const asked = fetch(request.url, {
      method: 'POST',
      headers: { accept: 'application/json', ...request.headers },
      body: request.body,
      redirect: 'manual',
      signal,
    });
    const response = await followedCall('sign-in-provider', asked);
    return { status: response.status, text: await boundedText(response) };
  } catch (error) {
    if (error instanceof IdentityProviderUnavailable) throw error;
    throw new IdentityProviderUnavailable(ProviderTrouble.OUTAGE, signal.aborted ? 'TIMEOUT' : 'NETWORK');
  }
}

async function boundedText(response: Response): Promise<string> {
  // Fatal: a name in a broken encoding must not be stored with replacement characters.
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let text = '';
  let size = 0;
  const chunks: AsyncIterable<Uint8Array> = response.body ?? new Blob([]).stream();
  for await (const chunk of chunks) {
    size += chunk.byteLength;
    if (size > largestAnswer) throw new IdentityProviderUnavailable(ProviderTrouble.PROTOCOL, 'TOO-LARGE');
    text += decoded(decoder, chunk);
  }
  return text + decoded(decoder);
}

function decoded(decoder: TextDecoder, chunk?: Uint8Array): string {
  try {
    return decoder.decode(chunk, { stream: chunk !== undefined });
  } catch {
    throw new IdentityProviderUnavailable(ProviderTrouble.PROTOCOL, 'NOT-UTF-8');
  }
}

/** Undefined when it is not JSON; the parser's message quotes its input, so it goes no further. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function messageOf(answer: unknown): string {
  if (typeof answer !== 'object' || answer === null || !('message' in answer)) return '';
  return typeof answer.message === 'string' ? answer.message : '';
}
