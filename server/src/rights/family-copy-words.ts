import type { CardEndReason } from '../donor-card/donor-card.entity.ts';
import type { DonorStatus, HealthCardStepKind } from '../health-cards/health-card.entity.ts';
import type { WithdrawalReason } from '../donors/withdrawal-reason.entity.ts';
import type { DecisionAction, DecisionState } from '../donors/decision.entity.ts';
import type { DisavowalFinding } from '../donors/disavowal.entity.ts';
import type { FamilyKnows, KinRelation } from '../donors/donor.entity.ts';
import * as evidence from '../evidence/evidence-words.ts';
import type { FamilyMessageContent, FamilyMessageStepKind } from '../family/family-message.entity.ts';
import type { NearKinTie } from '../kin/kin-statement.entity.ts';
import type { SignInMethod } from '../identity/identity-provider.ts';
import type { Sex } from '../identity/identity-number.ts';
import type { BreakGlassReason, LookUpFinding, LookUpOccasion, LookUpPurpose, LookUpStatus } from '../lookups/look-up.entity.ts';
import type { LookUpStepKind } from '../lookups/look-up-step.entity.ts';
import type { AfterDeathSetting } from './after-death-access.entity.ts';
import type { DataDisclosureKind } from './data-disclosure.entity.ts';
import type { DataRequestKind, DataRequestRefusalReason, DataRequestStatus, DataRequestStep } from './data-request.entity.ts';
import type { OptionalPurpose } from './processing-purposes.ts';
import type { DeliveryStatus } from '../outbox/outbox-delivery.entity.ts';
import type { OutboxEventKind } from '../outbox/outbox-event.entity.ts';

/*
 * The words of the copy that a family can read, beside those that it shares with the evidence package (`evidence-words.ts`). A
 * person read the same on their screen; here it is said of them and not to them: `test/contract/family-copy-words.test.ts`
 * compares, and goes through every value.
 */

/** 办理的事 */
export const actionWords: Readonly<Record<DecisionAction, string>> = { ...evidence.actionWords, REINSTATED: '红十字会核实后，恢复本人原来的登记' };

/** What a state means in law, in one or two sentences. */
export const effectWords: Readonly<Record<DecisionState, string>> = {
  AGREED: '本人已书面表示：愿意捐献写明“同意”的项目。将来能不能捐献，还要经过医学评估，并依法办理手续。',
  REFUSED: '本人已表示不同意捐献。本人去世后，任何组织和个人都不得捐献、获取本人的器官（《人体器官捐献和移植条例》第九条）。',
  WITHDRAWN: '本人已撤回登记，这里不再留有本人的意愿。本人去世后，配偶、成年子女、父母可以共同书面决定是否捐献本人的器官（《人体器官捐献和移植条例》第九条）。',
  SILENT: '本人没有在这里登记过意愿。如果一直没有表示不同意，本人去世后，配偶、成年子女、父母可以共同书面决定是否捐献本人的器官（《人体器官捐献和移植条例》第九条）。',
};

/** What holds while a decision is being looked into. */
export const contestedWords: Readonly<Record<DecisionState, string>> = {
  AGREED: '核实以前，医院不会把它当作本人的同意。',
  REFUSED: '核实以前，“不同意捐献”仍然有效。',
  WITHDRAWN: '核实以前，医院不会认为本人同意捐献；本人登记过的“不同意捐献”仍然有效。',
  SILENT: '核实以前，医院不会认为本人同意捐献。',
};

/** What holds while a withdrawal waits for the next sign-in. */
export const queuedWords: Readonly<Record<DecisionState, string>> = {
  AGREED: '本人已经提交撤回，医院查询时不会再按“同意捐献”对待。',
  REFUSED: '本人已经提交撤回。正式记录以前，“不同意捐献”仍然有效。',
  WITHDRAWN: '本人已经提交撤回，等待正式记录。',
  SILENT: '本人已经提交撤回，等待正式记录。',
};

/** 撤回的原因 */
export const withdrawalReasonWords: Readonly<Record<WithdrawalReason, string>> = {
  CHANGED_MY_MIND: '改变了想法',
  FAMILY_OBJECTS: '家人不同意',
  HEALTH: '健康原因',
  FAITH_OR_CUSTOM: '信仰或习俗',
  WORRIED_ABOUT_CARE: '担心影响救治',
  WILL_REGISTER_ELSEWHERE: '在别处登记',
  OTHER: '其他原因',
  PREFER_NOT_TO_SAY: '不想说',
};

