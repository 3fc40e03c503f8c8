import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Plugin } from 'vite';

/** Below this a compressed file saves no packet. */
const worthwhile = 1_000;

/** Puts a `.br` and a `.gz` beside every text of the build: compressed once, as far as it goes, rather than for each phone. */
export const compressedFiles: Plugin = {
  name: 'compressed-files',
  apply: 'build',
  writeBundle: {
    // After the worker, which is written in this hook too (offline-plugin.ts).
    order: 'post',
    sequential: true,
    async handler({ dir = '' }) {
      const files = (await readdir(dir, { recursive: true })).filter((name) => /\.(?:js|css|html|svg)$/.test(name));
      await Promise.all(
        files.map(async (name) => {
          const text = await readFile(join(dir, name));
          if (text.length < worthwhile) return;
          await writeFile(join(dir, `${name}.gz`), await promisify(gzip)(text, { level: 9 }));
          await writeFile(join(dir, `${name}.br`), await promisify(brotliCompress)(text, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: text.length } }));
        }),
      );
    },
  },
};
