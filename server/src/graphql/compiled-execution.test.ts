import { execute, GraphQLError, GraphQLObjectType, GraphQLSchema, GraphQLString, GraphQLUnionType, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { compileDocument, isModest } from './compiled-execution.ts';
import { readManifest } from './documents.ts';
import { buildApiSchema, nameTypesWithoutThrowing } from './schema.ts';

const schema = buildApiSchema();

describe('the function of a document', () => {
  it('can be written for every document of ours', () => {
    const documents = [...readManifest().values()];
    expect(documents.length).toBeGreaterThan(100);
    for (const text of documents) expect(compileDocument(schema, parse(text), null).query, text).toBeTypeOf('function');
  });

  it('is told apart from none', () => {
    expect(() => compileDocument(schema, parse('query A { viewer { state } } query B { viewer { state } }'), 'C')).toThrow(Error);
    expect(() => compileDocument(schema, parse('{ viewer { state } }'), null)).not.toThrow(GraphQLError);
  });
});

describe('a value that belongs to no member of its union', () => {
  it('is a fault in the answer of both executions, and ends neither the request nor the process', async () => {
    const member = new GraphQLObjectType({ name: 'Member', fields: { word: { type: GraphQLString } } });
    const union = new GraphQLUnionType({
      name: 'Result',
      types: [member],
      resolveType: () => {
        throw new TypeError('no member');
      },
    });
    const own = nameTypesWithoutThrowing(new GraphQLSchema({ query: new GraphQLObjectType({ name: 'Query', fields: { thing: { type: union, resolve: () => Promise.resolve({}) } } }) }));
    const document = parse('{ thing { ... on Member { word } } }');
    for (const answer of [await compileDocument(own, document, null).query(undefined, undefined, {}), await execute({ schema: own, document })]) {
      expect([answer.data, answer.errors?.length]).toEqual([{ thing: null }, 1]);
    }
  });
});

describe('variables that a function reads', () => {
  it.each([
    ['none', undefined, true],
    ['those of a registration', { input: { choices: Array.from({ length: 20 }, () => ({ item: 'HEART', choice: 'AGREE' })), contact: { phone: '1' } } }, true],
    ['a list of thousands', { input: { choices: Array.from({ length: 20_000 }, () => ({})) } }, false],
    ['many small lists', { input: Array.from({ length: 100 }, () => [1, 2, 3, 4, 5, 6]) }, false],
  ])('%s', (_, variables, expected) => {
    expect(isModest(variables)).toBe(expected);
  });
});
