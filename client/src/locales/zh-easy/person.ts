import type { SameKeys } from '../same-keys.ts';
import type source from '../zh-CN/person.ts';

export default {
  greeting: '您好，{name}',
  signOut: '退出登录',
  note: {
    ALREADY_REGISTERED: '您已经登记同意',
    ALREADY_REFUSED: '您已经登记不同意',
    NO_STANDING_DECISION: '您现在没有登记',
    DISAVOWED: '红十字会正在查',
    RECORD_RESTRICTED: '您的登记只保存，不使用',
    WITHDRAWAL_QUEUED: '您已经收回',
  },
  state: {
    AGREED: '您现在的决定：同意捐献',
    REFUSED: '您现在的决定：不同意捐献',
    WITHDRAWN: '您已经收回了登记',
    SILENT: '您还没有登记',
    hidden: '先做高级实名认证（证明是您本人），才能看',
  },
} satisfies SameKeys<typeof source>;
