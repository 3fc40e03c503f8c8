import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createRemoteJWKSet, compactVerify } from 'jose';
import { afterAll, describe, expect, it } from 'vitest';
import { checkCard, type Verdict } from '../../client/src/verifier/check-card.ts';
import { newCardKey, publicCardKeyOf } from '../../server/src/donor-card/card-keys.ts';
import type { Caller } from '../kit/caller.ts';
import { cards, claimsIn, issued, listOf, publishedKeys, type HeldCard, verdictOn } from '../kit/cards.ts';
import { deciding } from '../kit/decisions.ts';
import { newKeys, createWorld, NOW, person, type World } from '../kit/world.ts';

const DAY = 86_400_000;
const keys = newKeys();
const [former, latter] = [newCardKey(), newCardKey()];
const world = await createWorld({ ...keys, SANXIAN_CARD_KEY: former });

/** Another server on the same register: with the next key, or with what somebody set. */
const second = (settings: Record<string, string>): Promise<World> => createWorld({ ...keys, SANXIAN_CARD_KEY: latter, ...settings }, world.database);

async function holder(at: World = world): Promise<{ citizen: Caller; card: HeldCard }> {
  const citizen = await at.citizen(person());
  await deciding.register(citizen);
  return { citizen, card: await issued(citizen) };
}

const kidOf = (token: string): string => (JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString('utf8')) as { kid: string }).kid;
const kidsOf = async ({ http }: World) => (await publishedKeys(http)).map(({ kid }) => kid);

describe('a change of the key that signs cards', () => {
  it('makes no card untrue on any server: the former key stays published until years after the last card it signed has expired, without a setting', async () => {
    const { card: old } = await holder();
    const next = await second({});
    const { card: fresh } = await holder(next);
    expect([kidOf(old.token), kidOf(fresh.token)]).toEqual([publicCardKeyOf(former).kid, publicCardKeyOf(latter).kid]);
    // Both servers know both keys, and each tells the same of both cards.
    for (const at of [world, next]) {
      for (const { token } of [old, fresh]) expect(await verdictOn(at.http, token, { now: NOW })).toBe('VALID');
    }
    next.wait(365 * DAY - 1);
    expect(await kidsOf(next)).toContain(publicCardKeyOf(former).kid);
    // A card that merely expired is told as that.
    next.wait(DAY);
    expect(await verdictOn(next.http, old.token, { now: new Date(NOW.getTime() + 366 * DAY) })).toBe('EXPIRED');
    next.wait(5 * 366 * DAY);
    expect(await kidsOf(next)).toEqual([publicCardKeyOf(latter).kid]);
    await next.http.get(`/.well-known/crl/${publicCardKeyOf(former).kid}.json`).expect(404);
  });

  it('can be told beforehand: the coming key is published before it signs', async () => {
    const coming = publicCardKeyOf(newCardKey());
    expect(await kidsOf(await second({ SANXIAN_CARD_NEXT_KEYS: coming.setting }))).toContain(coming.kid);
    expect(await kidsOf(world)).not.toContain(coming.kid);
  });

  it('takes a stolen key out at once, with every card it signed', async () => {
    const { card } = await holder();
    const next = await second({ SANXIAN_CARD_WITHDRAWN_KEYS: publicCardKeyOf(former).kid });
    expect(await kidsOf(next)).not.toContain(publicCardKeyOf(former).kid);
    expect(await verdictOn(next.http, card.token, { now: NOW })).toBe('RE_SIGNED');
  });
});

describe('the public lists', () => {
  it('are for every origin, and are not sent twice to who has them', async () => {
    const { card } = await holder();
    for (const path of ['/.well-known/jwks.json', `/.well-known/crl/${kidOf(card.token)}.json`]) {
      const { headers, body } = await world.http.get(path).set('origin', 'https://elsewhere.example').expect(200);
      expect(headers).toMatchObject({ 'access-control-allow-origin': '*', 'cache-control': 'public, max-age=60', 'content-type': expect.stringContaining('application/json') as string, 'cross-origin-resource-policy': 'cross-origin' });
      expect(headers).not.toHaveProperty('set-cookie');
      expect(JSON.stringify(body)).not.toMatch(/"d"|private/);
      await world.http.get(path).set('if-none-match', String(headers['etag'])).expect(304);
      const may = await world.http.options(path).set({ origin: 'https://elsewhere.example', 'access-control-request-method': 'GET', 'access-control-request-headers': 'if-none-match' }).expect(204);
      expect(may.headers).toMatchObject({ 'access-control-allow-origin': '*', 'access-control-allow-methods': 'GET, HEAD', 'access-control-allow-headers': 'if-none-match' });
    }
    await world.http.get('/.well-known/crl/nobody.json').expect(404);
    await world.http.get(`/.well-known/crl/${kidOf(card.token)}`).expect(404);
  });

  it('count: each revocation moves the counter, which the key names too; an expired card leaves the list and never the count', async () => {
    const at = await createWorld();
    const { citizen, card } = await holder(at);
    const kid = kidOf(card.token);
    expect(await listOf(at.http, kid)).toEqual({ kid, method: 'rid', ctr: 1, rids: [] });
    await cards.revoke(citizen, card.id);
    expect(await listOf(at.http, kid)).toEqual({ kid, method: 'rid', ctr: 2, rids: [claimsIn(card.token).rid] });
    expect((await publishedKeys(at.http))[0]?.crlVersion).toBe(2);
    at.wait((365 + 31) * DAY);
    expect(await listOf(at.http, kid)).toEqual({ kid, method: 'rid', ctr: 2, rids: [] });
  });

  it('are read by a JWKS client that is not ours', async () => {
    const { card } = await holder();
    const app = createServer((request, response) => void forward(world, String(request.url)).then((answer) => response.writeHead(200, { 'content-type': 'application/json' }).end(answer)));
    await new Promise<void>((listening) => app.listen(0, '127.0.0.1', listening));
    afterAll(() => app.close());
    const remote = createRemoteJWKSet(new URL(`http://127.0.0.1:${(app.address() as AddressInfo).port}/.well-known/jwks.json`));
    expect((await compactVerify(card.token, remote)).protectedHeader).toEqual({ alg: 'ES256', zip: 'DEF', kid: kidOf(card.token) });
  });
});

