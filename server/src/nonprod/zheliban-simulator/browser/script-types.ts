/** What the server hands to every browser script of the container, as JSON. */
export interface ContainerConfig {
  /** The key of the settings in `localStorage`. */
  readonly settingsKey: string;
  /** Every setting with its allowed values, the default first, and whether a change needs the app opened again. */
  readonly settings: readonly { readonly name: string; readonly values: readonly string[]; readonly reopens: boolean }[];
  readonly places: Readonly<Record<string, Readonly<Record<string, string | number>>>>;
  /** `getUserType` of each demo account (浙里办 1.3): 1 individual, 2 organisation. */
  readonly userTypes: Readonly<Record<string, string>>;
  /** How long «slow» takes, in milliseconds. */
  readonly slowMs: number;
}

/** The settings in force, by name. */
export type Settings = Readonly<Record<string, string>>;

/** Reads the settings in force: stored values where they are allowed, defaults elsewhere. */
export type ReadSettings = (config: ContainerConfig, storage: { getItem(key: string): string | null }) => Settings;

/** Functions that the server serialises beside a script, because a serialised function cannot import. */
export interface ScriptParts {
  readonly readSettings: ReadSettings;
}

/** A browser script: run once by the page that loads it. */
export type BrowserScript = (config: ContainerConfig, parts: ScriptParts) => void;