/** 核实的结论 */
export const findingWords: Readonly<Record<DisavowalFinding, string>> = {
  ACCOUNT_MISUSED: '账号被他人使用',
  PRESSED_OR_DECEIVED: '受他人强迫或者欺骗',
  RECORDED_WRONGLY: '登记内容和本人的意思不一致',
  PERSON_CONFIRMS: '本人确认是自己办理的',
  TAPPED_BY_MISTAKE: '误点了按钮',
  NOT_SUBSTANTIATED: '核实后，不能确认是别人办理的',
};

/** 登录方式 */
export const providerWords: Readonly<Record<SignInMethod, string>> = { ZHELIBAN_TICKET: '浙里办登录', ZHELIBAN_TICKET_ID: '浙里办登录' };

/** 性别 */
export const sexWords: Readonly<Record<Sex, string>> = { MALE: '男', FEMALE: '女' };

/** 家人是否知道 */
export const familyKnowsWords: Readonly<Record<FamilyKnows, string>> = { YES: '已经知道', NOT_YET: '还没有告诉', NOT_STATED: '没有填写' };

/** 与本人的关系 */
export const relationWords: Readonly<Record<KinRelation, string>> = { SPOUSE: '配偶', PARENT: '父母', CHILD: '子女', SIBLING: '兄弟姐妹', OTHER: '其他' };

/** 可以不同意的用途 */
export const purposeWords: Readonly<Record<OptionalPurpose, string>> = { CONTACT_ME: '打电话联系本人', ASK_EMERGENCY_CONTACT: '联系本人的紧急联系人', RESPECT_WISH: '让别人知道本人的希望', CITY_CARD_ASKS: '市健康医保卡平台可以来问', CITY_CARD_TOLD: '在市健康医保卡上注明', OPEN_CARD_ASKS: '健康卡开放平台可以来问', OPEN_CARD_TOLD: '在开放平台的健康卡上注明' };

/** 去世以后谁可以看 */
export const afterDeathWords: Readonly<Record<AfterDeathSetting, string>> = { NOT_STATED: '不作安排', NEAR_KIN_MAY: '近亲属可以看', NOBODY_BEYOND_LAW: '除了法律规定的，谁都不能看' };

/** 申请的种类 */
export const requestKindWords: Readonly<Record<DataRequestKind, string>> = { CORRECTION: '更正', RESTRICTION: '限制使用', ERASURE: '删除', EXPLANATION: '解释说明', COMPLAINT: '投诉', NEAR_KIN: '近亲属申请' };

/** 申请的状态 */
export const requestStatusWords: Readonly<Record<DataRequestStatus, string>> = { FILED: '已收到，等待办理', IN_PROGRESS: '正在办理', DONE: '已办好', REFUSED: '没有同意', WITHDRAWN: '本人已撤回申请' };

/** 没有同意的理由 */
export const requestRefusalWords: Readonly<Record<DataRequestRefusalReason, string>> = {
  FROM_IDENTITY_PROVIDER: '姓名、证件来自浙里办，要在那里更正',
  KEPT_BY_LAW: '法律要求保存',
  NOTHING_HELD: '没有保存这样的信息',
  NOT_UNDERSTOOD: '没有看明白本人的意思',
  OTHER: '其他理由，见下面的答复',
};

/** 由谁办的 */
export const requestActorWords: Readonly<Record<DataRequestStep['actorKind'], string>> = { CITIZEN: '本人', STAFF: '工作人员' };

/** 查询的情形 */
export const occasionWords: Readonly<Record<LookUpOccasion, string>> = { DEATH_ESTABLISHED: '医院说明：已确定死亡', DEATH_EXPECTED: '医院说明：预计不久死亡' };

/** 查询的目的 */
export const lookUpPurposeWords: Readonly<Record<LookUpPurpose, string>> = { CLARIFY_WILL: '目的：在与家属沟通前了解本人意愿', ETHICS_REVIEW: '目的：准备伦理委员会审查' };

/** 没有第二人确认的理由 */
export const breakGlassWords: Readonly<Record<BreakGlassReason, string>> = { NOBODY_TO_CONFIRM: '没有第二人可以确认', MINUTES_MATTER: '情况紧急，来不及等待确认' };

