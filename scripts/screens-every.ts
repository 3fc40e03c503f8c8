/**
 * `pnpm screens:every`: looks at every screen of the citizen app in every way: each look, light and dark, three languages, three
 * widths, with axe and our own checks. `pnpm test` looks at each in four ways; this takes most of an hour.
 */
import { build, isBuilt, parts } from './build.ts';
import { walkScreens } from './walk-screens.ts';

for (const part of parts) if (!isBuilt(part)) await build(part);
await walkScreens({ SANXIAN_EVERY_WAY: '1' });
