export default {
  back: '返回我的决定',
  heading: '我的登记意愿凭证',
  lead: '可以存成图片，留在手机里，或者给家人看。',
  title: '捐献意愿登记凭证',
  number: '登记编号',
  recordedAt: '决定时间',
  madeAt: '生成时间',
  honesty: '登记意愿凭证，不等于捐献同意书。以登记系统当时的记录为准。',
  save: '存成图片',
  again: '按现在的登记重新生成',
  none: {
    nothing: '您现在没有有效的登记，所以没有凭证。登记以后，这里就有。',
    contested: '您的登记正在核实。核实清楚以前，不出凭证。',
    queued: '您已提交撤回。撤回办完以前，不出凭证。',
  },
  noneGo: {
    nothing: '去登记',
    contested: '看我的决定',
    queued: '看我的决定',
  },
  outcome: {
    saved: {
      heading: '图片已保存',
      message: '到手机相册或下载里可以找到。',
    },
    show: {
      heading: '请长按上面的图片',
      message: '按住凭证不放，再选“保存图片”。',
    },
    failed: {
      heading: '没有存成图片',
      message: '可以截屏保存，或者再试一次。您的登记没有受影响。',
    },
  },
  meaning: '凭证有什么用',
  points: {
    wish: '它只说明您登记过什么意愿。将来是否捐献，还要医生评估，并征得近亲属书面同意。',
    optional: '没有凭证，登记照样有效。丢了可以随时重新生成。',
    change: '您改变决定或撤回以后，旧图片就不作数了。',
    share: '上面没有证件号码，也不写具体的器官。给谁看，由您决定。',
  },
};
