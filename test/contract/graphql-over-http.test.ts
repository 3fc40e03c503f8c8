import { serverAudits } from 'graphql-http';
import { describe, expect, test } from 'vitest';
import { createWorld } from '../kit/world.ts';

const { http } = await createWorld();

/** `fetch` to the application without a port, as the audits want it. */
async function fetchFn(address: string, { method = 'GET', headers = {}, body }: { method?: string; headers?: Record<string, string>; body?: string } = {}): Promise<Response> {
  const { pathname, search } = new URL(address);
  const request = method === 'POST' ? http.post(pathname + search) : http.get(pathname + search);
  const answer = await request.set(headers).send(body);
  return new Response(answer.text, { status: answer.status, headers: answer.headers as Record<string, string> });
}

// The whole suite of graphql-http. MAY audits are not promised: GET is refused on purpose, for it writes what a citizen
// asks into logs and lets another site ask in a citizen's name.
const audits = serverAudits({ url: 'http://server.test/graphql', fetchFn }).filter(({ name }) => !name.startsWith('MAY'));

describe('GraphQL over HTTP', () => {
  test('the suite is the whole suite', () => {
    expect(audits.filter(({ name }) => name.startsWith('MUST'))).toHaveLength(13);
    expect(audits.filter(({ name }) => name.startsWith('SHOULD'))).toHaveLength(23);
  });

  for (const audit of audits) {
    test(`${audit.id}: ${audit.name}`, async () => {
      const result = await audit.fn();
      expect(result.status, 'reason' in result ? result.reason : '').toBe('ok');
    });
  }
});
