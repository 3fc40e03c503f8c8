import type { SameKeys } from '../same-keys.ts';
import type source from '../zh-CN/sent.ts';

export default {
  heading: '有单位替您交的登记',
  lead: '这是别的单位说的。还没有生效。只有您自己能确认。',
  none: '没有等您确认的登记。',
  channel: { PARTNER_PROGRAMME: '对方的程序', PAPER_FORM: '纸上填的表' },
  expressedBy: { ENTERED_BY_PERSON: '说是您自己填的', SIGNED_ON_PAPER: '说是您在纸上签的名', TOLD_TO_STAFF: '说是您讲、别人填的' },
  facts: { who: '谁交的', channel: '怎么送来的', expressed: '什么时候说的', received: '什么时候收到', receipt: '编号', expires: '不确认，就存到', name: '上面写的姓名', hash: '核对用的号码' },
  otherName: '上面的姓名不是您的。可能是号码写错了。',
  compare: '一项一项比',
  sent: '交的',
  now: '现在的',
  notRegistered: '没有登记',
  differs: '和现在的不一样',
  use: '是我的意思，接着办',
  useHint: '后面还可以改。最后由您自己打勾、交上来。',
  same: '您已经登记了不同意。不用再办。',
  replace: { question: '要换掉您自己填的吗？', message: '您自己填了一些，还没交。用这份，您填的就没有了。', yes: '换成这份', no: '留着我填的' },
  notMine: '这不是我的',
  sure: { heading: '真的不是您的吗？', message: '我们会记下来。红十字会看得到次数。那个单位看不到您登记了什么。您现在的登记不变。', yes: '对，不是我的', no: '再看看' },
  declined: '记下了。这份登记不是您的。它没有生效。',
  trouble: '现在办不了',
  toHome: '回到首页',
  check: { heading: '请您自己看一看', message: '前面是别的单位交的。请一项一项看。不对的就改。您交了才算。', refusal: '这是别的单位替您交的“不同意”。是您的意思，再交。不是，就别交。', look: '看看交了什么' },
} satisfies SameKeys<typeof source>;
