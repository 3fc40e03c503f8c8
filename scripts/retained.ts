import { globSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parse, validate, type GraphQLSchema } from 'graphql';

/**
 * Tries the documents of every released client that is still in the field (`schema/retained/*.json`, one manifest each)
 * against a schema. Each answer is a sentence: which client would break, and why.
 */
export function retainedFaults(root: string, schema: GraphQLSchema): string[] {
  return globSync('schema/retained/*.json', { cwd: root }).flatMap((path) => {
    const manifest = JSON.parse(readFileSync(resolve(root, path), 'utf8')) as Record<string, string>;
    return Object.values(manifest).flatMap((text) => validate(schema, parse(text)).map(({ message }) => `${path}: ${message}`));
  });
}