/** 告诉了对方什么 */
export const toldWords: Readonly<Record<LookUpFinding, string>> = {
  AGREED: '本人登记了同意捐献',
  REFUSED: '本人登记了不同意捐献',
  WITHDRAWN: '本人撤回了登记，没有意愿留存',
  SILENT: '没有查到本人的登记',
  CONTESTED: '有一份登记正在核实，不得按同意处理',
  RESTRICTED: '有登记，但本人要求限制处理，没有告诉内容',
};

/** What was told while nothing had been found; the copy knows of no lapse by time, so waiting says both. */
export const toldNothingWords: Readonly<Record<LookUpStatus, string>> = {
  WAITING: '什么都没有告诉（没有第二人确认）',
  CONFIRMED: '什么都没有告诉（第二人已确认，对方没有打开结果）',
  ANSWERED: '什么都没有告诉',
  DECLINED: '什么都没有告诉（第二人没有同意）',
  EXPIRED: '什么都没有告诉（已过期）',
};

/** 查询的每一步 */
export const lookUpStepWords: Readonly<Record<LookUpStepKind, string>> = {
  ASKED: '提出查询',
  CONFIRMED: '第二人确认',
  DECLINED: '第二人没有同意',
  DISCLOSED: '告诉了结果',
  REINDEXED: '系统更换了索引的密钥',
};

/** 信息给过谁 */
export const disclosureWords: Readonly<Record<DataDisclosureKind, string>> = { EXPORTED_BY_OWNER: '本人自己拿了一份', REQUEST_READ: '工作人员查看了本人的申请', BODY_DONATION_READ: '工作人员查看了本人的遗体捐献意向', HOME_VISIT_READ: '工作人员查看了本人的上门预约', NEAR_KIN_READ: '有人说本人已去世，工作人员为近亲属申请查看了本人的登记' };

/** 告诉家人的消息说了多少 */
export const messageContentWords: Readonly<Record<FamilyMessageContent, string>> = { DECIDED: '只说已经做了决定', WHOLE_DECISION: '整个决定' };

/** 告诉家人的消息后来怎样 */
export const messageStepWords: Readonly<Record<FamilyMessageStepKind, string>> = { OPENED: '打开看了', WRONG_CODE: '口令不对，没有打开', ACKNOWLEDGED: '回应“我知道了”', DECLINED: '回应“我不想参与，或者不便表态”' };

/** 本人是去世者的什么人 */
export const nearKinWords: Readonly<Record<NearKinTie, string>> = { SPOUSE: '爱人（配偶）', CHILD: '子女', PARENT: '父母', SIBLING: '兄弟姐妹', GRANDPARENT: '祖父母、外祖父母', GRANDCHILD: '孙子女、外孙子女' };

/** Why a signed card ended. */
export const cardEndWords: Readonly<Record<CardEndReason, string>> = {
  BY_OWNER: '本人作废',
  REPLACED: '换了新的',
  DECISION_CHANGED: '决定有了变化',
  DISAVOWED: '本人说登记不是自己办的',
  WITHDRAWAL_QUEUED: '本人提交了撤回',
  NATIONAL_HOLD: '国家登记系统里的记录不一致',
  RESTRICTED: '本人要求限制使用',
  ERASED: '个人信息已删除',
};
/** 告诉其他系统的事 */
export const announcementWords: Readonly<Record<OutboxEventKind, string>> = { DECISION_CHANGED: '只说登记有变化，不说内容', PERSON_ERASED: '只说信息已经删除' };

/** 其他系统收到没有 */
export const deliveryWords: Readonly<Record<DeliveryStatus, string>> = { WAITING: '还没有送到，正在重试', DELIVERED: '已经送到', DEAD: '三天没有送到，不再重试' };

/** 健康卡上怎样了 */
export const cardStepWords: Readonly<Record<HealthCardStepKind, string>> = { BOUND: '绑定', UNBOUND: '解除绑定', PUT_ON: '注明', TAKEN_OFF: '取下' };

/** 答复健康卡平台的话 */
export const cardStatusWords: Readonly<Record<DonorStatus, string>> = { AGREED: '同意捐献', REFUSED: '不同意捐献', NOT_STATED: '没有说明' };
