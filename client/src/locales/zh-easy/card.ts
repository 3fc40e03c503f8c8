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
  cardNumber: '卡号',
  issuedAt: '什么时候办的',
  expiresAt: '用到什么时候',
  honesty: '它只说明您登记过，不等于捐献同意书。登记系统里写的才算数。',
  save: '存成图片',
  again: '照现在的登记，再做一张',
  none: {
    nothing: '您现在没有登记，所以没有图片。登记以后，这里就有。',
    contested: '您的登记正在查。查清以前，没有图片。',
    queued: '您已经收回。正式记下以前，没有图片。',
    held: '两边写得不一样。弄清楚以前，没有图片。请到“我的决定”里再说一次。',
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
  code: {
    heading: '能查真假的码',
    why: '可以在图片上加一个码。别人用手机一扫，就知道真假。不加也可以，登记照样算数。',
    what: '图上的码，是登记系统签的。别人用手机扫一扫，就能查。',
    shows: '扫的人会看到：姓名、哪年生的、同意哪几项。姓名的第一个字不显示。看不到证件号码，也看不到电话。最多用一年。',
    showsRefusal: '扫的人会看到：姓名、哪年生的、您不同意捐。姓名的第一个字不显示。看不到证件号码，也看不到电话。最多用一年。',
    issue: '加上码',
    issued: { heading: '码加好了', message: '请再存一次图片。以前带码的图片作废了。' },
    revoked: { heading: '码作废了', message: '扫旧图片的人，会看到“作废”。您的登记没有变。' },
    refused: '现在不能办',
    more: '换一个，或者作废',
    renewing: '换了新的，旧图片上的码就作废。',
    renew: '换一个新的码',
    revoking: '图片丢了，可以作废。不想给人看了，也可以作废。作废了，随时可以再加。',
    revoke: '作废这个码',
  },
  meaning: '它有什么用',
  points: {
    wish: '它只说明您登记过什么。将来捐不捐，医生到时候看。还要家人书面同意。',
    refusal: '它说明您登记过不同意。您去世以后，谁都不能替您捐器官。',
    optional: '没有它，登记也算数。丢了可以再做一张。',
    change: '您改了或者收回了，旧的就不算了。',
    share: '上面没有证件号码，也不写哪个器官。给谁看，您自己定。',
    shareCode: '上面没有证件号码。扫码的人会看到哪几项，还有哪年生的。给谁看，您自己定。',
  },
} satisfies SameKeys<typeof source>;
