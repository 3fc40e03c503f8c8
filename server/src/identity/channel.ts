/** Through which door a citizen came; recorded with every decision. */
export const Channel = {
  ZHELIBAN_APP: 'ZHELIBAN_APP',
  ZHELIBAN_WECHAT: 'ZHELIBAN_WECHAT',
  ZHELIBAN_ALIPAY: 'ZHELIBAN_ALIPAY',
  OPEN_WEB: 'OPEN_WEB',
} as const;
export type Channel = (typeof Channel)[keyof typeof Channel];
