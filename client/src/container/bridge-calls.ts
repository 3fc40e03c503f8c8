import type { ZheliBanBridge } from './zheliban-bridge.ts';

/** The bridge has been seen never to become ready; the page goes on without it after this time. */
const readyWithin = 1_500;
const answerWithin = 5_000;

/** No answer in time from a bridge that may never give one. */
class NoAnswer extends Error {}

type Method = Exclude<keyof ZheliBanBridge, 'onReady'>;
type Answer<Name extends Method> = Awaited<ReturnType<ZheliBanBridge[Name]>>;

/** Calls one function of the bridge; rejects when it is missing, fails or stays silent for `within` milliseconds. */
export type BridgeCall = <Name extends Method>(name: Name, input: Parameters<ZheliBanBridge[Name]>[0], within?: number) => Promise<Answer<Name>>;

/** Makes the calls to a bridge: after it is ready, and never for ever. */
export function bridgeCalls(bridge: Partial<ZheliBanBridge>): BridgeCall {
  const ready = new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, readyWithin);
    const isReady = () => {
      clearTimeout(timer);
      resolve();
    };
    if (bridge.onReady) bridge.onReady(isReady);
    else isReady();
  });

  return <Name extends Method>(name: Name, input: Parameters<ZheliBanBridge[Name]>[0], within = answerWithin) =>
    ready.then(
      () =>
        new Promise<Answer<Name>>((resolve, reject) => {
          // Called on the bridge itself: its functions use `this`.
          const ask = bridge as unknown as Partial<Record<Name, (input: unknown) => Promise<Answer<Name>> | undefined>>;
          if (ask[name] === undefined) return reject(new NoAnswer(name));
          setTimeout(() => reject(new NoAnswer(name)), within);
          // By promise, and by callback where a container of the field only knows that (channel.md 1.3).
          ask[name]({ ...input, onSuccess: resolve, onFail: reject })?.then(resolve, reject);
        }),
    );
}

/** The bridge rejects with `{ errorCode }`, `{ code }` or `{ error }`, depending on the container. */
export function errorCodeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return '';
  const { errorCode, code, error: plain } = error as Readonly<Record<'errorCode' | 'code' | 'error', unknown>>;
  return String(errorCode ?? code ?? plain ?? '');
}
