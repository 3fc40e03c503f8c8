import type source from '../zh-CN/frame.ts';
import type { SameKeys } from '../same-keys.ts';

export default {
  serviceName: 'Donation wishes',
  skipToMain: 'Skip to main content',
  elderStyle: 'Large text',
  normalStyle: 'Normal text',
  display: 'Text size · ',
  help: {
    heading: 'Need help?',
    phone: 'Service phone: not yet verified',
    offices: 'Find a Red Cross office near you',
    questions: 'What people ask',
  },
  missing: {
    heading: 'The network seems to be down',
    message: 'We could not reach the server. What you entered is still here: check your network and try again.',
    retry: 'Try again',
  },
} satisfies SameKeys<typeof source>;
