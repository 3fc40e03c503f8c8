export default {
  heading: '字号、语言和颜色',
  lead: '选了就变，只记在这部手机上。',
  language: '语言',
  look: '版式',
  looks: {
    normal: '标准版',
    elder: '长辈版',
    elderHint: '字和按钮都更大，颜色更清楚',
  },
  size: '文字大小',
  sizes: {
    normal: '标准',
    large: '大',
    largest: '最大',
  },
  scheme: '颜色',
  schemes: {
    system: '跟随手机',
    light: '浅色',
    dark: '深色',
  },
  sample: '登记、更改、撤回，都由您自己决定。',
};
