import type { Container } from '../../../schema/generated/graphql.ts';

/** What a page can run in, as the platform's own library tells them apart (channel.md 1.2). */
export type Host = 'ZHELIBAN' | 'HANWEB' | 'ESHIMIN' | 'IFLYTEK' | 'WECHAT' | 'DINGTALK_MINI' | 'DINGTALK' | 'ALIPAY_MINI' | 'ALIPAY' | 'OTHER';

/** The order is the rule: the 浙里办 App's agent holds `hanweb` as well, and a mini-program's that of its app. */
const marks: readonly (readonly [Host, ...(readonly (readonly string[])[])])[] = [
  ['ZHELIBAN', ['dtdreamweb']],
  ['HANWEB', ['hanweb']],
  ['ESHIMIN', ['eshiminapp']],
  ['IFLYTEK', ['iflytek_mmp']],
  ['WECHAT', ['micromessenger']],
  ['DINGTALK_MINI', ['miniprogram'], ['dingtalk']],
  ['DINGTALK', ['dingtalk']],
  ['ALIPAY_MINI', ['miniprogram', 'alipayide'], ['alipay']],
  ['ALIPAY', ['alipayclient']],
];

/** What the page runs in; each mark is a list of words of which one must be there. */
export function hostOf(userAgent: string): Host {
  const agent = userAgent.toLowerCase();
  return marks.find(([, ...wanted]) => wanted.every((words) => words.some((word) => agent.includes(word))))?.[0] ?? 'OTHER';
}

/** Whether the page runs in the native container 丘比特 (channel.md 1.2); its network goes another way. */
export const isJupiter = (userAgent: string): boolean => userAgent.toLowerCase().includes('jupiter');

/** How the contract names the container, once the bridge has shown that there is one. */
export function channelOf(userAgent: string): Container {
  switch (hostOf(userAgent)) {
    case 'WECHAT':
      return 'ZHELIBAN_WECHAT';
    case 'ALIPAY_MINI':
    case 'ALIPAY':
      return 'ZHELIBAN_ALIPAY';
    default:
      return 'ZHELIBAN_APP';
  }
}
