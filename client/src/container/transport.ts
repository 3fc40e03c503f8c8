/** Where a page says which way its requests go: written by the build of the 浙里办 package (vite.config.ts), or by the simulator. */
const note = 'meta[name="mgop"]';

/** A way to the server. */
export interface Transport {
  readonly fetch: typeof fetch;
  /** Whether it can ask for what an address names (`GET`); the gateway has one endpoint, and sends everything as a body. */
  readonly knowsAddresses: boolean;
}

/**
 * The way to the server: the browser's own `fetch`, or the gateway mgop when the page says so. The gateway's code is loaded
 * with the first request only, so a page without it does not carry it.
 */
export function chooseTransport(): Transport {
  const registration = document.querySelector<HTMLMetaElement>(note)?.content ?? '';
  if (registration === '') return { fetch: (input, init) => globalThis.fetch(input, init), knowsAddresses: true };
  return {
    knowsAddresses: false,
    fetch: async (input, init) => {
      const { mgopFetch } = await import('./mgop.ts');
      return mgopFetch(JSON.parse(registration) as Parameters<typeof mgopFetch>[0])(input, init);
    },
  };
}
