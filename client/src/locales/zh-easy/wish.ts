import type { SameKeys } from '../same-keys.ts';
import type source from '../zh-CN/wish.ts';

export default {
  back: '回到我的决定',
  heading: '您希望医生、护士和家人尊重什么？',
  lead: '想写什么都可以。比如：习惯、礼节、信仰、想让谁陪着。不写也可以。不影响您的决定。',
  text: '我的希望（可以不填）',
  hint: '最多 500 个字。请不要写证件号码和电话。',
  what: '同意以前，请看一看',
  agree: '我同意保存这段话。也同意照上面说的，给人看',
  missing: '请写下您的希望。不想写，点返回就行',
  notAgreed: '保存这段话，要您单独同意。不同意也没关系，点返回就行',
  save: '保存',
  saved: '记下了您的希望。随时可以改，也可以删掉。',
  remove: '删掉我的希望',
  removed: '已经删掉。我们不再保存这段话。',
  ask: { question: '要删掉您写的希望吗？', effect: '删掉了，就找不回来。', yes: '是，删掉', no: '不，留着' },
  at: '{moment}写的',
  noRecord: '先登记一个决定。再来写您的希望。',
  toDecision: '去看我的决定',
  restricted: '您的登记只保存，不使用。现在不能写新的希望。可以删掉原来的。',
  toRestriction: '去取消这个要求',
  data: '用到什么',
  necessity: '为什么要用',
  effect: '有什么影响',
  refused: '现在还不能保存',
} satisfies SameKeys<typeof source>;