const forward = async ({ http }: World, path: string): Promise<string> => JSON.stringify((await http.get(path)).body);

describe('under load', () => {
  it('while keys change, cards are issued, replaced and revoked, nobody is ever told something false', async () => {
    const one = await createWorld({ ...keys, SANXIAN_CARD_KEY: former });
    const next = await createWorld({ ...keys, SANXIAN_CARD_KEY: latter }, one.database);
    const servers = [one, next] as const;
    const people = await Promise.all(Array.from({ length: 8 }, () => person()).map(async (who) => [await one.citizen(who, 'ZHELIBAN_APP'), await next.citizen(who, 'OPEN_WEB')] as const));
    await Promise.all(people.map(([citizen]) => deciding.register(citizen)));
    /** Each card with the moment since which it is surely revoked, by the clock of this test: after the answer had come. */
    const made: { token: string; heldUntil: 'HELD' | 'ENDING' | 'ENDED' }[] = [];
    const told: { token: string; verdict: Verdict; before: string; after: string }[] = [];
    let isOver = false;

    const act = people.map(async (sides, who) => {
      let mine: (typeof made)[number] | null = null;
      let id = '';
      for (let turn = 0; turn < 6; turn++) {
        const citizen = sides[(who + turn) % 2] ?? sides[0];
        if (mine) mine.heldUntil = 'ENDING';
        const before = mine;
        if (turn % 3 === 2 && mine) {
          await cards.revoke(citizen, id);
          mine = null;
        } else {
          const card = await issued(citizen);
          mine = { token: card.token, heldUntil: 'HELD' };
          id = card.id;
          made.push(mine);
        }
        if (before) before.heldUntil = 'ENDED';
      }
    });
    const ask = Array.from({ length: 4 }, async (_, who) => {
      while (!isOver) {
        const at = servers[who % 2] ?? one;
        const card = made[Math.floor(made.length * ((who + told.length * 7) % 10) * 0.1)];
        if (!card) {
          await at.http.get('/healthz');
          continue;
        }
        const before = card.heldUntil;
        const published = await publishedKeys(at.http);
        const revoked = new Map(await Promise.all(published.map(async ({ kid }) => [kid, (await listOf(at.http, kid)).rids] as const)));
        const { verdict } = await checkCard(card.token, { issuer: 'http://localhost', keys: published, keysAreCurrent: true, revoked, now: NOW });
        told.push({ token: card.token, verdict, before, after: card.heldUntil });
      }
    });
    await Promise.all(act);
    isOver = true;
    await Promise.all(ask);

    expect(made.length).toBeGreaterThan(30);
    expect(told.length).toBeGreaterThan(20);
    // Held all the while: valid. Ended before anybody asked: revoked. While it was ending, either is true; anything else never.
    const untrue = told.filter(({ verdict, before, after }) => (after === 'HELD' && verdict !== 'VALID') || (before === 'ENDED' && verdict !== 'REVOKED') || !['VALID', 'REVOKED'].includes(verdict));
    expect(untrue).toEqual([]);
    for (const { token, heldUntil } of made) expect(await verdictOn(one.http, token, { now: NOW })).toBe(heldUntil === 'HELD' ? 'VALID' : 'REVOKED');
    // Every card that ended is on a list once, and the counters have counted each.
    const lists = await Promise.all((await publishedKeys(next.http)).map(({ kid }) => listOf(next.http, kid)));
    expect(lists.flatMap(({ rids }) => rids).toSorted()).toEqual(made.filter(({ heldUntil }) => heldUntil === 'ENDED').map(({ token }) => claimsIn(token).rid).toSorted());
    for (const { ctr, rids } of lists) expect(ctr).toBe(rids.length + 1);
  });
});
