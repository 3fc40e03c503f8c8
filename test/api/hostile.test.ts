import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { RegisterDonorDocument } from '../../schema/generated/graphql.ts';
import { choicesOf, registration } from '../kit/decisions.ts';
import { createWorld, person } from '../kit/world.ts';

const manifest = JSON.parse(readFileSync(resolve(import.meta.dirname, '../../schema/generated/persisted-documents.json'), 'utf8')) as Record<string, string>;

const world = await createWorld();
const personal = person({ fullName: '演示金丝雀', phone: '13900001234' });
const citizen = await world.citizen(personal);

interface Fault {
  readonly name: string;
  readonly body: string | object;
  readonly headers?: Record<string, string>;
  readonly status: number;
  readonly code: string;
}

/** A hundred offices with the hundred below each. */
const offices = `query ($first: Int!) { organisations(first: $first) { ...Page } }
  fragment Page on OrganisationConnection { nodes { children(first: $first) { edges { node { ... on Organisation { id } } } } } }`;

const faults: Fault[] = [
  { name: 'malformed JSON', body: '{"query": "{ donationPolicy', status: 400, code: 'MALFORMED_REQUEST' },
  { name: 'a body of one megabyte', body: { query: `{ division(code: "${'3'.repeat(1_000_000)}") { code } }` }, status: 413, code: 'PAYLOAD_TOO_LARGE' },
  { name: 'a NUL byte in a variable', body: { query: 'query ($c: String!) { division(code: $c) { code } }', variables: { c: '33\u000001' } }, status: 200, code: 'MALFORMED_TEXT' },
  { name: 'a NUL byte in the document', body: { query: '{ division(code: "33\\u000001") { code } }' }, status: 200, code: 'MALFORMED_TEXT' },
  { name: 'half a character', body: '{"query":"query ($c: String!) { division(code: $c) { code } }","variables":{"c":"\\ud800"}}', status: 200, code: 'MALFORMED_TEXT' },
  { name: 'a variable of the wrong type', body: { query: 'query ($c: String!) { division(code: $c) { code } }', variables: { c: 7 } }, status: 200, code: 'BAD_USER_INPUT' },
  { name: 'a field that does not exist', body: { query: '{ donors { fullName } }' }, status: 200, code: 'GRAPHQL_VALIDATION_FAILED' },
  { name: 'a document that does not parse', body: { query: '{ viewer {' }, status: 200, code: 'GRAPHQL_PARSE_FAILED' },
  { name: 'an unknown document', body: { documentId: `sha256:${'0'.repeat(64)}` }, status: 400, code: 'PERSISTED_DOCUMENT_NOT_FOUND' },
  { name: 'a document id of the wrong type', body: { documentId: { $ne: null } }, status: 400, code: 'PERSISTED_DOCUMENT_NOT_FOUND' },
  { name: 'an operation that is not in the document', body: { query: 'query A { viewer { state } }', operationName: 'B' }, status: 200, code: 'MALFORMED_REQUEST' },
  { name: 'a subscription, of which there are none', body: { query: 'subscription { viewer { state } }' }, status: 200, code: 'GRAPHQL_VALIDATION_FAILED' },
  { name: 'offices below offices below offices', body: { query: `{ organisations(first: 100) { nodes { ${'parent { children(first: 100) { nodes { '.repeat(8)} name ${'} } } '.repeat(8)} } } }` }, status: 400, code: 'QUERY_TOO_COSTLY' },
  { name: 'the same by a variable and by fragments', body: { query: offices, variables: { first: 100 } }, status: 400, code: 'QUERY_TOO_COSTLY' },
  { name: 'the same by a variable left to its default', body: { query: offices.replace('$first: Int!', '$first: Int! = 100') }, status: 400, code: 'QUERY_TOO_COSTLY' },
  { name: 'one question many times under other names', body: { query: `{ ${Array.from({ length: 11 }, (_, at) => `a${at}: organisations(filter: { search: "红十字" }) { totalCount }`).join(' ')} }` }, status: 400, code: 'QUERY_TOO_COSTLY' },
  { name: 'fragments that double each other', body: { query: `{ organisations(first: 1) { nodes { ...F0 } } } ${Array.from({ length: 18 }, (_, at) => `fragment F${at} on Organisation { ${at === 17 ? 'parent { id }' : `...F${at + 1} a: parent { id } ...F${at + 1}`} }`).join(' ')}` }, status: 400, code: 'QUERY_TOO_COSTLY' },
  { name: 'several operations and none named', body: { query: 'query A { viewer { state } } query B { viewer { state } }' }, status: 200, code: 'MALFORMED_REQUEST' },
  { name: 'the hash of another protocol', body: { extensions: { persistedQuery: { version: 1, sha256Hash: '0'.repeat(64) } } }, status: 200, code: 'MALFORMED_REQUEST' },
  { name: 'a page that is too long', body: { query: '{ organisations(first: 878044564) { totalCount } }' }, status: 200, code: 'BAD_USER_INPUT' },
  { name: 'a cursor that was made up', body: { query: '{ organisations(first: 1, after: "x") { totalCount } }' }, status: 200, code: 'BAD_USER_INPUT' },
  { name: 'a document of ten thousand fields', body: { query: `{ ${'__typename '.repeat(5_000)} }` }, status: 400, code: 'QUERY_TOO_COSTLY' },
  { name: 'a sign-in under a hundred names', body: { query: `mutation { ${Array.from({ length: 100 }, (_, index) => `a${index}: signIn(input: { method: ZHELIBAN_TICKET_ID, ticket: "x", container: OPEN_WEB }) { __typename }`).join(' ')} }` }, status: 400, code: 'QUERY_TOO_COSTLY' },
  { name: 'an array of requests', body: [{ query: '{ donationPolicy { minimumAge } }' }], status: 400, code: 'MALFORMED_REQUEST' },
  { name: 'an unknown encoding', body: '{}', headers: { 'content-encoding': 'zstandard' }, status: 415, code: 'UNSUPPORTED_MEDIA_TYPE' },
];

