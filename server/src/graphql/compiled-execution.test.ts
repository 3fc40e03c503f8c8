import { GraphQLError, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { compileDocument } from './compiled-execution.ts';
import { readManifest } from './documents.ts';
import { buildApiSchema } from './schema.ts';

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
