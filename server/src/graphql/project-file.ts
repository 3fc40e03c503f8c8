import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A file of the project, named from its root, whether this runs from `server/src` or from the bundle in `server/dist`. */
export function projectFile(name: string): string {
  let folder = import.meta.dirname;
  while (!existsSync(join(folder, 'pnpm-workspace.yaml'))) {
    if (dirname(folder) === folder) throw new Error('The project root was not found');
    folder = dirname(folder);
  }
  return join(folder, name);
}
