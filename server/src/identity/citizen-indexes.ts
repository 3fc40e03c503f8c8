import type { Citizen } from './actor.ts';

/** Under which blind indexes a citizen's rows may stand: while the index key is being replaced there are two. */
export function indexesOf({ personIndex, otherPersonIndex }: Citizen): Buffer[] {
  return otherPersonIndex ? [personIndex, otherPersonIndex] : [personIndex];
}
