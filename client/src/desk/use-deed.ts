import { type ShallowRef, shallowRef } from 'vue';
import type { Problem } from '../ui/problems.ts';

/** What the server answers when a rule stops a deed. */
export interface RefusedDeed {
  readonly message: string;
  readonly problems?: readonly { readonly path: readonly string[]; readonly message: string }[];
}

/** One deed at a time, and what came of it. */
export interface Deed {
  readonly busy: Readonly<ShallowRef<boolean>>;
  /** What kept the deed from being answered: nobody knows whether it was done. */
  readonly fault: Readonly<ShallowRef<unknown>>;
  /** What is to be mended, new on each try, so that the summary takes the focus. A problem without a field is the rule's own sentence. */
  readonly problems: ShallowRef<readonly Problem[]>;
  /** Does it, unless something is under way. @returns whether it was done: not refused, and answered at all. */
  attempt(work: () => Promise<RefusedDeed | null>): Promise<boolean>;
}

/** Runs deeds of a page; `controlOf` names the control of a field of the input. */
export function useDeed(controlOf: (field: string) => string = () => ''): Deed {
  const busy = shallowRef(false);
  const fault = shallowRef<unknown>(null);
  const problems = shallowRef<readonly Problem[]>([]);

  async function attempt(work: () => Promise<RefusedDeed | null>): Promise<boolean> {
    if (busy.value) return false;
    busy.value = true;
    fault.value = null;
    problems.value = [];
    try {
      const refused = await work();
      if (refused) problems.value = refused.problems?.map(({ path, message }) => ({ field: controlOf(path.at(-1) ?? ''), message })) ?? [{ field: '', message: refused.message }];
      return refused === null;
    } catch (caught) {
      fault.value = caught;
      return false;
    } finally {
      busy.value = false;
    }
  }

  return { busy, fault, problems, attempt };
}
