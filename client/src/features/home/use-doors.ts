import { type ComputedRef, computed } from 'vue';
import type { Viewer } from '../../api/viewer.ts';

/** One thing to do from the home page; its words are locale keys below `home`. */
export interface Door {
  readonly name: 'agree' | 'refuse' | 'edit' | 'withdraw' | 'decision' | 'body' | 'visits' | 'helper' | 'giving' | 'myData' | 'offices';
  readonly icon: 'heart' | 'no' | 'pencil' | 'undo' | 'paper' | 'person' | 'house' | 'people' | 'drop' | 'lock' | 'pin';
  readonly to: string;
  /** The locale key of why this door would not lead on for this person now, or null. Some reasons have no word here; the page behind explains each in full. */
  readonly note: string | null;
}

/** So many doors are about the decision itself; the others stand below them. */
export const decisionDoors = 5;

/** The doors of the home page, those about the decision first, each with what the viewer's abilities say about it. */
export function useDoors(viewer: () => Viewer | null): ComputedRef<readonly Door[]> {
  return computed(() => {
    const noteOf = (action: string) => {
      const reason = viewer()?.abilities.find((ability) => ability.action === action && !ability.allowed)?.reason;
      return reason ? `person.note.${reason}` : null;
    };
    return [
      { name: 'agree', icon: 'heart', to: '/register', note: noteOf('REGISTER') },
      { name: 'refuse', icon: 'no', to: '/refuse', note: noteOf('REFUSE') },
      { name: 'edit', icon: 'pencil', to: '/edit', note: noteOf('EDIT') },
      { name: 'withdraw', icon: 'undo', to: '/withdraw', note: noteOf('WITHDRAW') },
      { name: 'decision', icon: 'paper', to: '/decision', note: null },
      { name: 'visits', icon: 'house', to: '/visits', note: null },
      { name: 'offices', icon: 'pin', to: '/offices', note: null },
      { name: 'helper', icon: 'people', to: '/helper', note: null },
      { name: 'body', icon: 'person', to: '/body', note: null },
      { name: 'giving', icon: 'drop', to: '/giving', note: null },
      { name: 'myData', icon: 'lock', to: '/my-data', note: null },
    ];
  });
}
