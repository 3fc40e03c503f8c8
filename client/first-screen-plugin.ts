import { type Plugin, type Rolldown, createServer } from 'vite';
import type * as FirstScreen from './src/first-screen.ts';

const place = '<!--first screen-->';

/**
 * Puts the home page and the styles of the first load into the built index.html, so that all is there one round trip after the
 * address, before any script has run. The app takes its place in one step when it starts, so nothing has to agree with it to the letter. Links work before that:
 * they only change the part of the address that the app reads.
 *
 * @param plugins what a component needs to be compiled as in the build; its scoped names must not depend on the mode.
 */
export function firstScreenPlugin(plugins: readonly Plugin[]): Plugin {
  return {
    name: 'first-screen',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      async handler(html, { bundle = {} }) {
        if (!html.includes(place)) return html;
        const server = await createServer({
          root: import.meta.dirname,
          configFile: false,
          plugins: [...plugins],
          appType: 'custom',
          server: { middlewareMode: true, hmr: false, ws: false, watch: null },
          optimizeDeps: { noDiscovery: true },
          logLevel: 'error',
        });
        try {
          const { firstScreen } = (await server.ssrLoadModule('/src/first-screen.ts')) as typeof FirstScreen;
          return withStyles(html, bundle).replace(place, `<div class="first-screen">${(await firstScreen()).replace(/<!--.*?-->/g, '').replace(/ tabindex="-1"/g, '')}</div>`);
        } finally {
          await server.close();
        }
      },
    },
  };
}

/**
 * The page with its style sheet inside: a second request for it would hold up the first paint by as much as the page itself took.
 * Its name stays beside it: later pages look for a link to it, which main.ts puts there, disabled, so that nobody fetches it again.
 */
function withStyles(html: string, bundle: Rolldown.OutputBundle): string {
  return html.replace(/<link rel="stylesheet"[^>]*href="\.\/([^"]+)">/, (link, name: string) => {
    const sheet = bundle[name];
    return sheet?.type === 'asset' ? `<style data-sheet="./${name}">${String(sheet.source)}</style>` : link;
  });
}
