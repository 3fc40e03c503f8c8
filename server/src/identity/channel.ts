/** Through which door a decision came; recorded with it. A citizen comes through one of the containers. */
export const Channel = {
  ZHELIBAN_APP: 'ZHELIBAN_APP',
  ZHELIBAN_WECHAT: 'ZHELIBAN_WECHAT',
  ZHELIBAN_ALIPAY: 'ZHELIBAN_ALIPAY',
  OPEN_WEB: 'OPEN_WEB',
  /** A body of the Red Cross, after somebody else had acted in a person's name. */
  RED_CROSS_OFFICE: 'RED_CROSS_OFFICE',
} as const;
export type Channel = (typeof Channel)[keyof typeof Channel];
