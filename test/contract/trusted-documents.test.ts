import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Kind, parse } from 'graphql';
import supertest from 'supertest';
import { afterAll, describe, expect, test } from 'vitest';
import { createApp } from '../../server/src/app.ts';
import { operationNames } from '../../server/src/graphql/documents.ts';
import { memoryLimits } from '../../server/src/graphql/limits.ts';
import { createLog } from '../../server/src/log.ts';
import { SignOutDocument, ViewerDocument } from '../../schema/generated/graphql.ts';
import { createWorld, NOW } from '../kit/world.ts';

const manifest = JSON.parse(readFileSync(resolve(import.meta.dirname, '../../schema/generated/persisted-documents.json'), 'utf8')) as Record<string, string>;

const { config, orm, vault, http: development } = await createWorld();
const ports = { vault, identityProviders: [], limits: memoryLimits(), log: createLog('silent'), now: () => NOW };
const production = await createApp({ ...config, mode: 'production' }, orm, ports);
const http = supertest(production.app);
afterAll(() => production.close());

async function codeOf(body: object): Promise<string | undefined> {
  const answer = await http.post('/graphql').send(body);
  return (answer.body as { errors?: { extensions: { code: string } }[] }).errors?.[0]?.extensions.code;
}

describe('in production', () => {
  test('every id is the fingerprint of its text', () => {
    for (const [id, text] of Object.entries(manifest)) expect(id).toBe(`sha256:${createHash('sha256').update(text).digest('hex')}`);
  });

  test('every operation of the manifest is known by its name to those who run the server, fragments before it or not', () => {
    const names = Object.values(manifest).flatMap((text) => parse(text).definitions.flatMap((each) => (each.kind === Kind.OPERATION_DEFINITION && each.name ? each.name.value : [])));
    expect([...operationNames(new Map(Object.entries(manifest)))].toSorted()).toEqual([...new Set(names)].toSorted());
  });

  test('every document of the manifest runs by its id', async () => {
    for (const documentId of Object.keys(manifest)) {
      // Without variables and sign-in a document may be turned away, but for what it asks and never for what it is.
      expect([undefined, 'BAD_USER_INPUT', 'UNAUTHENTICATED'], manifest[documentId]).toContain(await codeOf({ documentId }));
    }
  });

  test('free text is refused, whoever sends it', async () => {
    expect(await codeOf({ query: '{ viewer { state } }' })).toBe('PERSISTED_DOCUMENT_REQUIRED');
    expect(await codeOf({ query: '{ __schema { types { name } } }' })).toBe('PERSISTED_DOCUMENT_REQUIRED');
    expect(await codeOf({ query: manifest[ViewerDocument.id] })).toBe('PERSISTED_DOCUMENT_REQUIRED');
  });

  test('an id in the body of a GET makes no trusted document of the text in its address', async () => {
    for (const query of ['{ __schema { types { name } } }', '{ viewer { state } }']) {
      const answer = await http.get('/graphql').query({ query }).set({ 'content-type': 'application/json', 'apollo-require-preflight': '1' }).send({ documentId: ViewerDocument.id });
      expect((answer.body as { errors?: { extensions: { code: string } }[] }).errors?.[0]?.extensions.code).toBe('PERSISTED_DOCUMENT_REQUIRED');
    }
  });

  test('text beside an id is not looked at', async () => {
    const answer = await http.post('/graphql').send({ documentId: ViewerDocument.id, query: '{ __schema { types { name } } }' });
    expect(answer.body).toEqual({ data: { viewer: null } });
  });

  test('an unknown id is told so', async () => {
    expect(await codeOf({ documentId: `sha256:${'0'.repeat(64)}` })).toBe('PERSISTED_DOCUMENT_NOT_FOUND');
    expect(await codeOf({ documentId: 'toString' })).toBe('PERSISTED_DOCUMENT_NOT_FOUND');
    expect(await codeOf({ documentId: ['sha256'] })).toBe('PERSISTED_DOCUMENT_NOT_FOUND');
  });

  test('many requests in one run nothing', async () => {
    expect(await codeOf([{ documentId: ViewerDocument.id }, { query: '{ viewer { state } }' }])).toBe('PERSISTED_DOCUMENT_REQUIRED');
  });

  test('nothing runs from an address, which logs and other sites would know', async () => {
    for (const asked of [{ query: '{ viewer { state } }' }, { documentId: SignOutDocument.id }, { query: 'mutation { signOut { signedOutAt } }' }]) {
      const answer = await http.get('/graphql').query(asked).set('apollo-require-preflight', 'true');
      expect([answer.status, answer.body.errors[0].extensions.code, answer.body.data]).toEqual([400, 'PERSISTED_DOCUMENT_REQUIRED', undefined]);
    }
  });
});

describe('in development', () => {
  test('a request that another site could have made is refused with a clear code', async () => {
    const answer = await development.get('/graphql').query({ query: '{ viewer { state } }' });
    expect([answer.status, answer.body.errors[0].extensions.code]).toEqual([400, 'MALFORMED_REQUEST']);
  });

  test('a browser gets no page that would load scripts of another site', async () => {
    const answer = await development.get('/graphql').set('accept', 'text/html');
    expect([answer.status, answer.headers['content-type']]).toEqual([400, 'application/json; charset=utf-8']);
  });
});
