import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { afterAll } from 'vitest';
import { demoStaffProvider, type DemoStaffProviderOptions } from '../../server/src/nonprod/staff-provider/staff-provider.ts';
import { demoProvider } from '../../server/src/staff/provider-settings.ts';

/** The page of the desk that is registered with the provider of a test. */
export const DESK = 'http://desk.example/desk/';

/** A provider of OpenID Connect on a port of its own. */
export interface TestProvider {
  readonly issuer: string;
  /** The settings by which a server uses it. */
  readonly settings: Readonly<Record<string, string>>;
  /** How often each address was asked. */
  readonly asked: readonly string[];
  /** Lets every answer be an outage from now on, or no more. */
  fail(away: boolean): void;
}

/** Starts the provider; it stops after the file's last test. */
export async function startStaffProvider(client: DemoStaffProviderOptions['client'] = {}): Promise<TestProvider> {
  const app = express();
  const server = createServer(app);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  afterAll(() => new Promise((closed) => server.close(closed).closeAllConnections()));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}${demoProvider.path}`;
  const asked: string[] = [];
  let isAway = false;
  app.use((request, response, next) => {
    asked.push(request.path);
    if (isAway) response.status(503).end();
    else next();
  });
  app.use(demoStaffProvider({ returnUrls: [DESK], issuer, client }));
  return {
    issuer,
    asked,
    settings: { SANXIAN_STAFF_ISSUER: issuer, SANXIAN_STAFF_CLIENT_ID: demoProvider.clientId, SANXIAN_STAFF_CLIENT_SECRET: demoProvider.clientSecret, SANXIAN_STAFF_RETURN_URLS: DESK },
    fail: (away) => (isAway = away),
  };
}

/** What somebody does on the provider's pages. */
export interface AtTheProvider {
  readonly subject: string;
  readonly proof?: 'both' | 'passwordOnly' | 'textMessage';
  readonly choice?: 'sign-in' | 'cancel';
}

/** Walks through the provider's pages as a browser does. @returns the query with which it returns to the desk. */
export async function walkThrough(url: string, { subject, proof = 'both', choice = 'sign-in' }: AtTheProvider): Promise<string> {
  const cookies = new Map<string, string>();
  let next = new URL(url);
  let body: URLSearchParams | null = null;
  for (let step = 0; step < 10; step += 1) {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response: Response = await fetch(next, { redirect: 'manual', headers: { cookie }, ...(body ? { method: 'POST', body } : {}) });
    for (const set of response.headers.getSetCookie()) {
      const [name = '', value = ''] = (set.split(';')[0] ?? '').split('=');
      cookies.set(name, value);
    }
    const location = response.headers.get('location');
    if (response.status === 200) {
      body = new URLSearchParams({ subject, proof, choice });
      continue;
    }
    if (location === null) throw new Error(`The provider answers ${response.status}: ${await response.text()}`);
    if (location.startsWith(DESK)) return new URL(location).search.slice(1);
    next = new URL(location, next);
    body = null;
  }
  throw new Error('The provider leads in a circle');
}
