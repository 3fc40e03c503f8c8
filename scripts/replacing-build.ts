/** Builds of the register in which other modules stand in the place of some: to see what a part of it costs, or what comes of a server without it. */
import { join } from 'node:path';
import { type Plugin, rolldown } from 'rolldown';
import { root } from './stages.ts';

/** What to build. */
export interface ReplacingBuild {
  /** The file to begin with. */
  readonly input: string;
  /** Where to write it: below the server, where its packages are found. */
  readonly folder: string;
  /** Which module stands in the place of which, both from the root of the machine; a replacement may import what it replaces. */
  readonly replaced: ReadonlyMap<string, string>;
}

/** @returns the built file. @throws Error when a module that is to be replaced is imported by nobody. */
export async function buildReplacing({ input, folder, replaced }: ReplacingBuild): Promise<string> {
  const server = join(root, 'server');
  const bundle = await rolldown({
    cwd: server,
    input: { main: input },
    platform: 'node',
    external: /^(?!@oxc-project\/runtime)@?[a-z]/,
    tsconfig: join(server, 'tsconfig.json'),
    transform: { target: 'node26' },
    plugins: [replacing(replaced)],
  });
  await bundle.write({ dir: folder, format: 'esm', keepNames: true });
  await bundle.close();
  return join(folder, 'main.js');
}

/** Every import of a module leads to what stands in its place, except from there. */
function replacing(inPlaceOf: ReadonlyMap<string, string>): Plugin {
  const met = new Set<string>();
  return {
    name: 'replacing',
    async resolveId(source, importer, options) {
      const found = await this.resolve(source, importer, { ...options, skipSelf: true });
      const other = found && inPlaceOf.get(found.id);
      if (!other || other === importer) return found;
      met.add(other);
      return other;
    },
    buildEnd() {
      if (met.size < inPlaceOf.size) throw new Error('A module that is to be replaced is imported by nobody');
    },
  };
}
