import { createPublicKey, verify } from 'node:crypto';
import { inflateRawSync } from 'node:zlib';
import { randomUUID } from 'node:crypto';
import type supertest from 'supertest';
import { checkCard, type CardClaims, type Verdict } from '../../client/src/verifier/check-card.ts';
import type { PublicKey } from '../../client/src/verifier/card-signature.ts';
import { IssueDonorCardDocument, MyCardDocument, RevokeDonorCardDocument } from '../../schema/generated/graphql.ts';
import type { Caller } from './caller.ts';

/** The commands about signed cards; each answers with the result union. */
export const cards = {
  issue: async (caller: Caller, idempotencyKey: string = randomUUID()) => (await caller.run(IssueDonorCardDocument, { input: { idempotencyKey } })).issueDonorCard,
  revoke: async (caller: Caller, cardId: string) => (await caller.run(RevokeDonorCardDocument, { input: { cardId } })).revokeDonorCard,
};

/** A card as its owner holds it. */
export interface HeldCard {
  readonly id: string;
  readonly cardNumber: string;
  readonly link: string;
  /** The signed text, as a camera reads it. */
  readonly token: string;
}

/** Issues a card. @throws Error when it was refused. */
export async function issued(caller: Caller, idempotencyKey?: string): Promise<HeldCard> {
  const answer = await cards.issue(caller, idempotencyKey);
  if (answer.__typename !== 'IssueDonorCardSuccess') throw new Error(`No card was issued: ${JSON.stringify(answer)}`);
  const { id, cardNumber, link } = answer.donorCard;
  return { id, cardNumber: cardNumber ?? '', link: link ?? '', token: tokenOf(link) };
}

/** The signed text in a link. */
export const tokenOf = (link: string | null | undefined): string => link?.split('#')[1] ?? '';

/** The card that the person's own page shows now; null when there is none. */
export async function cardOnPage(caller: Caller) {
  return (await caller.run(MyCardDocument, {})).viewer?.donor?.card ?? null;
}

type Http = ReturnType<typeof supertest>;

/** The published keys. */
export async function publishedKeys(http: Http): Promise<readonly (PublicKey & { readonly crlVersion: number })[]> {
  return (await http.get('/.well-known/jwks.json').expect(200)).body.keys;
}

/** The published list of a key. */
export async function listOf(http: Http, kid: string): Promise<{ readonly kid: string; readonly method: string; readonly ctr: number; readonly rids: readonly string[] }> {
  return (await http.get(`/.well-known/crl/${kid}.json`).expect(200)).body;
}

/** What our own verifier says of a card, with everything the register publishes at this moment. */
export async function verdictOn(http: Http, token: string, { issuer = 'http://localhost', now }: { readonly issuer?: string; readonly now: Date }): Promise<Verdict> {
  const keys = await publishedKeys(http);
  const revoked = new Map(await Promise.all(keys.map(async ({ kid }) => [kid, (await listOf(http, kid)).rids] as const)));
  return (await checkCard(token, { issuer, keys, keysAreCurrent: true, revoked, now })).verdict;
}

/** What a card says, whoever signed it. */
export function claimsIn(token: string): CardClaims {
  return JSON.parse(inflateRawSync(Buffer.from(token.split('.')[1] ?? '', 'base64url')).toString('utf8')) as CardClaims;
}

/** Checks a signature with nothing but Node's own crypto: no JOSE library, and no code of ours. */
export function isSignedByNode(token: string, jwk: PublicKey): boolean {
  const [header = '', payload = '', signature = ''] = token.split('.');
  const key = createPublicKey({ key: { ...jwk }, format: 'jwk' });
  return verify('sha256', Buffer.from(`${header}.${payload}`), { key, dsaEncoding: 'ieee-p1363' }, Buffer.from(signature, 'base64url'));
}
