/** The parts of `window.ZWJSBridge` 1.1.0 this client uses (channel.md 1.3). Every call answers by promise, if it answers. */
export interface ZheliBanBridge {
  onReady(run: () => void): void;
  ssoTicket(input: object): Promise<{ readonly result: boolean; readonly ticketId?: string }>;
  getUserType(input?: object): Promise<{ readonly userType: '0' | '1' | '2' }>;
  getUiStyle(input?: object): Promise<{ readonly uiStyle: 'normal' | 'elder' }>;
  setTitle(input: { readonly title: string }): Promise<unknown>;
  close(input?: object): Promise<unknown>;
  phoneCall(input: { readonly corpId: string }): Promise<unknown>;
  openLink(input: { readonly url?: string; readonly type?: 'reload' }): Promise<{ readonly ticketId?: string }>;
  share(input: { readonly url: string; readonly title: string; readonly content: string }): Promise<unknown>;
  saveImage(input: { readonly url: string }): Promise<unknown>;
  setClipboardData(input: { readonly text: string }): Promise<unknown>;
  getLocation(input?: object): Promise<{ readonly longitude: number | string; readonly latitude: number | string }>;
}

declare global {
  interface Window {
    /** What a link carried, a family message's secret or a helper's answers, as boot.js holds it; `takeSecret` of arrival.ts takes it. */
    sanxianSecret?: string;
    ZWJSBridge?: Partial<ZheliBanBridge>;
  }
}
