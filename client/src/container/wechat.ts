import type { AppContainer } from './app-container.ts';
import type { BridgeCall } from './bridge-calls.ts';

/** Signing in to 浙里办 inside WeChat takes a person a while. */
const signInWithin = 20_000;

/**
 * What is different in 浙里办's pages inside WeChat. An openid of WeChat is no real name (channel.md 1.12), so the person signs in by
 * 浙里办's own hop: when nobody is signed in there, `openLink` with `reload` starts it and brings the ticketId.
 * Pictures are kept by a long press, which everybody there knows.
 */
export function weChatParts(call: BridgeCall, app: Pick<AppContainer, 'ssoTicket'>): Pick<AppContainer, 'ssoTicket' | 'saveImage'> {
  return {
    async ssoTicket() {
      const ticketId = await app.ssoTicket();
      if (ticketId !== null) return ticketId;
      return call('openLink', { type: 'reload' }, signInWithin).then((answer) => answer.ticketId ?? null, () => null);
    },
    saveImage: () => Promise.resolve('SHOW'),
  };
}
