import type { SameKeys } from '../same-keys.ts';
import type source from '../zh-CN/display.ts';

export default {
  heading: '字号、语言和颜色',
  lead: '选了就变。只记在这部手机上。',
  language: '语言',
  look: '样子',
  looks: {
    normal: '普通版',
    elder: '大字版',
    elderHint: '字大，按钮也大',
  },
  size: '字的大小',
  sizes: {
    normal: '普通',
    large: '大',
    largest: '最大',
  },
  scheme: '颜色',
  schemes: {
    system: '跟手机一样',
    light: '浅色',
    dark: '深色',
  },
  sample: '登记、修改、收回，都由您自己定。',
} satisfies SameKeys<typeof source>;
