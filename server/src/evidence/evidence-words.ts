import type { EvidenceContent, EvidenceDecision } from './evidence-package.ts';

/*
 * The words of the pages. What a citizen was shown is said in the same words here: `test/contract/evidence-words.test.ts`
 * compares these with the words of the app.
 */

type Item = EvidenceDecision['choices'][number]['item'];
type Case = EvidenceContent['case'];

/** 每一项 */
export const itemWords: Readonly<Record<Item, string>> = {
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

/** 类别 */
export const kindWords: Readonly<Record<EvidenceDecision['choices'][number]['kind'], string>> = { ORGAN: '器官', TISSUE: '组织' };

/** 选择：三种，不是两种（条例第九条） */
export const choiceWords: Readonly<Record<EvidenceDecision['choices'][number]['choice'], string>> = { AGREE: '同意', REFUSE: '不同意', NOT_STATED: '不表态' };

/** 状态 */
export const stateWords: Readonly<Record<Case['toldState'], string>> = { AGREED: '同意捐献', REFUSED: '不同意捐献', WITHDRAWN: '已撤回', SILENT: '没有登记', CONTESTED: '有异议，正在核实', RESTRICTED: '有登记，本人要求限制处理' };

/** What a state means in law, said to a committee and not to the person. */
export const effectWords: Readonly<Record<EvidenceDecision['state'], string>> = {
  AGREED: '登记记录显示，本人已书面表示愿意捐献写明“同意”的项目（《人体器官捐献和移植条例》第九条）。登记的是捐献意愿，能不能捐献，还要经过医学评估，并依法办理手续。',
  REFUSED: '登记记录显示，本人不同意捐献。公民生前表示不同意捐献其遗体器官的，任何组织或者个人不得捐献、获取该公民的遗体器官（《人体器官捐献和移植条例》第九条）。',
  WITHDRAWN: '登记记录显示，本人已撤回登记。登记系统里没有现行的意愿，既没有同意，也没有不同意；撤回以前的记录只说明经过。',
};

/** 办理的事 */
export const actionWords: Readonly<Record<EvidenceDecision['action'], string>> = {
  REGISTERED: '登记同意捐献',
  EDITED: '更改了决定',
  REAFFIRMED: '再次确认决定',
  REFUSED: '登记不同意捐献',
  WITHDRAWN: '撤回登记',
  REINSTATED: '红十字会核实后，恢复您本人原来的登记',
};

/** 本人的异议 */
export const disavowalWords: Readonly<Record<NonNullable<EvidenceDecision['disavowal']>['outcome'], string>> = {
  OPEN: '正在核实',
  UPHELD: '经核实不是本人的决定',
  DISMISSED: '经核实是本人的决定',
};

/** 办理途径 */
export const channelWords: Readonly<Record<EvidenceDecision['channel'], string>> = {
  ZHELIBAN_APP: '浙里办 App',
  ZHELIBAN_WECHAT: '微信里的浙里办',
  ZHELIBAN_ALIPAY: '支付宝里的浙里办',
  OPEN_WEB: '网页',
  RED_CROSS_OFFICE: '红十字会',
};

/** 实名等级 */
export const assuranceWords: Readonly<Record<EvidenceDecision['assuranceLevel'], string>> = { NOT_REAL_NAME: '未实名', BASIC_REAL_NAME: '初级实名', ADVANCED_REAL_NAME: '高级实名' };

/** 声明 */
export const consentWords: Readonly<Record<EvidenceDecision['consent']['purpose'], string>> = { AGREE: '同意捐献的声明', REFUSE: '不同意捐献的声明', WITHDRAW: '撤回登记的声明' };

/** 国家登记系统 */
export const syncWords: Readonly<Record<EvidenceDecision['nationalRegister']['state'], string>> = {
  PENDING: '待同步',
  SENT: '已送出',
  CONFIRMED: '已确认',
  REJECTED: '未被接受',
  CONFLICT: '内容不一致',
};

/** 证件 */
export const documentWords: Readonly<Record<EvidenceContent['person']['documentType'], string>> = {
  RESIDENT_ID_CARD: '居民身份证',
  PASSPORT: '护照',
  OFFICER_CARD: '军官证',
  HONG_KONG_MACAO_PERMIT: '港澳居民来往内地通行证',
  TAIWAN_PERMIT: '台湾居民来往大陆通行证',
  FOREIGN_PERMANENT_RESIDENT_CARD: '外国人永久居留身份证',
};

/** 查询情形 */
export const occasionWords: Readonly<Record<Case['occasion'], string>> = { DEATH_ESTABLISHED: '已判定死亡', DEATH_EXPECTED: '预计死亡' };

/** 没有第二人确认的理由 */
export const breakGlassWords: Readonly<Record<string, string>> = { NOBODY_TO_CONFIRM: '没有第二人可以确认', MINUTES_MATTER: '情况紧急，来不及等待确认' };

/** 工作身份 */
export const roleWords: Readonly<Record<EvidenceContent['issuedBy']['role'], string>> = {
  REGISTRAR: '登记员',
  COORDINATOR: '协调员',
  MANAGER: '负责人',
  AUDITOR: '稽核员',
  CLINICIAN: '医务人员',
};

/** 语言 */
export const languageWords: Readonly<Record<EvidenceContent['consents'][number]['language'], string>> = { 'zh-CN': '中文', en: '英文' };
