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
  /** What a page is told that goes through the gateway mgop: its registration (浙里办 1.7). */
  readonly mgop: Readonly<Record<string, string | boolean>>;
  /** The header that orders a fault of the gateway for one call. */
  readonly mgopFaultHeader: string;
}

/** The settings in force, by name. */
export type Settings = Readonly<Record<string, string>>;

/** Reads the settings in force: stored values where they are allowed, defaults elsewhere. */
export type ReadSettings = (config: ContainerConfig, storage: { getItem(key: string): string | null }) => Settings;

/** What a call of the bridge can do around the page. */
export interface BridgeTools {
  readonly config: ContainerConfig;
  readonly settings: () => Settings;
  readonly isFramed: boolean;
  /** Makes a rejection with a code; its shape is documented by the codes only. */
  readonly failure: (errorCode: number, errorMessage: string) => object;
  /** Shows something in the frame around the page. */
  readonly show: (what: string, options: object) => void;
  /** Asks the person by a dialog of the frame. */
  readonly ask: (what: string, options: object) => Promise<Record<string, unknown>>;
  readonly fetchTicketId: () => Promise<string>;
}

/** One call of the bridge, given what the page passed. */
export type BridgeMethod = (options: never) => unknown;

/** Makes the calls of the bridge out of its tools. */
export type BridgeMethods = (tools: BridgeTools) => Readonly<Record<string, BridgeMethod>>;

/** Functions that the server serialises beside a script, because a serialised function cannot import. */
export interface ScriptParts {
  readonly readSettings: ReadSettings;
  readonly bridgeMethods: BridgeMethods;
  readonly deviceMethods: BridgeMethods;
  /** Gives the page the network of the container: none, its own, or the gateway's native ways. */
  readonly containerNetwork: (config: ContainerConfig, settings: () => Settings, tell: (message: object) => void) => void;
}

/** A browser script: run once by the page that loads it. */
export type BrowserScript = (config: ContainerConfig, parts: ScriptParts) => void;
