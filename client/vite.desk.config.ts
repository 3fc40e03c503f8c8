import { defineConfig, mergeConfig } from 'vite';
import citizens from './vite.config.ts';

/** The work desk of staff and clinicians: a build of its own, so that not a line of it reaches a citizen's phone or the 浙里办 package. */
export default defineConfig((env) => mergeConfig(citizens({ ...env, mode: 'production' }), { build: { outDir: 'desk/dist', rolldownOptions: { input: 'desk.html' } } }));
