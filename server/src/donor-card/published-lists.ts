import { createHash } from 'node:crypto';
import { Router, type RequestHandler, type Response } from 'express';
import type { Em, Orm } from '../database/orm.ts';
import { RequestFault } from '../graphql/request-faults.ts';
import type { CardSettings } from './card-keys.ts';
import { revokedCardsOf, usedKeys, type RevokedCards, type UsedKey } from './donor-card.queries.ts';

/** What publishing needs. */
export interface PublishingTools {
  readonly orm: Orm;
  readonly settings: CardSettings;
  readonly now: () => Date;
}

/** How long others may hand on what they fetched without asking again, in seconds. */
const HANDED_ON = 60;

/** A card whose time was over this long ago is on no list any more: every clock knows it has expired. */
const AFTER_EXPIRY_MS = 30 * 86_400_000;

/**
 * Publishes what anybody needs to check a card without us: the public keys, and for each the list of revoked cards with its
 * counter, as SMART Health Cards do. Open to every origin; nothing in either tells about a person.
 */
export function publishedLists({ orm, settings, now }: PublishingTools): Router {
  const reading = <Answer>(read: (em: Em) => Promise<Answer>) => inTurn(() => read(orm.em.fork({ clear: true })));
  const keysNow = reading((em) => usedKeys(em, now()));
  const lists = new Map<string, () => Promise<RevokedCards>>();

  const jwks: RequestHandler = async (_request, response) => answer(response, { keys: published(settings, await keysNow()) });
  const crl: RequestHandler<{ file: string }> = async ({ params: { file } }, response) => {
    const kid = file.replace(/\.json$/, '');
    if (!file.endsWith('.json') || !published(settings, await keysNow()).some((key) => key.kid === kid)) throw new RequestFault('NOT_FOUND');
    const list = lists.get(kid) ?? reading((em) => revokedCardsOf(em, kid, new Date(now().getTime() - AFTER_EXPIRY_MS)));
    lists.set(kid, list);
    const { revoked, rids } = await list();
    answer(response, { kid, method: 'rid', ctr: counterOf(revoked), rids });
  };
  return Router().use(['/.well-known/jwks.json', '/.well-known/crl'], openToAll).get('/.well-known/jwks.json', jwks).get('/.well-known/crl/:file', crl);
}

/** A key in the published set: with the counter of its list, so that nobody fetches a list they have. */
interface PublishedKey {
  readonly kty: string;
  readonly kid: string;
  readonly alg: string;
  readonly crlVersion: number;
  readonly [member: string]: string | number;
}

/** The key in use, those to come, and those whose last card has not expired; never one that was withdrawn. */
function published({ keys: { signing, coming, withdrawn } }: CardSettings, used: readonly UsedKey[]): PublishedKey[] {
  const revoked = new Map(used.map(({ jwk, revoked: count }) => [jwk.kid, count]));
  const all = [signing.jwk, ...used.filter(({ isNeeded }) => isNeeded).map(({ jwk }) => jwk), ...coming.map(({ jwk }) => jwk)];
  const each = new Map(all.filter(({ kid }) => !withdrawn.has(kid)).map((jwk) => [jwk.kid, jwk]));
  return [...each.values()].map((jwk) => ({ ...jwk, crlVersion: counterOf(revoked.get(jwk.kid) ?? 0) }));
}

/** Counters begin at 1, with the empty list. */
const counterOf = (revoked: number): number => revoked + 1;

/** Also to pages that ask whether what they have still holds: browsers ask first whether they may (CORS preflight). */
const openToAll: RequestHandler = (request, response, next) => {
  response.setHeader('access-control-allow-origin', '*');
  response.setHeader('access-control-expose-headers', 'etag');
  response.setHeader('cross-origin-resource-policy', 'cross-origin');
  if (request.method !== 'OPTIONS') return next();
  response.setHeader('access-control-allow-methods', 'GET, HEAD');
  response.setHeader('access-control-allow-headers', 'if-none-match');
  response.setHeader('access-control-max-age', '86400');
  response.status(204).end();
};

function answer(response: Response, body: object): void {
  const text = JSON.stringify(body);
  response.setHeader('cache-control', `public, max-age=${HANDED_ON}`);
  response.setHeader('etag', `"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`);
  // Asks `If-None-Match` by itself.
  response.status(response.req.fresh ? 304 : 200).type('application/json');
  if (response.statusCode === 304) response.end();
  else response.send(text);
}

/**
 * Runs one reading at a time and gives all who wait the next one: whoever asks after a commit is answered from after it, and a
 * crowd costs the database no more than two readers.
 */
function inTurn<Answer>(read: () => Promise<Answer>): () => Promise<Answer> {
  let running: Promise<Answer> | null = null;
  let next: Promise<Answer> | null = null;
  const begin = (): Promise<Answer> => {
    const reading = read().finally(() => {
      if (running === reading) running = null;
    });
    return (running = reading);
  };
  return () => {
    if (!running) return begin();
    next ??= running
      .catch(() => undefined)
      .then(() => {
        next = null;
        return begin();
      });
    return next;
  };
}
