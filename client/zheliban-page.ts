import type { Plugin } from 'vite';

/** The platform's own scripts, bridge first (channel.md 1.2); the newest that is documented. */
const platformScripts = ['https://assets.zjzwfw.gov.cn/assets/ZWJSBridge/1.1.0/zwjsbridge.js', 'https://assets.zjzwfw.gov.cn/assets/zwlog/1.0.0/zwlog.js'];

/** Listing rule 7, which the open web build must never have: whoever needs larger words there enlarges the page itself. */
const lockedZoom = `// 上架要求：页面不可缩放。字号在“字号”里选。
document.documentElement.style.touchAction = 'manipulation';
['gesturestart', 'gesturechange', 'dblclick'].forEach(function (name) {
  document.addEventListener(name, function (event) { event.preventDefault(); }, { passive: false });
});
`;

/** Settings of the package, by name (docs/containers.md). */
export type PackageSettings = Readonly<Record<string, string | undefined>>;

/**
 * What is different in the page of the 浙里办 package: the bridge comes from the container's own host, requests go through the gateway
 * mgop, and the page cannot be zoomed. Every other build names no foreign host, so that a content security policy of 'self' holds.
 */
export function zheliBanPage(settings: PackageSettings): Plugin {
  const scripts = settings['BRIDGE_SCRIPTS']?.split(',').filter(Boolean) ?? platformScripts;
  const registration = registrationOf(settings);
  return {
    name: 'zheliban-page',
    generateBundle() {
      this.emitFile({ type: 'asset', fileName: 'locked-zoom.js', source: lockedZoom });
    },
    transformIndexHtml: (html) => ({
      html: html.replace(/(<meta name="viewport" content=")[^"]*(")/, '$1width=device-width, initial-scale=1, maximum-scale=1, user-scalable=no, viewport-fit=cover$2'),
      tags: [
        ...scripts.map((src) => ({ tag: 'script', attrs: { src, defer: true }, injectTo: 'head-prepend' as const })),
        { tag: 'script', attrs: { src: './locked-zoom.js', defer: true }, injectTo: 'head' as const },
        ...(registration === null ? [] : [{ tag: 'meta', attrs: { name: 'mgop', content: JSON.stringify(registration) }, injectTo: 'head' as const }]),
      ],
    }),
  };
}

/** The registration at the gateway; null when there is none, and requests then go to `VITE_GRAPHQL_URL`. */
function registrationOf(settings: PackageSettings): object | null {
  const { MGOP_APP_KEY: appKey, MGOP_API: api, MGOP_HOST: host, MGOP_TEST: test } = settings;
  if (!appKey || !api) return null;
  return { host: host ?? 'https://mapi.zjzwfw.gov.cn', appKey, api, ...(test === '1' ? { isTest: true } : {}) };
}
