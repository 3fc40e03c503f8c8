import type { Choice, DonationItem } from '../../../server/src/donors/donation-kinds.ts';

/** Everything that is asked about, in the order of the form. */
export const ORGANS = ['HEART', 'LUNG', 'LIVER', 'KIDNEY', 'PANCREAS', 'SMALL_INTESTINE'] as const satisfies readonly DonationItem[];
export const TISSUES = ['EYE_TISSUE', 'SKIN', 'BONE', 'HEART_VALVE', 'BRAIN_TISSUE', 'DURA_MATER'] as const satisfies readonly DonationItem[];

/** What the screen calls each item. */
export const itemName: Readonly<Record<DonationItem, string>> = {
  HEART: '心脏',
  LUNG: '肺',
  LIVER: '肝',
  KIDNEY: '肾',
  PANCREAS: '胰',
  SMALL_INTESTINE: '小肠',
  EYE_TISSUE: '眼组织（角膜）',
  SKIN: '皮肤',
  BONE: '骨',
  HEART_VALVE: '心脏瓣膜',
  BRAIN_TISSUE: '脑组织',
  DURA_MATER: '硬脑膜',
};

/** What the screen calls each choice. */
export const choiceName: Readonly<Record<Choice, string>> = { AGREE: '同意', REFUSE: '不同意', NOT_STATED: '不表态' };

/** What somebody says about every item. */
export type Choices = Readonly<Record<DonationItem, Choice>>;

/** One choice for every item, some of them different. */
export function all(choice: Choice, except: Partial<Choices> = {}): Choices {
  return { ...(Object.fromEntries([...ORGANS, ...TISSUES].map((item) => [item, choice])) as Record<DonationItem, Choice>), ...except };
}

/** Choices as a screen lists them: each item with its word. */
export function inWords(choices: Choices): Record<string, string> {
  return Object.fromEntries([...ORGANS, ...TISSUES].map((item) => [itemName[item], choiceName[choices[item]]]));
}

/** The headings of the screens. */
export const heading = {
  card: '我的登记意愿凭证',
  looks: '谁查询过我的登记',
  home: '捐不捐献，由您自己决定',
  signIn: '登录',
  isThisYou: '请确认：这是您本人吗？',
  stepUp: '还差一步：高级实名认证',
  organs: '您愿意捐献哪些器官？',
  tissues: '您愿意捐献哪些组织？',
  contact: '怎么联系您，您住在哪里？',
  family: '家人知道您的想法吗？',
  check: '请核对，再提交',
  registered: '登记成功',
  decision: '我的决定',
  editCheck: '您想改哪一项？',
  changesCheck: '请核对改动，再提交',
  edited: '更改成功',
  fromRefusal: '从“不同意”改为“同意”',
  refuse: '不同意捐献',
  refuseExplained: '登记不同意捐献',
  refuseCheck: '确认登记不同意捐献',
  refused: '已登记不同意捐献',
  withdrawExplained: '撤回登记',
  withdrawCheck: '确认撤回登记',
  withdrawn: '已撤回登记',
  withdrawalQueued: '您的撤回已经收到',
  reaffirmCheck: '这仍然是我的决定',
  reaffirmed: '已再次确认',
  changedMeanwhile: '您的登记刚刚有了变化',
  offices: '查找红十字会',
  correction: '正确的信息是什么？',
  corrected: '谢谢您，已经收到',
  questions: '大家常问的事',
  giving: '造血干细胞和献血',
  stemCells: '造血干细胞捐献',
  blood: '献血',
  selfAge: '您今年多大？',
  selfHealth: '您现在身体怎么样？',
  selfJoined: '您以前登记过造血干细胞捐献吗？',
  selfFamily: '家里人支持吗？',
  selfDone: '可以去谈谈',
  wish: '有什么希望医护人员和家人尊重的？',
  healthCard: '我的健康卡',
  invited: '您愿意说一说自己的决定吗？',
  invitationExpired: '这个入口已经过期',
  tellFamily: '告诉家人',
  familyWho: '您想告诉哪位家人？',
  familyWhat: '告诉女儿多少？',
  familyMade: '给女儿的留言做好了',
  familyCode: '请输入六位口令',
  familyAgain: '请重新点开链接',
  legalPerson: '本服务只面向个人',
} as const;
