import { describe, expect, it } from 'vitest';
import * as generated from '../../schema/generated/graphql.ts';
import { createWorld } from '../kit/world.ts';

const { MyDecisionDocument, OrganisationsDocument, SignOutDocument } = generated;
const world = await createWorld();
const none = await createWorld({ SANXIAN_PUBLIC_ANSWER_MILLISECONDS: '0' }, world.database);
const long = await createWorld({ SANXIAN_PUBLIC_ANSWER_MILLISECONDS: '60000' }, world.database);
const { em } = world.orm;

const list = { documentId: OrganisationsDocument.id, variables: { first: 3 } };
const post = (http: typeof world.http, headers: Readonly<Record<string, string>> = {}) => http.post('/graphql').set({ 'content-type': 'application/json', ...headers }).send(JSON.stringify(list));
const address = (asked: Readonly<Record<string, string>>) => `/graphql?${new URLSearchParams(asked)}`;
const asked = { documentId: list.documentId, variables: JSON.stringify(list.variables) };
const get = (headers: Readonly<Record<string, string>> = {}, by: Readonly<Record<string, string>> = asked) => world.http.get(address(by)).set(headers);

const codeOf = ({ body }: { readonly body: unknown }) => (body as { errors?: { extensions: { code: string } }[] }).errors?.[0]?.extensions.code ?? 'answered';

let renamed = 0;
/** Changes the first body of the directory; @returns its name from now on. */
async function rename(): Promise<string> {
  const name = `改名的机构${++renamed}`;
  await em.fork().execute('update organisation set name = ? where id = (select id from organisation order by division_code, registry_key limit 1)', [name]);
  return name;
}

/** Under another key of the memory than every question before. */
const anew = () => ({ 'accept-language': `zh-CN,x-${++renamed}`, accept: `application/json;q=0.${++renamed}` });

describe('an answer that is everybody’s', () => {
  it('is given from memory to whoever is not signed in, word for word', async () => {
    const headers = anew();
    const first = await post(long.http, headers);
    const name = await rename();
    const again = await post(long.http, headers);
    expect([again.status, again.text, again.text.includes(name)]).toEqual([200, first.text, false]);
    const own = { date: expect.any(String) as string, 'x-request-id': expect.any(String) as string };
    expect(again.headers).toEqual({ ...first.headers, ...own });
    expect(again.headers['x-request-id']).not.toBe(first.headers['x-request-id']);
  });

  it('is read anew for whoever is signed in, and where nothing is to be kept', async () => {
    const headers = anew();
    const { token } = await long.citizen();
    for (const [http, more] of [[long.http, { authorization: `Bearer ${token}` }], [none.http, {}]] as const) {
      await post(http, headers);
      const name = await rename();
      expect((await post(http, { ...headers, ...more })).text).toContain(name);
    }
  });

  it('is no answer in another language or of another media type', async () => {
    const [chinese, english, graphql] = [await post(world.http, { 'accept-language': 'zh' }), await post(world.http, { 'accept-language': 'en' }), await post(world.http, { accept: 'application/graphql-response+json' })];
    expect([chinese.type, english.type, graphql.type]).toEqual(['application/json', 'application/json', 'application/graphql-response+json']);
  });

  it('holds for a moment only', async () => {
    const headers = anew();
    await post(world.http, headers);
    const name = await rename();
    await expect.poll(async () => (await post(world.http, headers)).text, { timeout: 5_000 }).toContain(name);
  });
});

describe('a public document by its address', () => {
  it('is answered as by its body, to be kept a minute, and named', async () => {
    const answer = await get();
    expect([answer.status, answer.headers['cache-control'], answer.headers['vary']]).toEqual([200, 'public, max-age=60', 'accept-language, accept, authorization']);
    expect(answer.text).toBe((await post(world.http)).text);
  });

  it('is what pages ask for in that way, and no other document is', async () => {
    const documents = Object.values<object>(generated).filter((each): each is generated.TrustedDocument<unknown, unknown> => 'operationName' in each);
    const marked = documents.filter(({ isPublic }) => isPublic);
    // Variables may be missing; the door for addresses has understood it all the same.
    const understood = await Promise.all(documents.map(async ({ id }) => codeOf(await get({}, { documentId: id, variables: '{}' })) !== 'MALFORMED_REQUEST'));
    expect(documents.filter((_, at) => understood[at]).map(({ operationName }) => operationName)).toEqual(marked.map(({ operationName }) => operationName));
    expect(marked.length).toBeGreaterThan(3);
  });

  it('is not sent again to whoever has it', async () => {
    const { headers } = await get();
    const etag = String(headers['etag']);
    for (const known of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
      const again = await get({ 'if-none-match': known });
      expect([again.status, again.text, again.headers['etag'], again.headers['content-length']]).toEqual([304, '', etag, undefined]);
    }
    expect((await get({ 'if-none-match': '"other"' })).status).toBe(200);
  });

  it.each<[string, Readonly<Record<string, string>>, Readonly<Record<string, string>>]>([
    ['one’s own record', { documentId: MyDecisionDocument.id }, {}],
    ['a command', { documentId: SignOutDocument.id }, {}],
    ['anything by a token', { documentId: list.documentId }, { authorization: 'Bearer any' }],
    ['text', { query: '{ organisations(first: 1) { totalCount } }' }, {}],
    ['text beside an id', { documentId: list.documentId, query: '{ viewer { state } }' }, {}],
    ['variables that are no JSON', { documentId: list.documentId, variables: '{' }, {}],
  ])('is not %s', async (_, by, headers) => {
    const answer = await get(headers, by);
    expect([answer.status, answer.headers['cache-control'], answer.headers['etag']]).toEqual([400, 'no-store', undefined]);
  });

  it('has a head of its own', async () => {
    const [head, whole] = [await world.http.head(address(asked)), await get()];
    expect([head.status, head.text, head.headers['content-length'], head.headers['etag']]).toEqual([200, undefined, whole.headers['content-length'], whole.headers['etag']]);
  });

  it('is another question than a body of the same letters', async () => {
    const words = address(asked);
    expect((await world.http.get(words)).status).toBe(200);
    expect((await world.http.post('/graphql').set({ 'content-type': 'application/json' }).send(words)).status).toBe(400);
  });

  it('says nothing twice', async () => {
    const answer = await world.http.get(`${address({ documentId: list.documentId })}&documentId=${MyDecisionDocument.id}`);
    expect(answer.status).toBe(400);
  });

  it('whose variables do not fit is told so, and nothing of it is kept', async () => {
    const answer = await get({}, { documentId: list.documentId, variables: '{"first":1000}' });
    expect([answer.headers['cache-control'], (answer.body as { errors: { extensions: { code: string } }[] }).errors[0]?.extensions.code]).toEqual(['no-store', 'BAD_USER_INPUT']);
  });
});