describe('the server answers', () => {
  it.each(faults)('$name with a clear error and a request id', async ({ body, headers, status, code }) => {
    const answer = await citizen.post(body, headers);
    expect({ status: answer.status, code: answer.errors?.[0]?.extensions.code }).toEqual({ status, code });
    expect(answer.errors?.[0]?.extensions.requestId).toMatch(/^[\w-]{8,64}$/);
    expect(answer.errors?.[0]?.message).toMatch(/[一-鿿]/);
  });

  it('and lives on, having logged nothing personal', async () => {
    const name = personal.fullName;
    await citizen.run(RegisterDonorDocument, { input: registration({ choices: choicesOf('REFUSE') }) });
    await citizen.run(RegisterDonorDocument, {
      input: registration({ contact: { phone: '13900004321', residenceCode: '330106', familyKnows: 'YES', emergencyContact: { name, relation: 'CHILD', phone: '13900005678' }, keepEmergencyContact: false } }),
    });
    expect((await citizen.query('{ donationPolicy { minimumAge } }')).data).toBeTruthy();
    const log = world.logged.join('');
    expect(log).toContain('"request"');
    for (const secret of [name, personal.documentNumber, '13900001234', '13900004321', '13900005678', citizen.token ?? '']) expect(log).not.toContain(secret);
  });

  it('a value of the wrong kind with its place, and does not repeat it', async () => {
    const query = 'mutation ($input: RegisterDonorInput!) { registerDonor(input: $input) { __typename } }';
    const contact = { ...registration().contact, phone: 13900007777, emergencyContact: { name: ['金丝雀'], relation: 'CHILD', phone: '13900008888' } };
    const { errors } = await citizen.post({ query, variables: { input: registration({ contact: contact as never }) } }, { 'accept-language': 'en' });
    expect(errors?.map(({ message }) => message)).toEqual([
      'The request holds a value of the wrong kind and was not processed. Variable "$input" got an invalid value at "input.contact.phone".',
      'The request holds a value of the wrong kind and was not processed. Variable "$input" got an invalid value at "input.contact.emergencyContact.name".',
    ]);
  });

  it('the largest question of a client, and does not take it for too large', async () => {
    for (const documentId of Object.keys(manifest)) {
      const { errors } = await citizen.post({ documentId, variables: { first: 100 } });
      expect(errors?.[0]?.extensions.code, manifest[documentId]).not.toBe('QUERY_TOO_COSTLY');
    }
    expect((await citizen.query(offices, { first: 40 })).data).toBeTruthy();
  });

  it('a caller’s own request id with the same id, and a harmful one with a new id', async () => {
    const response = await world.http.get('/healthz').set('x-request-id', 'partner-12345678');
    expect(response.headers['x-request-id']).toBe('partner-12345678');
    const harmful = await world.http.get('/healthz').set('x-request-id', 'a b"c');
    expect(harmful.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
  });
});
