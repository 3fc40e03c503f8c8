import { InputProblem, InputProblemCode } from '../graphql/refusal.types.ts';

/** One answer for a request that does not exist and for one that is not the caller's to see: nothing is learned about others. */
export const unknownRequest = new InputProblem(['requestId'], InputProblemCode.UNKNOWN_VALUE, {
  'zh-CN': '没有找到这件申请。',
  en: 'This request was not found.',
});
