import type { SameKeys } from '../same-keys.ts';
import type source from '../zh-CN/sign-in.ts';

export default {
  heading: '登录',
  working: '正在看是不是您，请等一下…',
  why: '您的决定只属于您。所以先要知道是您本人。',
  whatWeRead: '登录用浙里办（浙江政务服务网）。我们只看您的姓名、性别、生日、证件号码、手机号。还有您住的地区。',
  whatYouDoNotType: '证件号码不用您写。也不会留在手机上。',
  go: '用浙江政务服务网账号登录',
  again: '重新登录',
  inPerson: '去附近的红十字会办',
  closed: '现在不能登录',
  closedMessage: '请从“浙里办”进来。也可以去附近的红十字会办。',
  demonstration: '这是演示',
  demonstrationMessage: '下面打开的登录是假的。里面的人也是假的。请不要写真的信息。',
  goDemonstration: '打开演示登录',
  another: {
    heading: '现在登录的是另一个人',
    message: '刚才写的内容是前一个人的。没有提交，已经清掉了。',
  },
  isThisYou: {
    heading: '这是您本人吗？',
    why: '您是从别处进来的。怕有人冒充您。请看下面对不对。不是您，请不要继续。',
    name: '姓名',
    yes: '是我，继续',
    no: '不是我，退出',
  },
  declined: {
    heading: '已经退出',
    message: '刚才登录的不是您。已经停了，什么都没有办。请从“浙里办”重新进来。也可以在这里重新登录。',
  },
  level: {
    NOT_REAL_NAME: '没有实名',
    BASIC_REAL_NAME: '初级实名',
    ADVANCED_REAL_NAME: '高级实名',
  },
  stepUp: {
    heading: '还差一步：高级实名认证（证明是您本人）',
    why: '您的决定，只有您能改。怕有人冒充您。所以先要证明是您本人。',
    now: '您的账号现在是“{level}”。',
    step1: '点下面的按钮。',
    step2: '照着页面说的做。',
    step3: '做完会回到这里。您写的内容还在。',
    elsewhere: '请先在“浙里办”做高级实名认证（证明是您本人）。再回到这里登录。',
    go: '去证明是我本人',
    again: '做好了，重新登录',
    inPerson: '不会做？可以去附近的红十字会办',
    done: '已经证明是您本人。可以接着办。',
  },
} satisfies SameKeys<typeof source>;
