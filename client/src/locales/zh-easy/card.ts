import type { SameKeys } from '../same-keys.ts';
import type source from '../zh-CN/card.ts';

export default {
  back: '回到我的决定',
  heading: '我的登记图片',
  lead: '可以存成图片，留在手机里。也可以给家人看。',
  title: '登记凭证（登记过的记录）',
  number: '登记编号',
  recordedAt: '决定时间',
  madeAt: '这张图的时间',
  honesty: '它只说明您登记过，不等于捐献同意书。登记系统里写的才算数。',
  save: '存成图片',
  again: '照现在的登记，再做一张',
  none: {
    nothing: '您现在没有登记，所以没有图片。登记以后，这里就有。',
    contested: '您的登记正在查。查清以前，没有图片。',
    queued: '您已经收回。正式记下以前，没有图片。',
  },
  noneGo: '看我的决定',
  outcome: {
    saved: {
      heading: '图片存好了',
      message: '在手机相册或者下载里。',
    },
    show: {
      heading: '请按住上面的图片',
      message: '按住不放，再选“保存图片”。',
    },
    failed: {
      heading: '没有存好',
      message: '可以截屏，或者再试一次。您的登记没有变。',
    },
  },
  meaning: '它有什么用',
  points: {
    wish: '它只说明您登记过什么。将来捐不捐，医生到时候看。还要家人书面同意。',
    refusal: '它说明您登记过不同意。您去世以后，谁都不能替您捐器官。',
    optional: '没有它，登记也算数。丢了可以再做一张。',
    change: '您改了或者收回了，旧的就不算了。',
    share: '上面没有证件号码，也不写哪个器官。给谁看，您自己定。',
  },
} satisfies SameKeys<typeof source>;
