/** Builds what is uploaded to 浙里办: a folder that the platform's build box only copies, and the same as a zip. */
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join, relative, sep } from 'node:path';
import { text } from 'node:stream/consumers';
import { zipSync } from 'fflate';
import { root } from './stages.ts';

/** The files of an upload by their path from its root. */
export type Files = ReadonlyMap<string, Uint8Array>;

/** An upload and what was said about it when it was made. */
export interface Upload {
  readonly files: Files;
  readonly zip: Uint8Array;
  /** The name under which 浙里办 lists the service. */
  readonly appName: string;
  /** 业务单位, shown at the foot of the home page. */
  readonly operator: string;
}

/** Settings by name, as the environment gives them (docs/containers.md). */
export type Settings = Readonly<Record<string, string | undefined>>;

/** The name when none is set: six characters, as the listing advises. */
const usualName = '捐献意愿登记';

/** `gbc.json` tells the platform what to do with the folder (channel.md 1.10). */
const buildConfig = { type: 'gov-build-config', version: '1', outputPath: 'dist', outputDir: 'build', publicPath: './' };

/** The platform's box has Node 14, on which our tools do not run: the files come built, and `build` only copies them. */
const boxPackage = { name: 'sanxian-zheliban', version: '1.0.0', private: true, scripts: { build: 'rm -rf build && cp -r dist build' } };

const readMe = `上传到“浙里办”的成品包。dist 已经构建完成；平台执行 npm run build 时只把 dist 复制为 build。说明见项目 docs/containers.md。
Built files for 浙里办: npm run build only copies dist to build. See docs/containers.md of the project.
`;

/**
 * Builds the client for 浙里办 and lays the upload down.
 *
 * @param folder where the upload is put; whatever was there is removed first.
 * @throws an error with the tool's words when the build fails.
 */
export async function makeUpload(folder: string, settings: Settings): Promise<Upload> {
  rmSync(folder, { recursive: true, force: true });
  await buildClient(join(folder, 'dist'), settings);
  // The container's host compresses by itself, and counts every file against the limit.
  for (const path of filesBelow(folder)) if (/\.(?:gz|br)$/.test(path)) rmSync(join(folder, path));
  lay(folder, 'gbc.json', `${JSON.stringify(buildConfig, null, 2)}\n`);
  lay(folder, 'package.json', `${JSON.stringify(boxPackage, null, 2)}\n`);
  lay(folder, 'README.md', readMe);
  const files = new Map(filesBelow(folder).map((path) => [path, new Uint8Array(readFileSync(join(folder, path)))]));
  return { files, zip: zipped(files), appName: settings['VITE_ZHELIBAN_APP_NAME'] ?? usualName, operator: settings['VITE_OPERATOR_NAME'] ?? '' };
}

/** The same files give the same zip: the day in it is none of today's. */
function zipped(files: Files): Uint8Array {
  const mtime = new Date(2026, 0, 1);
  return zipSync(Object.fromEntries([...files].map(([path, bytes]) => [path, [bytes, { mtime }]])), { level: 9 });
}

async function buildClient(outDir: string, settings: Settings): Promise<void> {
  const child = spawn('vite', ['build', '--mode', 'zheliban', '--outDir', outDir, '--emptyOutDir', '--logLevel', 'warn'], {
    cwd: join(root, 'client'),
    env: { ...process.env, ...settings, NODE_ENV: 'production', PATH: [join(root, 'node_modules', '.bin'), join(root, 'client', 'node_modules', '.bin'), process.env['PATH']].join(delimiter) },
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: process.platform === 'win32',
  });
  const ended = new Promise<number | null>((resolve, reject) => child.once('error', reject).once('close', resolve));
  const [code, said, complained] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
  if (code !== 0) throw new Error(`The build of the 浙里办 package failed:\n${said}${complained}`.trimEnd());
}

function lay(folder: string, path: string, content: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), content);
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .toSorted();
}
