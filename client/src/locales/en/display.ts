import type source from '../zh-CN/display.ts';
import type { SameKeys } from '../same-keys.ts';

export default {
  heading: 'Text size, language and colours',
  lead: 'What you choose shows at once, and is kept on this phone only.',
  language: 'Language',
  look: 'Layout',
  looks: {
    normal: 'Standard',
    elder: 'For elders',
    elderHint: 'Larger words and buttons, stronger colours',
  },
  size: 'Text size',
  sizes: {
    normal: 'Standard',
    large: 'Large',
    largest: 'Largest',
  },
  scheme: 'Colours',
  schemes: {
    system: 'As the phone',
    light: 'Light',
    dark: 'Dark',
  },
  sample: 'Recording, changing and withdrawing: you decide.',
} satisfies SameKeys<typeof source>;
