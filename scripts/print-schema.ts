import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { printSchema, type GraphQLSchema } from 'graphql';
import { rolldown } from 'rolldown';
import { root } from './stages.ts';

/** Where the server says what it answers. */
const entry = resolve(root, 'server/src/graphql/schema.ts');
const bundle = resolve(root, 'server/node_modules/.cache/sanxian/contract.mjs');

/** Packages, but not the compiler's own small runtime (decorators), which it brings along. */
const external = (id: string): boolean => /^[^./\0]/.test(id) && !id.startsWith('@oxc-project/runtime');

/**
 * Prints the contract as the server's code tells it now. The code is compiled first, because Node strips types but knows
 * no decorators; packages stay outside the bundle, so that one graphql serves all.
 */
export async function printedSchema(): Promise<string> {
  const build = await rolldown({ input: entry, platform: 'node', external, tsconfig: resolve(root, 'server/tsconfig.json') });
  await build.write({ file: bundle, format: 'esm' });
  const { buildApiSchema } = (await import(pathToFileURL(bundle).href)) as { buildApiSchema: () => GraphQLSchema };
  return `${printSchema(buildApiSchema())}\n`;
}
