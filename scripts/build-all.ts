/** `pnpm build`: builds what changed, for a machine that only runs it (docs/deploy/). */
import { build, isBuilt, parts } from './build.ts';

for (const part of parts) if (!isBuilt(part)) await build(part);
