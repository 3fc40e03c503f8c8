import { randomUUID } from 'node:crypto';
import { SignJWT, UnsecuredJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import { suspendPartner } from '../../../server/src/partners/suspend-partner.ts';
import { ownerOf, partner, PUBLIC_URL, type TestPartner } from '../../kit/partners.ts';
import { createWorld, NOW } from '../../kit/world.ts';

const world = await createWorld({ SANXIAN_PUBLIC_URL: PUBLIC_URL });
const owner = await ownerOf(world.databaseUrl);
const letIn = (kind = 'HEALTH_CARD_PLATFORM') => partner(owner, NOW, { kind, scopes: ['policy:read'] });
const [platform, other, app] = [await letIn(), await letIn(), await letIn('PARTNER_APP')];
const seconds = Math.floor(NOW.getTime() / 1_000);

const ticketOf = (who: TestPartner, claims: Record<string, unknown> = {}, signedBy: TestPartner = who, kid = who.publicKey.kid) =>
  new SignJWT({ iss: who.id, aud: PUBLIC_URL, iat: seconds, exp: seconds + 300, jti: randomUUID(), ...claims }).setProtectedHeader({ alg: 'ES256', kid }).sign(signedBy.privateKey);

async function leadsTo(ticket: string): Promise<string> {
  const { status, headers } = await world.http.get('/from-health-card').query({ ticket });
  expect([status, headers['cache-control'], headers['referrer-policy']]).toEqual([303, 'no-store', 'no-referrer']);
  return String(headers['location']);
}

const INVITED = '/#/health-card/invited';
const EXPIRED = '/#/health-card/expired';

it('a ticket of a platform leads to the invitation, and its address holds nothing but that', async () => {
  expect(await leadsTo(await ticketOf(platform))).toBe(INVITED);
  expect(world.logged.at(-1)).not.toContain('ticket');
});

describe('everything else leads to a word and the way home', () => {
  it.each<[what: string, ticket: () => Promise<string>]>([
    ['a ticket that is over', () => ticketOf(platform, { iat: seconds - 400, exp: seconds - 100 })],
    ['a ticket that is good for too long', () => ticketOf(platform, { exp: seconds + 3_600 })],
    ['a ticket from the future', () => ticketOf(platform, { iat: seconds + 200, exp: seconds + 400 })],
    ['a ticket without an end', () => ticketOf(platform, { exp: undefined })],
    ['a ticket for another place', () => ticketOf(platform, { aud: 'https://elsewhere.example' })],
    ['a ticket in another platform’s name', () => ticketOf(platform, { iss: other.id })],
    ['a ticket signed by another key', () => ticketOf(platform, {}, other)],
    ['a ticket that names the other key', () => ticketOf(platform, {}, platform, other.publicKey.kid)],
    ['a ticket of an app that is no platform', () => ticketOf(app)],
    ['a ticket that tells of a person', () => ticketOf(platform, { sub: '演示人' })],
    ['a ticket without a signature', () => Promise.resolve(new UnsecuredJWT({ iss: platform.id, aud: PUBLIC_URL }).encode())],
    ['a ticket with a changed letter', async () => (await ticketOf(platform)).replace(/.{10}$/, (last) => `${last[0] === 'A' ? 'B' : 'A'}${last.slice(1)}`)],
    ['something else', () => Promise.resolve('<script>')],
    ['nothing', () => Promise.resolve('')],
  ])('%s', async (_what, ticket) => {
    expect(await leadsTo(await ticket())).toBe(EXPIRED);
  });

  it('a ticket of a platform that is suspended', async () => {
    await suspendPartner(owner, other.id, true, { now: NOW, requestId: randomUUID() });
    expect(await leadsTo(await ticketOf(other))).toBe(EXPIRED);
  });
});
