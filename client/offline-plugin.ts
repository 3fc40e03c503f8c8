import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Plugin, build } from 'vite';

/** Which build is kept on the device: the name of its page, and at which addresses its files lie, seen from the worker. */
interface KeptBuild {
  readonly page: string;
  addressOf(name: string): string;
}

/** Gives a build a service worker that knows every file of it. */
export const keptOffline = ({ page, addressOf }: KeptBuild): Plugin => ({
  name: 'kept-offline',
  apply: 'build',
  writeBundle: {
    sequential: true,
    async handler({ dir = '' }) {
      if (!existsSync(join(dir, page))) return;
      await rm(join(dir, 'worker.js'), { force: true });
      await build({
        root: import.meta.dirname,
        configFile: false,
        publicDir: false,
        logLevel: 'error',
        define: { FILES: JSON.stringify((await filesIn(dir)).map(({ url, ...file }) => ({ url: addressOf(url), ...file }))) },
        build: { outDir: dir, emptyOutDir: false, target: ['chrome87', 'safari14'], rolldownOptions: { input: join(import.meta.dirname, 'src/offline/worker.ts'), output: { entryFileNames: 'worker.js', format: 'iife' } } },
      });
    },
  },
});

/**
 * Makes the open-web build one that can be kept on the device: its manifest, and the worker. 浙里办 and its mini programs forbid or
 * forget workers, so their builds have neither.
 */
export const offlinePlugin: Plugin = {
  ...keptOffline({ page: 'index.html', addressOf: (name) => name }),
  name: 'offline',
  transformIndexHtml: (_html, { path }) => (path === '/index.html' ? [{ tag: 'link', attrs: { rel: 'manifest', href: './manifest.webmanifest' }, injectTo: 'head' }] : []),
};

/** Every file of the build, with a revision where its name has no digest. */
async function filesIn(folder: string): Promise<{ url: string; revision: string | null }[]> {
  const names = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
  const kept = names.filter((name) => /\.(?:html|js|css|svg|webmanifest)$/.test(name)).toSorted();
  return Promise.all(
    kept.map(async (name) => ({ url: name, revision: name.startsWith('assets/') ? null : createHash('sha256').update(await readFile(join(folder, name))).digest('hex').slice(0, 16) })),
  );
}
