import { readFileSync } from 'node:fs';
import { type Plugin, type Rolldown, defineConfig } from 'vite';
import vue from '@vitejs/plugin-vue';
import { compressedFiles } from './compressed-files.ts';
import { firstScreenPlugin } from './first-screen-plugin.ts';
import { offlinePlugin } from './offline-plugin.ts';
import { zheliBanPage } from './zheliban-page.ts';

const server = 'http://localhost:4000';

/** Runs before the first paint, so it stands in the page itself; the desk has one look only. */
const bootScript: Plugin = {
  name: 'boot-script',
  transformIndexHtml: (_html, { path }) =>
    path === '/index.html' ? [{ tag: 'script', children: readFileSync(`${import.meta.dirname}/boot.js`, 'utf8'), injectTo: 'head-prepend' }] : [],
};

/** Scoped names hang on the path alone, so that the first screen is dressed as the app dresses it. */
const vueParts = () => vue({ features: { componentIdGenerator: 'filepath' } });

/**
 * Few files, each whole: what the first screen needs, what all other pages share, and one for each feature. A file for each module
 * would cost a table of addresses in the first load, a second round trip for each page, and half of what compression gives.
 */
const chunks: NonNullable<Exclude<Rolldown.OutputOptions['codeSplitting'], boolean | undefined>['groups']> = [
  { name: 'first', tags: ['$initial'], priority: 4 },
  { name: 'pages', test: /\/src\/(?:pages|word-files|features\/[\w-]+\/routes|offline\/keep-offline)\.ts$/, priority: 3 },
  { name: 'shared', test: /\/src\/(?:parts|ui|api)\/|\/src\/use-draft\.ts$|\/schema\/generated\//, priority: 2, minShareCount: 2 },
  { debugName: 'feature', name: (id) => /\/src\/features\/([\w-]+)\//.exec(id)?.[1] ?? null, priority: 1 },
];

export default defineConfig(({ mode }) => ({
  root: import.meta.dirname,
  // Hosted 浙里办 apps live below a path we do not choose (channel.md 1.2): only relative addresses hold.
  base: './',
  plugins: [vueParts(), bootScript, firstScreenPlugin([vueParts()]), mode === 'zheliban' ? zheliBanPage(process.env) : offlinePlugin, compressedFiles],
  define: {
    __VUE_OPTIONS_API__: false,
    __VUE_PROD_DEVTOOLS__: false,
    __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: false,
  },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    // Older Android web views are common among the people we serve most.
    target: ['chrome87', 'safari14'],
    assetsInlineLimit: 0,
    // Nothing is asked for ahead of time but the styles of a page, which vite sees to in any case.
    modulePreload: false,
    rolldownOptions: { output: { codeSplitting: { groups: chunks } } },
  },
  server: {
    proxy: Object.fromEntries(['/graphql', '/sso', '/sim', '/restapi', '/sign-in', '/h5'].map((path) => [path, server])),
  },
}));
