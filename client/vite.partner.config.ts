import { defineConfig } from 'vite';
import vue from '@vitejs/plugin-vue';
import { compressedFiles } from './compressed-files.ts';

/** The page of partners' engineers at `/partner/`: a build of its own, with no line of a citizen's app or of the desk in it. */
export default defineConfig({
  root: import.meta.dirname,
  base: './',
  publicDir: false,
  plugins: [vue(), compressedFiles],
  define: { __VUE_OPTIONS_API__: false, __VUE_PROD_DEVTOOLS__: false, __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: false },
  build: {
    outDir: 'partner/dist',
    emptyOutDir: true,
    // Engineers' browsers: WebCrypto with Ed25519 is younger than this, and its lack has words of its own.
    target: ['chrome111', 'safari16.4'],
    assetsInlineLimit: 0,
    modulePreload: false,
    rolldownOptions: { input: 'partner.html', output: { codeSplitting: false } },
  },
});
