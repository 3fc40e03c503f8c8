import { defineConfig, mergeConfig } from 'vite';
import citizens from './vite.config.ts';

/** The gallery of the parts, a build of its own: no example reaches a citizen's phone. */
export default defineConfig((env) => mergeConfig(citizens({ ...env, mode: 'production' }), { build: { outDir: 'gallery/dist', rolldownOptions: { input: 'gallery.html' } } }));
