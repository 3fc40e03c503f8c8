/**
 * The register without one of its protections, for controls: what it keeps off must be seen to come. What is shipped has no switch for that; a build of its own
 * takes other modules in the place of some (`without/`), and lies where only the harness looks.
 */
import { join } from 'node:path';
import { buildReplacing } from '../replacing-build.ts';
import { root } from '../stages.ts';

/** What can be left out: the module of the server in whose place one of `without/` stands. */
const replacements = {
  'limit-of-bodies': 'http/short-way.ts',
  'limit-of-pipelining': 'http/pipelining.ts',
  'order-of-dates': 'donors/moment-after.ts',
} as const;

/** A build that is not shipped. */
interface Unprotected {
  /** The file that the build makes. */
  readonly built: string;
  readonly prepare: () => Promise<string>;
}

/** A register without this. */
export function unprotected(part: keyof typeof replacements): Unprotected {
  const folder = join(root, 'server/dist/chaos', part);
  const replaced = new Map([[join(root, 'server/src', replacements[part]), join(import.meta.dirname, 'without', `${part}.ts`)]]);
  return { built: join(folder, 'main.js'), prepare: () => buildReplacing({ input: join(root, 'server/src/main.ts'), folder, replaced }) };
}
