import type { Component } from 'vue';
import ActionButton from './ActionButton.vue';
import BackLink from './BackLink.vue';
import CheckboxField from './CheckboxField.vue';
import DoorList from './DoorList.vue';
import ErrorSummary from './ErrorSummary.vue';
import LoadFailed from './LoadFailed.vue';
import LoadingSkeleton from './LoadingSkeleton.vue';
import MoreDetails from './MoreDetails.vue';
import NoticePanel from './NoticePanel.vue';
import PageHeading from './PageHeading.vue';
import QuestionPage from './QuestionPage.vue';
import RadioGroup from './RadioGroup.vue';
import SelectField from './SelectField.vue';
import SignIcon from './SignIcon.vue';
import StateTag from './StateTag.vue';
import SummaryList from './SummaryList.vue';
import TextInput from './TextInput.vue';

/** A part of the interface in one of its states: what it is given, and the words in its slot. */
export interface Example {
  readonly state: string;
  readonly props: Readonly<Record<string, unknown>>;
  readonly words?: string;
}

/** A part with every state that a person can meet. */
export interface Part {
  readonly part: Component;
  readonly examples: readonly Example[];
}

const long = '这是一段比较长的说明，用来看文字换行以后是不是还读得清楚，按钮会不会被挤出屏幕';
const answers = [
  { value: 'AGREE', label: '同意' },
  { value: 'REFUSE', label: '不同意', hint: '谁都不能替您改变' },
  { value: 'NOT_STATED', label: '不表态' },
];
const problems = [
  { field: 'example-text-wrong', message: '请填写 11 位手机号码' },
  { field: 'example-radio-wrong', message: '请选择一项' },
];

/**
 * Every part of `ui/` in every state. The gallery shows them, `examples.test.ts` mounts them, and `test/browser/gallery.test.ts`
 * looks at them in each look, colour and width. A part that is missing here fails the test.
 */
