import type { SameKeys } from '../same-keys.ts';
import type source from '../zh-CN/helping.ts';

export default {
  heading: '帮家人办',
  lead: '爸妈不会用手机，您可以帮忙填。最后一步，一定要他本人来。',
  rule: { heading: '只有本人能确认', message: '捐不捐，是本人的事。您可以帮忙念、帮忙填。您不能替他决定。也不能用他的账号替他提交。' },
  theirs: {
    heading: '用他的手机办',
    open: '请他用自己的账号登录。',
    fill: '一题一题念给他听。他怎么说，就怎么填。',
    hand: '到“看一遍”这一页，把手机给他。',
    confirm: '他自己看清楚、自己点、自己提交。',
  },
  own: {
    heading: '先用您的手机准备',
    fill: '不用登录。只填愿意捐什么。',
    link: '把手机给他，或者把链接发给他。',
    confirm: '他自己登录、自己看、自己提交。',
  },
  nothingPersonal: '您准备的内容里，没有姓名、证件和电话。也不会发给我们。',
  begin: '现在准备',
  visit: '他不会用手机？可以请红十字会上门。',
  toVisit: '约上门',
  question: { ORGAN: '他愿意捐哪些器官？', TISSUE: '他愿意捐哪些组织？' },
  askThem: '请先问他本人。他怎么说，就怎么选。没想好的，选“不说”。',
  handOver: {
    heading: '请交给本人',
    lead: '准备好了。还没有提交，也没有登记。',
    here: '现在把手机交给本人',
    linkHeading: '或者把链接发给本人',
    linkLead: '链接里只有刚才选的。没有个人信息。本人打开以后，自己登录、自己看、自己提交。',
    copy: '复制链接',
    copied: { yes: '复制好了，可以发给他了。', no: '没有复制好。请按住上面的链接，自己复制。' },
  },
  open: {
    heading: '请您自己看一看',
    lead: '有人帮您选好了下面这些。还没有提交，也没有登记。',
    yours: '这是您自己的事。您自己决定。可以用、可以改，也可以不用。',
    use: '是我的意思，接着办',
    own: '我自己从头填',
    broken: '这个链接不完整。您可以自己从头填。',
  },
  check: {
    heading: '请您本人看、本人确认',
    message: '前面是别人帮您填的。请自己看清楚。不对就改。谁都不能替您确认。有人催您、逼您，请先停下来。',
    law: '自己的事要自己办，别人不能代替（《民法典》第一百六十一条）。谁都不能逼您、骗您捐（《人体器官捐献和移植条例》第八条）。',
  },
} satisfies SameKeys<typeof source>;
