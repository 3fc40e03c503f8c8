import type { SameKeys } from '../same-keys.ts';
import type source from '../zh-CN/frame.ts';

export default {
  serviceName: '捐献登记',
  skipToMain: '跳到正文',
  elderStyle: '大字版',
  normalStyle: '普通版',
  display: '字号 · ',
  help: {
    heading: '需要帮忙吗？',
    phone: '服务电话：还不知道',
    offices: '找附近的红十字会，当面问',
    questions: '大家常问的事',
  },
  missing: {
    heading: '网络好像断了',
    message: '现在连不上。您写的内容还在。请看看网络，再试一次。',
    retry: '再试一次',
  },
} satisfies SameKeys<typeof source>;
