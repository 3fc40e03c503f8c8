import { serverAudits, type Audit, type AuditResult } from 'graphql-http';
import type supertest from 'supertest';

/**
 * The audits of graphql-http against an application without a port. Audits that ask by GET are sent with the header that no
 * other site can add, as every client of ours that asks by GET must; a token makes a partner of the auditor.
 */
export function auditsOf(http: ReturnType<typeof supertest>, token: string | null = null): readonly Audit[] {
  const fetchFn = async (address: string, { method = 'GET', headers = {}, body }: { method?: string; headers?: Record<string, string>; body?: string } = {}): Promise<Response> => {
    const { pathname, search } = new URL(address);
    const request = method === 'POST' ? http.post(pathname + search) : http.get(pathname + search);
    const answer = await request.set({ 'apollo-require-preflight': 'true', ...(token ? { authorization: `Bearer ${token}` } : {}), ...headers }).send(body);
    return new Response(answer.text, { status: answer.status, headers: answer.headers as Record<string, string> });
  };
  return serverAudits({ url: 'http://server.test/graphql', fetchFn });
}

/** How one audit ended, with its level (MUST, SHOULD, MAY). */
export interface Ended {
  readonly id: string;
  readonly level: string;
  readonly name: string;
  readonly status: AuditResult['status'];
}

/** Runs all audits, one after the other. */
export async function runAudits(http: ReturnType<typeof supertest>, token: string | null = null): Promise<readonly Ended[]> {
  const ended: Ended[] = [];
  for (const audit of auditsOf(http, token)) ended.push({ id: audit.id, level: audit.name.split(' ', 1)[0] ?? '', name: audit.name, status: (await audit.fn()).status });
  return ended;
}

/** How many of each level passed: `MUST 13/13, SHOULD 23/23, MAY 25/25`. */
export function summaryOf(ended: readonly Ended[]): string {
  return ['MUST', 'SHOULD', 'MAY']
    .map((level) => {
      const all = ended.filter((each) => each.level === level);
      return `${level} ${all.filter(({ status }) => status === 'ok').length}/${all.length}`;
    })
    .join(', ');
}
