import { createContext, runInContext } from 'node:vm';
import { simulatorForTest } from './simulator-test-kit.ts';

/** The simulated bridge, as a page calls it. */
export type Bridge = Record<string, (options?: object) => Promise<Record<string, unknown>>> & {
  onReady(callback: () => void): void;
};

/** A page inside the container: just enough of a browser, the simulator behind `fetch`, and what the frame was told. */
export async function pageWithBridge(settings: Record<string, string> = {}, answers: Record<string, unknown> = {}) {
  const { http } = simulatorForTest();
  const stored = new Map([['sanxian-sim', JSON.stringify(settings)]]);
  const told: Record<string, unknown>[] = [];
  const listeners: ((event: object) => void)[] = [];
  const parent = {
    postMessage(message: Record<string, unknown>) {
      told.push(message);
      if (message['event'] !== 'ask') return;
      const data = { simulator: 'zheliban', id: message['id'], value: answers[String(message['what'])] };
      for (const listen of listeners) listen({ source: parent, origin: 'http://app.test', data });
    },
  };
  const window = {
    parent,
    location: { origin: 'http://app.test' },
    navigator: { userAgent: 'Mozilla/5.0 Test' },
    localStorage: {
      getItem: (key: string) => stored.get(key) ?? null,
      setItem: (key: string, value: string) => stored.set(key, value),
      removeItem: (key: string) => stored.delete(key),
    },
    addEventListener: (_type: string, listener: (event: object) => void) => listeners.push(listener),
    fetch: async (path: string, init: { body: string; headers?: Record<string, string> }) => {
      const response = await http.post(path).set(init.headers ?? {}).type('json').send(init.body);
      const answer = { ok: response.ok, json: () => Promise.resolve(response.body as unknown) };
      return { ...answer, clone: () => answer };
    },
    open: (url: string) => told.push({ opened: url }),
  };
  const script = await http.get('/sim/assets/ZWJSBridge/1.1.0/zwjsbridge.js').expect('content-type', /javascript/);
  const waits: number[] = [];
  const timer = (callback: () => void, milliseconds: number) => {
    waits.push(milliseconds);
    setImmediate(callback);
  };
  runInContext(script.text, createContext({ window, setTimeout: timer }));
  return { window, told, waits, bridge: Reflect.get(window, 'ZWJSBridge') as Bridge };
}
