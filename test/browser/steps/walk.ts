import type { Journey } from '../../kit/journey.ts';
import type { Phone } from '../../kit/phone.ts';

/** Looks at the screen in front, which the person has just reached. */
export type Look = (phone: Phone) => Promise<void>;

/** A way through the app that stops at each screen it is about, and the routes that it must meet. */
export interface Walk {
  readonly routes: readonly string[];
  readonly walk: (journey: Journey, look: Look) => Promise<void>;
}
