/** @import { BridgeTools } from './script-types.ts' */
/** @typedef {Record<string, any>} Options what a caller passes; the real bridge checks nothing either */

/**
 * The calls about the person, the window, dialogs and sharing (浙里办 1.3), each with the shape of its documented result.
 * @param {BridgeTools} tools
 * @returns {Record<string, (options: any) => unknown>}
 */
export function bridgeMethods({ config, settings, isFramed, failure, show, ask, fetchTicketId }) {
  /** Signing in to 浙里办 inside WeChat: the person decides, and from then on the container has tickets. */
  const hopOfWeChat = async () => {
    const { buttonIndex } = await ask('confirm', { title: '登录浙里办（演示）', message: '微信小程序请您登录浙里办', buttonLabels: ['登录', '不登录'] });
    if (buttonIndex !== 0) throw failure(-1, '取消');
    window.localStorage.setItem(config.settingsKey, JSON.stringify({ ...settings(), ssoTicket: 'supported' }));
  };
  /** @param {Options} options */
  const share = ({ url, title }) => {
    if (!url) throw failure(1002, '分享失败');
    show('toast', { message: `分享：${title ?? url}（演示）` });
    return {};
  };

  return {
    ssoTicket: async () => {
      const support = settings().ssoTicket;
      if (support === 'rejected') throw failure(1002, '单点登录失败');
      if (support === 'unsupported') return { result: false };
      return support === 'no-ticket' ? { result: true } : { result: true, ticketId: await fetchTicketId() };
    },
    getUserType: () => {
      const { userType, persona = '' } = settings();
      return { userType: userType === 'auto' ? config.userTypes[persona] : userType };
    },
    zmAuthentication: ({ certNo, certName }) => {
      if (certNo !== undefined && certName === undefined) throw failure(1003, '姓名或身份证号错误');
      return { status: 'success', msg: '认证通过（演示）', pass: true, passId: 'demo-pass' };
    },
    getUiStyle: () => {
      if (settings().appVersion !== '6.11.0') throw failure(1001, '当前版本不支持');
      return { uiStyle: settings().uiStyle };
    },

    setTitle: ({ title }) => {
      show('title', { title });
      return { result: 'success' };
    },
    setMenu: ({ items = [] }) => ({ id: items[0]?.id ?? '' }),
    close: () => {
      // A moment later, so that the outcome is told before the frame is gone.
      setTimeout(() => (isFramed ? show('closed', {}) : window.close()), 0);
      return {};
    },
    openLink: async ({ url, type }) => {
      if (type === 'reload') {
        const { container, ssoTicket } = settings();
        if (container === 'wechat' && ssoTicket === 'no-ticket') await hopOfWeChat();
        return { ticketId: await fetchTicketId() };
      }
      window.open(url, '_blank', 'noopener');
      return {};
    },

    confirm: async (options) => (isFramed ? ask('confirm', options) : { buttonIndex: window.confirm(options.message) ? 0 : 1 }),
    alert: async (options) => {
      if (isFramed) await ask('alert', options);
      else window.alert(options.message);
      return {};
    },
    toast: (options) => {
      show('toast', options);
      return {};
    },
    prompt: (options) => ask('prompt', options),
    actionSheet: (options) => ask('actionSheet', options),
    showPreloader: ({ text }) => {
      show('toast', { message: text ?? '加载中', duration: 60_000 });
      return {};
    },
    hidePreloader: () => {
      show('toast', { message: '', duration: 0 });
      return {};
    },

    share,
    directShare: (options) => {
      // `dingtlk` is the platform's own spelling.
      if (!['wechat', 'wechat_moments', 'weibo', 'dingtlk'].includes(options.channel)) throw failure(1001, '平台不支持');
      return share(options);
    },
  };
}