export const parts: Readonly<Record<string, Part>> = {
  ActionButton: {
    part: ActionButton,
    examples: [
      { state: 'primary', props: {}, words: '提交登记' },
      { state: 'secondary', props: { kind: 'secondary' }, words: '查看我的决定' },
      { state: 'plain', props: { kind: 'plain' }, words: '以后再说' },
      { state: 'danger', props: { kind: 'danger' }, words: '撤回我的决定' },
      { state: 'busy', props: { busy: true }, words: '正在提交，请稍候…' },
      { state: 'a link within the app', props: { to: '/offices' }, words: '查找附近的红十字会' },
      { state: 'a link outside', props: { href: 'tel:10086', kind: 'secondary' }, words: '拨打电话' },
      { state: 'with long words', props: {}, words: long },
    ],
  },
  BackLink: {
    part: BackLink,
    examples: [
      { state: 'a button', props: { label: '返回' } },
      { state: 'a link', props: { label: '返回首页', to: '/' } },
    ],
  },
  CheckboxField: {
    part: CheckboxField,
    examples: [
      { state: 'empty', props: { id: 'example-box', label: '我已阅读以上声明', modelValue: false } },
      { state: 'ticked, with a hint', props: { id: 'example-box-ticked', label: '我已阅读以上声明', hint: '不勾选不能提交', modelValue: true } },
      { state: 'wrong', props: { id: 'example-box-wrong', label: long, error: '请先阅读并勾选', modelValue: false } },
    ],
  },
  DoorList: {
    part: DoorList,
    examples: [
      {
        state: 'with and without a note',
        props: {
          doors: [
            { key: 'agree', icon: 'heart', to: '/register', name: '同意捐献', hint: '选择您愿意捐献的器官和组织' },
            { key: 'edit', icon: 'pencil', to: '/edit', name: '更改我的决定', hint: long, note: '您还没有登记' },
          ],
        },
      },
    ],
  },
  ErrorSummary: { part: ErrorSummary, examples: [{ state: 'two problems', props: { heading: '有内容需要修改', problems } }] },
  LoadFailed: {
    part: LoadFailed,
    examples: [
      { state: 'can be tried again', props: { heading: '网络好像断了', message: '没有连上服务器。', retryLabel: '再试一次' } },
      { state: 'with a number to quote, trying', props: { heading: '出了点问题', message: '问题出在我们这边。', retryLabel: '再试一次', reference: '问题编号：demo-1', busy: true } },
    ],
  },
  LoadingSkeleton: { part: LoadingSkeleton, examples: [{ state: 'waiting', props: { label: '正在加载，请稍候', lines: 3 } }] },
  MoreDetails: { part: MoreDetails, examples: [{ state: 'folded', props: { summary: '登记以后会怎样？' }, words: long }] },
  NoticePanel: {
    part: NoticePanel,
    examples: [
      { state: 'calm', props: { heading: '登记意愿不影响医生救治您' }, words: long },
      { state: 'warm', props: { kind: 'warm', heading: '和家人谈一谈' }, words: long },
      { state: 'success', props: { kind: 'success', heading: '已经登记' }, words: long },
      { state: 'error', props: { kind: 'error', heading: '没有提交成功' }, words: long },
      { state: 'without a heading', props: {}, words: long },
    ],
  },
  PageHeading: {
    part: PageHeading,
    examples: [
      { state: 'alone', props: { text: '我的决定' } },
      { state: 'with a caption', props: { text: '您愿意捐献哪些器官？', caption: '登记意愿' } },
    ],
  },
  QuestionPage: {
    part: QuestionPage,
    examples: [
      { state: 'a question', props: { heading: '家人知道您的想法吗？', backLabel: '返回' }, words: '回答在这里' },
      { state: 'with a problem', props: { heading: '怎么联系您？', caption: '登记意愿', backLabel: '返回', problems, problemsHeading: '有内容需要修改' }, words: '回答在这里' },
    ],
  },
  RadioGroup: {
    part: RadioGroup,
    examples: [
      { state: 'unanswered', props: { id: 'example-radio', legend: '心脏', options: answers, modelValue: null } },
      { state: 'answered, side by side', props: { id: 'example-radio-inline', legend: '肺', options: answers, modelValue: 'REFUSE', inline: true } },
      { state: 'wrong, with a hint', props: { id: 'example-radio-wrong', legend: '肾', hint: '每一项都由您决定', error: '请选择一项', options: answers, modelValue: null } },
    ],
  },
  SelectField: {
    part: SelectField,
    examples: [
      { state: 'unanswered', props: { id: 'example-select', label: '市', placeholder: '请选择', options: [{ value: '3301', label: '杭州市' }], modelValue: '' } },
      { state: 'answered', props: { id: 'example-select-done', label: '市', placeholder: '请选择', options: [{ value: '3301', label: '杭州市' }], modelValue: '3301' } },
      { state: 'wrong', props: { id: 'example-select-wrong', label: '市', placeholder: '请选择', error: '请选择城市', options: [], modelValue: '' } },
      { state: 'not open yet', props: { id: 'example-select-closed', label: '县（市、区）', placeholder: '请选择', options: [], modelValue: '', disabled: true } },
    ],
  },
  SignIcon: { part: SignIcon, examples: (['heart', 'no', 'pencil', 'undo', 'paper', 'pin', 'phone', 'lock', 'eye', 'people', 'next'] as const).map((name) => ({ state: name, props: { name } })) },
  StateTag: {
    part: StateTag,
    examples: (['calm', 'warm', 'success', 'error'] as const).map((kind) => ({ state: kind, props: { kind }, words: '待核实' })),
  },
  SummaryList: {
    part: SummaryList,
    examples: [
      {
        state: 'with and without a way to change',
        props: {
          rows: [
            { key: 'phone', label: '手机号码', value: '137****9050', change: { to: '/register/contact', label: '更改' } },
            { key: 'kinds', label: '器官', value: ['心脏：同意', '肺：不同意'] },
            { key: 'note', label: '说明', value: long },
          ],
        },
      },
    ],
  },
  TextInput: {
    part: TextInput,
    examples: [
      { state: 'empty', props: { id: 'example-text', label: '手机号码', type: 'tel', modelValue: '' } },
      { state: 'filled, with a hint', props: { id: 'example-text-filled', label: '搜索', hint: '例如：温州、瑞安', type: 'search', modelValue: '瑞安' } },
      { state: 'wrong', props: { id: 'example-text-wrong', label: '手机号码', error: '请填写 11 位手机号码', type: 'tel', modelValue: '1' } },
      { state: 'several lines', props: { id: 'example-text-lines', label: '想说的话', rows: 4, modelValue: long } },
    ],
  },
};
