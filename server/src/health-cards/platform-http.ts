import { followedCall } from '../telemetry/traces.ts';
import { HealthCardTrouble } from './health-card-platform.ts';

/** Answers of platforms are small; a page of marks has some ten kilobytes. */
const LARGEST_ANSWER = 1024 * 1024;

/** How long a platform may take for one call, in milliseconds: less than an attempt of the outbox. */
const PATIENCE = 5_000;

/**
 * Posts JSON to a platform and reads the JSON of its answer: the only way out of this room. Follows no redirect, because a card's
 * number must not travel on. @throws HealthCardTrouble, without a word of request or answer
 */
export async function postToPlatform(url: string, body: unknown, signal: AbortSignal): Promise<unknown> {
  const patience = AbortSignal.timeout(PATIENCE);
  let text: string;
  try {
    const asked = fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify(body),
      redirect: 'manual',
      signal: AbortSignal.any([signal, patience]),
    });
    const response = await followedCall('health-cards', asked);
    text = await boundedText(response);
    if (response.status !== 200) throw new HealthCardTrouble('HTTP_STATUS', response.status);
  } catch (error) {
    if (error instanceof HealthCardTrouble) throw error;
    throw new HealthCardTrouble(patience.aborted ? 'TIMEOUT' : 'UNREACHABLE');
  }
  try {
    return JSON.parse(text);
  } catch {
    // The parser's message quotes its input, so it goes no further.
    throw new HealthCardTrouble('NOT_AN_ANSWER');
  }
}

async function boundedText(response: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  const chunks: AsyncIterable<Uint8Array> = response.body ?? new Blob([]).stream();
  for await (const chunk of chunks) {
    size += chunk.byteLength;
    if (size > LARGEST_ANSWER) throw new HealthCardTrouble('NOT_AN_ANSWER');
    parts.push(chunk);
  }
  return Buffer.concat(parts).toString('utf8');
}
