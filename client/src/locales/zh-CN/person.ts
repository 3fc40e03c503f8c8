export default {
  greeting: '您好，{name}',
  signOut: '退出登录',
  note: {
    ALREADY_REGISTERED: '您已登记同意',
    ALREADY_REFUSED: '您已登记不同意',
    NO_STANDING_DECISION: '您现在没有登记',
    DISAVOWED: '红十字会正在核实',
    RECORD_RESTRICTED: '您的登记只保存、不使用',
    WITHDRAWAL_QUEUED: '您已提交撤回',
  },
  state: {
    AGREED: '您现在的决定：同意捐献',
    REFUSED: '您现在的决定：不同意捐献',
    WITHDRAWN: '您已撤回登记，现在没有有效的决定',
    SILENT: '您还没有登记过决定',
    hidden: '完成高级实名认证以后，才能查看和办理',
  },
};
