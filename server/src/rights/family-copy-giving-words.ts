import type { AshesHandling, BodyDeclarationAction, BodyDonationStatus, BodyUse, BodyWish, ExecutorRelation } from '../body-donation/body-donation.entity.ts';
import type { HomeVisitDeclineReason, HomeVisitPurpose, HomeVisitStatus } from '../home-visits/home-visit.entity.ts';

/* The words about the body and about visits at home, in the copy that a family can read; see `family-copy-words.ts`. */

/** 关于遗体的意愿 */
export const bodyWishWords: Readonly<Record<BodyWish, string>> = { AGREE: '愿意捐献遗体', REFUSE: '不同意捐献遗体', NOT_STATED: '没有留下关于遗体的意愿' };

/** 办理的事 */
export const bodyActionWords: Readonly<Record<BodyDeclarationAction, string>> = { DECLARED: '提交意向登记', CHANGED: '更改', REFUSED: '登记不同意捐献遗体', WITHDRAWN: '撤回关于遗体的登记' };

/** 办到哪一步 */
export const bodyStatusWords: Readonly<Record<BodyDonationStatus, string>> = {
  RECEIVED: '已收到，等待联系',
  IN_TOUCH: '红十字会正在和本人联系',
  COMPLETED: '纸面手续已办好',
  NOT_COMPLETED: '没有办成',
  NOTED: '已登记',
  WITHDRAWN: '本人已撤回',
};

/** 用途 */
export const bodyUseWords: Readonly<Record<BodyUse, string>> = { TEACHING: '医学教学', RESEARCH: '医学科研', NO_PREFERENCE: '都可以' };

/** 骨灰 */
export const ashesWords: Readonly<Record<AshesHandling, string>> = { TO_FAMILY: '交还家人', MEMORIAL: '放在当地的捐献纪念园（没有的，由红十字会和本人商量）', NO_PREFERENCE: '都可以' };

/** 执行人和本人的关系 */
export const executorWords: Readonly<Record<ExecutorRelation, string>> = {
  SPOUSE: '配偶',
  CHILD: '子女',
  PARENT: '父母',
  SIBLING: '兄弟姐妹',
  COLLATERAL_KIN: '旁系亲属',
  COMMITTEE: '居民委员会或村民委员会',
  CARE_HOME: '养老机构',
  OTHER: '其他',
};

/** 上门办什么事 */
export const visitPurposeWords: Readonly<Record<HomeVisitPurpose, string>> = { ORGAN_REGISTRATION: '登记器官和组织捐献意愿', BODY_DONATION: '办遗体捐献的手续', OTHER: '别的事，电话里说' };

/** 上门办到哪一步 */
export const visitStatusWords: Readonly<Record<HomeVisitStatus, string>> = { RECEIVED: '已收到，等待约时间', APPOINTED: '已约好时间', DONE: '已经上门', DECLINED: '不能上门', WITHDRAWN: '本人已取消' };

/** 为什么不能上门 */
export const visitDeclineWords: Readonly<Record<HomeVisitDeclineReason, string>> = { NOT_IN_OUR_AREA: '地址不在这个红十字会的区域', CAN_BE_DONE_ONLINE: '本人愿意在网上办', NOT_REACHED: '电话联系不上', OTHER: '其他原因' };
