/** A few texts by name, on the device while it lets us, otherwise as long as the page lives. */
export interface TextStore {
  get(name: string): string | null;
  set(name: string, text: string): void;
  remove(name: string): void;
  names(): string[];
}

/** Web views may forbid storage altogether (even to look at it throws) or run full; neither may stop the service. */
function storeOn(storage: () => Storage): TextStore {
  const memory = new Map<string, string>();
  const trying = <Result>(attempt: (device: Storage) => Result, otherwise: Result): Result => {
    try {
      return attempt(storage());
    } catch {
      return otherwise;
    }
  };
  return {
    get: (name) => memory.get(name) ?? trying((device) => device.getItem(name), null),
    set(name, text) {
      const isKept = trying((device) => (device.setItem(name, text), true), false);
      if (isKept) memory.delete(name);
      else memory.set(name, text);
    },
    remove(name) {
      memory.delete(name);
      trying((device) => device.removeItem(name), undefined);
    },
    names: () => [...new Set([...memory.keys(), ...trying((device) => Object.keys({ ...device }), [])])],
  };
}

/** Gone when the tab closes: what belongs to one person's visit. */
export const visitStore = storeOn(() => window.sessionStorage);

/** Stays on the device: what belongs to the device, such as language and look. Nothing of a person. */
export const deviceStore = storeOn(() => window.localStorage);
