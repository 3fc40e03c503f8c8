import { defineConfig } from 'vite';
import vue from '@vitejs/plugin-vue';

const server = 'http://localhost:4000';

/**
 * The 浙里办 package loads the bridge from the container's own host, before the app (浙里办 1.2); every other build
 * names no foreign host, so that a content security policy of 'self' holds.
 */
const bridgeScripts = (sources: string | undefined) => ({
  name: 'bridge-scripts',
  transformIndexHtml: () =>
    (sources ?? '')
      .split(',')
      .filter((source) => source !== '')
      .map((src) => ({ tag: 'script', attrs: { src, defer: true }, injectTo: 'head-prepend' as const })),
});

export default defineConfig(({ mode }) => ({
  root: import.meta.dirname,
  // Hosted 浙里办 apps live below a path we do not choose (channel.md 1.2): only relative addresses hold.
  base: './',
  plugins: [vue(), bridgeScripts(mode === 'zheliban' ? process.env['BRIDGE_SCRIPTS'] : undefined)],
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
    // All styles together are a few kilobytes: one request beats one per page.
    cssCodeSplit: false,
    modulePreload: { polyfill: false },
  },
  server: {
    proxy: Object.fromEntries(['/graphql', '/sso', '/sim', '/restapi', '/sign-in', '/h5'].map((path) => [path, server])),
  },
}));
