import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';
import { root } from '../stages.ts';

/** Compiles a file of this folder together with the server that it runs, as the server itself is built, and loads it. */
export async function bundled<Module>(name: string): Promise<Module> {
  const server = join(root, 'server');
  const bundle = await rolldown({
    cwd: server,
    input: { [name]: join(root, 'scripts/bench', `${name}.ts`) },
    platform: 'node',
    external: /^(?!@oxc-project\/runtime)@?[a-z]/,
    tsconfig: join(server, 'tsconfig.json'),
    transform: { target: 'node26' },
  });
  // Below the server, where its packages are found.
  const { output } = await bundle.write({ dir: join(server, 'dist/bench'), format: 'esm', keepNames: true });
  await bundle.close();
  return (await import(pathToFileURL(join(server, 'dist/bench', output[0].fileName)).href)) as Module;
}
