import { describe, expect, it } from 'vitest';
import { MyDecisionDocument, OrganisationsDocument, RegisterDonorDocument, SignOutDocument } from '../../schema/generated/graphql.ts';
import { BODY_LIMIT } from '../../server/src/app.ts';
import { PARTNER_TOKEN_PREFIX } from '../../server/src/partners/partner-tokens.ts';
import { deciding } from '../kit/decisions.ts';
import { createWorld } from '../kit/world.ts';

const world = await createWorld();

/** How pages of ours name JSON, and the same said otherwise, which goes the long way through Express and Apollo. */
const ways = { short: 'application/json', long: 'application/json;charset=utf-8' };

interface Sent {
  readonly body: string | object;
  readonly token?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What came back, without what differs from request to request. */
async function sent(way: keyof typeof ways, { body, token = null, headers = {} }: Sent) {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const signed = token === null ? {} : { authorization: `Bearer ${token}` };
  const answer = await world.http.post('/graphql').set({ ...signed, ...headers, 'content-type': ways[way] }).send(text);
  const { date, 'x-request-id': requestId, 'content-length': length, 'retry-after': comeBack, ...same } = answer.headers as Record<string, string>;
  const said = answer.text.replaceAll(/"requestId":"[^"]*"/g, '"requestId":""');
  return { status: answer.status, headers: same, said, isWhole: [date, requestId, length].every((each) => each !== undefined && each !== '') && Number(length) === Buffer.byteLength(answer.text), comeBack };
}

const citizen = await world.citizen();
await deciding.register(citizen);
await deciding.refuse(citizen, 1);
const { token } = citizen;
const over = await world.citizen();
await over.run(SignOutDocument, {});

const own = { documentId: MyDecisionDocument.id, operationName: 'MyDecision', variables: {} };

describe('the short way answers as the long one', () => {
  it.each<[string, Sent, number]>([
    ['with data', { body: own, token }, 200],
    ['in English', { body: own, token, headers: { 'accept-language': 'en' } }, 200],
    ['in the media type of GraphQL', { body: own, token, headers: { accept: 'application/graphql-response+json, application/json;q=0.9' } }, 200],
    ['in any media type', { body: own, token, headers: { accept: '*/*' } }, 200],
    ['in none of ours', { body: own, token, headers: { accept: 'image/png' } }, 406],
    ['without a sign-in', { body: own }, 200],
    ['when a session has ended', { body: own, token: over.token }, 200],
    ['to a token of nobody', { body: own, token: 'made-up' }, 200],
    ['to a token of a partner that is none', { body: own, token: `${PARTNER_TOKEN_PREFIX}made-up` }, 401],
    ['without variables and name', { body: { documentId: MyDecisionDocument.id }, token }, 200],
    ['with null for both', { body: { documentId: MyDecisionDocument.id, variables: null, operationName: null }, token }, 200],
    ['when the operation is of another name', { body: { ...own, operationName: 'Another' }, token }, 200],
    ['when the name is no text', { body: { ...own, operationName: 1 }, token }, 400],
    ['when variables are a list', { body: { ...own, variables: [] }, token }, 400],
    ['when variables are text', { body: { ...own, variables: '{}' }, token }, 400],
    ['when variables do not fit', { body: { documentId: RegisterDonorDocument.id, variables: { input: 1 } }, token }, 200],
    ['when a page is too large', { body: { documentId: OrganisationsDocument.id, variables: { first: 1_000 } } }, 200],
    ['with extensions', { body: { ...own, extensions: { of: 'ours' } }, token }, 200],
    ['with text beside the id', { body: { ...own, query: '{ __schema { types { name } } }' }, token }, 200],
    ['to an unknown id', { body: { documentId: 'sha256:none' }, token }, 400],
    ['to an id that is a property of every object', { body: { documentId: 'toString' }, token }, 400],
    ['to a document', { body: { query: '{ viewer { state } }' }, token }, 200],
    ['to a list', { body: [own], token }, 400],
    ['to a number', { body: '1', token }, 400],
    ['to half of a body', { body: '{"documentId":', token }, 400],
    ['to nothing', { body: '', token }, 400],
    ['to a body with a mark of byte order', { body: `\uFEFF${JSON.stringify(own)}`, token }, 200],
    ['to a body that is too large', { body: { ...own, more: 'x'.repeat(BODY_LIMIT) }, token }, 413],
    ['to a body of another encoding', { body: JSON.stringify(own), token, headers: { 'content-encoding': 'gzip' } }, 400],
  ])('%s', async (_, request, status) => {
    const [short, long] = [await sent('short', request), await sent('long', request)];
    expect(short).toEqual(long);
    expect(short).toMatchObject({ status, isWhole: true });
  });

  it('and takes the id of a request that is harmless, and no other', async () => {
    const answers = await Promise.all(['a-harmless-id', '330106199001011234'].map((id) => world.http.post('/graphql').set({ 'x-request-id': id, 'content-type': ways.short }).send(JSON.stringify(own))));
    expect(answers.map(({ headers }) => headers['x-request-id'])).toEqual(['a-harmless-id', expect.stringMatching(/^[0-9a-f-]{36}$/)]);
  });

  it('and logs what it was asked, without what', async () => {
    await sent('short', { body: own, token });
    expect(JSON.parse(world.logged.at(-1) ?? '')).toMatchObject({ method: 'POST', path: '/graphql', status: 200, msg: 'request' });
  });
});
