/** Builds server and client, each only when what it is made of has changed. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { delimiter, join, relative } from 'node:path';
import { text } from 'node:stream/consumers';
import { root } from './stages.ts';

/** One part of the product: what it is made of, where it is put, and what puts it there. */
export interface Part {
  readonly chinese: string;
  readonly english: string;
  /** Files and folders, from the project's root. */
  readonly inputs: readonly string[];
  /** The file that is there when the part is built, in the folder that remembers its inputs. */
  readonly result: { readonly folder: string; readonly file: string };
  readonly command: { readonly program: string; readonly words: readonly string[]; readonly folder: string };
}

const everyPart = ['tsconfig.json', 'pnpm-lock.yaml'];

/** The server as one bundle; decorators need a compiler. */
export const serverPart: Part = {
  chinese: '服务端',
  english: 'server',
  inputs: ['server/src', 'server/rolldown.config.ts', 'server/tsconfig.json', ...everyPart],
  result: { folder: 'server/dist', file: 'main.js' },
  command: { program: 'rolldown', words: ['-c', 'rolldown.config.ts', '--logLevel', 'warn'], folder: 'server' },
};

/** The citizens' app as static files. */
export const clientPart: Part = {
  chinese: '手机端',
  english: 'client',
  inputs: ['client/src', 'client/public', 'client/boot.js', 'client/index.html', 'client/vite.config.ts', 'client/offline-plugin.ts', 'client/first-screen-plugin.ts', 'client/compressed-files.ts', 'client/tsconfig.json', 'schema/generated', ...everyPart],
  result: { folder: 'client/dist', file: 'index.html' },
  command: { program: 'vite', words: ['build', '--logLevel', 'warn'], folder: 'client' },
};

/** The work desk of staff and clinicians as static files of its own. */
export const deskPart: Part = {
  chinese: '工作台',
  english: 'work desk',
  inputs: ['client/src', 'client/desk.html', 'client/vite.config.ts', 'client/compressed-files.ts', 'client/vite.desk.config.ts', 'client/tsconfig.json', 'schema/generated', ...everyPart],
  result: { folder: 'client/desk/dist', file: 'desk.html' },
  command: { program: 'vite', words: ['build', '--config', 'vite.desk.config.ts', '--logLevel', 'warn'], folder: 'client' },
};

/** The page that checks signed cards, as static files of its own. */
export const verifierPart: Part = {
  chinese: '核验页',
  english: 'verifier page',
  inputs: ['client/src', 'client/verifier.html', 'client/vite.verifier.config.ts', 'client/offline-plugin.ts', 'client/compressed-files.ts', 'client/tsconfig.json', ...everyPart],
  result: { folder: 'client/verifier/dist', file: 'verifier.html' },
  command: { program: 'vite', words: ['build', '--config', 'vite.verifier.config.ts', '--logLevel', 'warn'], folder: 'client' },
};

/** The page of partners as static files of its own. */
export const partnerPart: Part = {
  chinese: '合作方页面',
  english: 'partner page',
  inputs: ['client/src', 'client/partner.html', 'client/vite.partner.config.ts', 'client/compressed-files.ts', 'client/tsconfig.json', 'schema/generated', ...everyPart],
  result: { folder: 'client/partner/dist', file: 'partner.html' },
  command: { program: 'vite', words: ['build', '--config', 'vite.partner.config.ts', '--logLevel', 'warn'], folder: 'client' },
};

/** The gallery of the interface's parts, for developers; the server shows it in development only. */
const galleryPart: Part = {
  chinese: '部件陈列',
  english: 'gallery',
  inputs: ['client/src', 'client/gallery.html', 'client/vite.config.ts', 'client/vite.gallery.config.ts', 'client/tsconfig.json', ...everyPart],
  result: { folder: 'client/gallery/dist', file: 'gallery.html' },
  command: { program: 'vite', words: ['build', '--config', 'vite.gallery.config.ts', '--logLevel', 'warn'], folder: 'client' },
};

const bill = '.data/bom';

/** The bill of materials of what runs in production (CycloneDX), for scanners and buyers. */
const billPart: Part = {
  chinese: '物料清单',
  english: 'bill of materials',
  inputs: ['package.json', 'server/package.json', 'client/package.json', 'pnpm-workspace.yaml', ...everyPart],
  result: { folder: bill, file: 'bom.cdx.json' },
  command: { program: 'pnpm', words: ['sbom', '--prod', '--sbom-format', 'cyclonedx', '--sbom-type', 'application', '--out', `${bill}/bom.cdx.json`], folder: '.' },
};

/** Whether pnpm runs this, so that it can be asked; somebody may start a script by Node alone. */
const isPnpmThere = process.env['npm_config_user_agent']?.startsWith('pnpm/') ?? false;

/** Everything that is built, in this order. */
export const parts: readonly Part[] = [serverPart, clientPart, deskPart, verifierPart, partnerPart, galleryPart, ...(isPnpmThere ? [billPart] : [])];

/** Whether the part stands as its inputs are now. */
export function isBuilt({ inputs, result }: Part): boolean {
  const built = join(root, result.folder, result.file);
  return existsSync(built) && readIfThere(stampOf(result.folder)) === fingerprint(inputs);
}

/**
 * Builds one part in a process of its own, so that no build tool stays in the memory of the server.
 *
 * @throws an error with the tool's words when it fails.
 */
export async function build({ english, inputs, result, command }: Part): Promise<void> {
  const before = fingerprint(inputs);
  const child = spawn(command.program, command.words, {
    cwd: join(root, command.folder),
    // Always the build that is delivered, in whatever mode the server then runs.
    env: { ...process.env, NODE_ENV: 'production', PATH: [join(root, 'node_modules', '.bin'), process.env['PATH']].join(delimiter) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<number | null>((resolve, reject) => child.once('error', reject).once('close', resolve));
  const [code, said, complained] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
  if (code !== 0) throw new Error(`The build of the ${english} failed:\n${said}${complained}`.trimEnd());
  writeFileSync(stampOf(result.folder), before);
}

function stampOf(folder: string): string {
  return join(root, folder, '.inputs');
}

function readIfThere(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}

/** A digest over names and contents: times of files tell nothing after a clone or a checkout. */
function fingerprint(inputs: readonly string[]): string {
  const hash = createHash('sha256').update(process.versions.node);
  for (const file of inputs.flatMap(filesIn).toSorted()) {
    hash.update(`\0${relative(root, file)}\0`).update(readFileSync(file));
  }
  return hash.digest('hex');
}

function filesIn(name: string): string[] {
  const path = join(root, name);
  if (!existsSync(path)) return [];
  if (statSync(path).isFile()) return [path];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.(test|fixture)\.ts$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
}
