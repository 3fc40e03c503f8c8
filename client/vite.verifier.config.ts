import { defineConfig } from 'vite';
import vue from '@vitejs/plugin-vue';
import { compressedFiles } from './compressed-files.ts';
import { keptOffline } from './offline-plugin.ts';

/**
 * The page that checks a signed card: a build of its own, so that whoever scans one fetches this and nothing else. It lies at `/v`
 * itself, without a stroke behind it, because that is what stands in the code of a card.
 */
export default defineConfig({
  root: import.meta.dirname,
  base: '/v/',
  publicDir: false,
  plugins: [vue(), keptOffline({ page: 'verifier.html', addressOf: (name) => (name === 'verifier.html' ? '/v' : `/v/${name}`) }), compressedFiles],
  define: { __VUE_OPTIONS_API__: false, __VUE_PROD_DEVTOOLS__: false, __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: false },
  build: {
    outDir: 'verifier/dist',
    emptyOutDir: true,
    target: ['chrome87', 'safari14'],
    assetsInlineLimit: 0,
    modulePreload: false,
    rolldownOptions: { input: 'verifier.html', output: { codeSplitting: false } },
  },
});
