import { join } from 'node:path';
import * as v from 'valibot';
import { type AuditKeys, configuredAuditKeys, localAuditKeys } from './audit/audit-keys.ts';
import { configuredEvidenceKeys, type EvidenceKeys, localEvidenceKeys } from './evidence/evidence-keys.ts';
import { cardKeysOf, type CardSettings } from './donor-card/card-keys.ts';
import { faultsOfNationalSettings, nationalSettings, type NationalSettings } from './national-register/national-settings.ts';
import { healthCardEnvironment, healthCardSettings, type HealthCardSettings } from './health-cards/health-card-settings.ts';
import type { RetentionSettings } from './retention/retention-rules.ts';
import type { ZhelibanTicketSettings } from './identity/zheliban-ticket.ts';
import type { ZhelibanTicketIdSettings } from './identity/zheliban-ticket-id.ts';
import { zhelibanSettings, type ZhelibanRegistration } from './identity/zheliban-settings.ts';
import { demoStaffProvider, faultsOfStaffProvider, staffProviderSettings, type StaffProviderSettings } from './staff/provider-settings.ts';
import type { OperationsAddress } from './telemetry/operations-door.ts';
import { faultsOfTraceSettings, traceEnvironment, traceSettings, type TraceSettings } from './telemetry/trace-settings.ts';
import { ERASED_LIST } from './vault/erased-list.ts';
import { faultsOfKeySettings, missingKeySettings, vaultKeysOf } from './vault/key-settings.ts';
import type { VaultKeys } from './vault/vault.ts';

/** `development` brings the simulator and demo people; `production` refuses to start with either. */
export type Mode = 'development' | 'test' | 'production';

/** Everything that differs between installations, read once at the start. */
export interface AppConfig {
  readonly mode: Mode;
  readonly databaseUrl: string;
  /** Streaming replicas of it, read from where that is safe (ADR 51). */
  readonly readReplicas: readonly string[];
  readonly keys: VaultKeys;
  /** What seals the audit, and where a copy of its signed roots is kept; null keeps none. */
  readonly audit: { readonly keys: AuditKeys; readonly witnessFile: string | null };
  /** Where this server keeps outside of the database who was erased; see `vault/erased-list.ts`. */
  readonly erasedList: string;
  /** What signs evidence packages, and by which keys they are checked. */
  readonly evidence: EvidenceKeys;
  /** What signs donor cards, who vouches for them, and for how long. */
  readonly donorCard: CardSettings;
  /** How many proxies in front of us are ours, so that a caller cannot make up their address. */
  readonly trustedProxies: number;
  /** `freshSeconds`: how long after a sign-in a person may still decide without signing in again; `staffFreshMinutes`: and staff still stand for a paper form. */
  readonly session: { readonly idleMinutes: number; readonly totalMinutes: number; readonly freshSeconds: number; readonly staffFreshMinutes: number };
  /** How many decisions a person may make in 24 hours, withdrawing not counted, and for how many days one can be disavowed. */
  readonly decisions: { readonly perDay: number; readonly disavowalDays: number };
  /** How long a look-up waits for the second person, how long its answer may then be opened, and how long every answer is held. */
  readonly lookUps: { readonly waitHours: number; readonly openHours: number; readonly floorMilliseconds: number };
  /** Within how many days a request of a person about their data is to be answered. */
  readonly rights: { readonly requestDays: number };
  /** For how many days a message to a family member can be opened. */
  readonly family: { readonly messageDays: number };
  /** How long what is kept, see `docs/data.md`. */
  readonly retention: RetentionSettings;
  readonly zheliban: { readonly ticket: ZhelibanTicketSettings; readonly ticketId: ZhelibanTicketIdSettings };
  /** How staff and clinicians sign in; null when no provider is configured. */
  readonly staff: StaffProviderSettings | null;
  /** The token endpoint for partners, and how many points a partner may spend in an hour unless it was told otherwise. */
  readonly partners: { readonly publicUrl: string | null; readonly pointsPerHour: number };
  /** How the national register is reached. */
  readonly national: NationalSettings;
  /** The platforms of health cards that are connected. */
  readonly healthCards: readonly HealthCardSettings[];
  readonly logLevel: string;
  /** Where the figures of this server can be fetched, null for nowhere, and for how long it still answers once it is told to stop. */
  readonly operations: { readonly door: OperationsAddress | null; readonly drainSeconds: number; readonly requestsAtOnce: number; readonly publicAnswerMilliseconds: number };
  /** How traces are made and where they go; null for none. */
  readonly traces: TraceSettings | null;
  /** The simulator's own registration; null unless it is to run. */
  readonly simulator: ZhelibanRegistration | null;
}

/** Raised when a setting is missing or unsafe; the message names the setting and never its value. */
export class ConfigurationFault extends Error {
  override readonly name = 'ConfigurationFault';
}

const count = (fallback: string, least: number, most: number) =>
  v.pipe(v.optional(v.string(), fallback), v.regex(/^\d+$/), v.transform(Number), v.minValue(least), v.maxValue(most));
const optional = v.optional(v.string(), '');

const settings = v.object({
  SANXIAN_READ_REPLICAS: v.pipe(optional, v.transform((text) => text.split(',').map((each) => each.trim()).filter((each) => each !== '')), v.array(v.pipe(v.string(), v.startsWith('postgres')))),
  SANXIAN_KEYS: optional,
  SANXIAN_INDEX_KEY: optional,
  SANXIAN_CRYPTO_SUITE: v.optional(v.picklist(['international', 'national']), 'international'),
  SANXIAN_KMS_URL: optional,
  SANXIAN_KMS_KEY: optional,
  SANXIAN_KMS_TOKEN: optional,
  SANXIAN_KMS_TIMEOUT: count('2000', 50, 10000),
  SANXIAN_AUDIT_KEY: optional,
  SANXIAN_AUDIT_PUBLIC_KEYS: optional,
  SANXIAN_AUDIT_WITNESS: optional,
  SANXIAN_ERASED_LIST: optional,
  SANXIAN_EVIDENCE_KEY: optional,
  SANXIAN_EVIDENCE_PUBLIC_KEYS: optional,
  SANXIAN_CARD_KEY: optional,
  SANXIAN_CARD_NEXT_KEYS: optional,
  SANXIAN_CARD_WITHDRAWN_KEYS: optional,
  SANXIAN_CARD_DAYS: count('365', 30, 365),
  SANXIAN_TRUSTED_PROXIES: count('0', 0, 9),
  SANXIAN_SESSION_IDLE_MINUTES: count('15', 1, 60),
  SANXIAN_SESSION_TOTAL_MINUTES: count('720', 1, 1440),
  SANXIAN_FRESH_SIGN_IN_SECONDS: count('120', 30, 600),
  SANXIAN_STAFF_FRESH_MINUTES: count('30', 5, 120),
  SANXIAN_DECISIONS_PER_DAY: count('20', 2, 1000),
  SANXIAN_DISAVOWAL_DAYS: count('10', 1, 366),
  SANXIAN_LOOK_UP_WAIT_HOURS: count('12', 1, 72),
  SANXIAN_LOOK_UP_OPEN_HOURS: count('24', 1, 168),
  SANXIAN_LOOK_UP_FLOOR_MS: count('50', 0, 1000),
  SANXIAN_REQUEST_DAYS: count('15', 1, 90),
  SANXIAN_FAMILY_MESSAGE_DAYS: count('30', 1, 90),
  SANXIAN_KEEP_SESSION_IDENTITY_DAYS: count('7', 0, 180),
  SANXIAN_KEEP_SESSIONS_DAYS: count('365', 180, 3650),
  SANXIAN_KEEP_RETRIES_HOURS: count('72', 24, 8760),
  SANXIAN_KEEP_CORRECTIONS_DAYS: count('365', 30, 3650),
  SANXIAN_KEEP_REQUESTS_YEARS: count('3', 1, 30),
  SANXIAN_KEEP_HOME_VISITS_DAYS: count('180', 1, 3650),
  SANXIAN_KEEP_DISCLOSURES_YEARS: count('3', 3, 30),
  SANXIAN_KEEP_FAMILY_MESSAGES_DAYS: count('365', 0, 3650),
  SANXIAN_KEEP_CARDS_DAYS: count('365', 30, 3650),
  SANXIAN_KEEP_EVENTS_DAYS: count('90', 7, 3650),
  SANXIAN_KEEP_SUBMISSIONS_DAYS: count('60', 7, 180),
  SANXIAN_KEEP_PAPER_SCANS_YEARS: count('3', 3, 30),
  SANXIAN_PUBLIC_URL: optional,
  SANXIAN_PARTNER_POINTS: count('5000', 100, 1000000),
  SANXIAN_NATIONAL_REGISTER: v.optional(v.picklist(['off', 'api', 'folder', 'simulator']), 'off'),
  SANXIAN_NATIONAL_URL: optional,
  SANXIAN_NATIONAL_TOKEN: optional,
  SANXIAN_NATIONAL_FOLDER: optional,
  ...healthCardEnvironment,
  SANXIAN_OPERATIONS_HOST: v.optional(v.string(), '127.0.0.1'),
  SANXIAN_OPERATIONS_PORT: v.optional(v.union([v.literal(''), v.pipe(v.string(), v.regex(/^\d{1,5}$/), v.transform(Number), v.maxValue(65_535))]), ''),
  SANXIAN_DRAIN_SECONDS: count('0', 0, 120),
  SANXIAN_REQUESTS_AT_ONCE: count('64', 4, 10000),
  SANXIAN_PUBLIC_ANSWER_MILLISECONDS: count('1000', 0, 60000),
  ...traceEnvironment,
  LOG_LEVEL: v.optional(v.picklist(['debug', 'info', 'warn', 'error', 'silent']), 'info'),
  SANXIAN_STAFF_ISSUER: optional,
  SANXIAN_STAFF_CLIENT_ID: optional,
  SANXIAN_STAFF_CLIENT_SECRET: optional,
  SANXIAN_STAFF_CLIENT_KEY: optional,
  SANXIAN_STAFF_RETURN_URLS: optional,
  SANXIAN_STAFF_ACR: optional,
  SANXIAN_SIMULATOR: v.optional(v.picklist(['on', 'off'])),
  ZHELIBAN_SERVICE_CODE: optional,
  ZHELIBAN_SERVICE_PASSWORD: optional,
  ZHELIBAN_ACCESS_KEY: optional,
  ZHELIBAN_SECRET_KEY: optional,
  ZHELIBAN_APP_ID: optional,
  ZHELIBAN_NETWORK: v.optional(v.picklist(['direct', 'irsInternet', 'irsGovernmentNet']), 'irsInternet'),
  ZHELIBAN_PAGES_URL: v.optional(v.string(), 'https://puser.zjzwfw.gov.cn'),
  ZHELIBAN_CALLBACK_URL: v.optional(v.string(), '/sign-in/callback'),
  ZHELIBAN_RETURN_PARAMETER: v.optional(v.picklist(['goto', 'redirectUrl']), 'goto'),
  ZHELIBAN_ASSURANCE_LEVEL_WHEN_ABSENT: v.optional(v.picklist(['NOT_REAL_NAME', 'BASIC_REAL_NAME', 'ADVANCED_REAL_NAME'])),
});

/** The simulator's registration: made-up words that production refuses (see `refuseDemoInProduction`). */
const demoRegistration: ZhelibanRegistration = {
  serviceCode: 'demo-service',
  servicePassword: 'demo-password',
  accessKey: 'demo-access-key',
  secretKey: 'demo-secret-key',
  appId: 'demo-app',
};

/** What the caller of `readConfig` decides itself. */
export interface ConfigOptions {
  readonly mode: Mode;
  readonly databaseUrl: string;
  /** Where local keys are kept. */
  readonly dataFolder: string;
  /** The address under which this server reaches itself, for the simulator. */
  readonly ownUrl: string;
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

/**
 * Reads the configuration from the environment.
 * @throws ConfigurationFault that names every missing or unsafe setting.
 */
export function readConfig(options: ConfigOptions): AppConfig {
  const { mode, environment = process.env } = options;
  const parsed = v.safeParse(settings, environment);
  if (!parsed.success) throw new ConfigurationFault(`Unusable settings: ${parsed.issues.map((issue) => v.getDotPath(issue)).join(', ')}`);
  const set = parsed.output;
  const simulated = set.SANXIAN_SIMULATOR ? set.SANXIAN_SIMULATOR === 'on' : mode !== 'production';
  const registration = simulated ? demoRegistration : registrationOf(set);
  if (mode === 'production') refuseDemoInProduction(simulated, registration, set);
  const unusable = [...faultsOfNationalSettings(set, mode === 'production'), ...faultsOfTraceSettings(set)];
  if (unusable.length > 0) throw new ConfigurationFault(`Unusable settings: ${unusable.join('; ')}`);
  const faults = faultsOfKeySettings(set, mode === 'production');
  if (faults.length > 0) throw new ConfigurationFault(`Unusable keys: ${faults.join('; ')}`);

  const publicUrl = publicUrlOf(set.SANXIAN_PUBLIC_URL || (mode === 'production' ? '' : options.ownUrl), mode);

  return {
    mode,
    databaseUrl: options.databaseUrl,
    readReplicas: set.SANXIAN_READ_REPLICAS,
    keys: vaultKeysOf(set, options.dataFolder),
    audit: {
      keys: set.SANXIAN_AUDIT_KEY ? usable(() => configuredAuditKeys(set.SANXIAN_AUDIT_KEY, set.SANXIAN_AUDIT_PUBLIC_KEYS)) : localAuditKeys(options.dataFolder),
      witnessFile: set.SANXIAN_AUDIT_WITNESS || null,
    },
    erasedList: set.SANXIAN_ERASED_LIST || join(options.dataFolder, ERASED_LIST),
    evidence: set.SANXIAN_EVIDENCE_KEY ? usable(() => configuredEvidenceKeys(set.SANXIAN_EVIDENCE_KEY, set.SANXIAN_EVIDENCE_PUBLIC_KEYS)) : localEvidenceKeys(options.dataFolder),
    donorCard: { issuer: publicUrl ?? 'http://localhost', keys: usable(() => cardKeysOf(set, options.dataFolder, mode === 'test')), days: set.SANXIAN_CARD_DAYS },
    trustedProxies: set.SANXIAN_TRUSTED_PROXIES,
    session: { idleMinutes: set.SANXIAN_SESSION_IDLE_MINUTES, totalMinutes: set.SANXIAN_SESSION_TOTAL_MINUTES, freshSeconds: set.SANXIAN_FRESH_SIGN_IN_SECONDS, staffFreshMinutes: set.SANXIAN_STAFF_FRESH_MINUTES },
    decisions: { perDay: set.SANXIAN_DECISIONS_PER_DAY, disavowalDays: set.SANXIAN_DISAVOWAL_DAYS },
    lookUps: { waitHours: set.SANXIAN_LOOK_UP_WAIT_HOURS, openHours: set.SANXIAN_LOOK_UP_OPEN_HOURS, floorMilliseconds: set.SANXIAN_LOOK_UP_FLOOR_MS },
    rights: { requestDays: set.SANXIAN_REQUEST_DAYS },
    family: { messageDays: set.SANXIAN_FAMILY_MESSAGE_DAYS },
    retention: {
      sessionIdentityDays: set.SANXIAN_KEEP_SESSION_IDENTITY_DAYS,
      sessionDays: set.SANXIAN_KEEP_SESSIONS_DAYS,
      retryHours: set.SANXIAN_KEEP_RETRIES_HOURS,
      correctionDays: set.SANXIAN_KEEP_CORRECTIONS_DAYS,
      requestYears: set.SANXIAN_KEEP_REQUESTS_YEARS,
      homeVisitDays: set.SANXIAN_KEEP_HOME_VISITS_DAYS,
      disclosureYears: set.SANXIAN_KEEP_DISCLOSURES_YEARS,
      familyMessageDays: set.SANXIAN_KEEP_FAMILY_MESSAGES_DAYS,
      cardDays: set.SANXIAN_KEEP_CARDS_DAYS,
      eventDays: set.SANXIAN_KEEP_EVENTS_DAYS,
      submissionDays: set.SANXIAN_KEEP_SUBMISSIONS_DAYS,
      paperScanYears: set.SANXIAN_KEEP_PAPER_SCANS_YEARS,
    },
    zheliban: zhelibanSettings(set, registration, simulated ? options.ownUrl : null),
    staff: simulated && options.ownUrl ? demoStaffProvider(options.ownUrl) : staffProviderSettings(set),
    partners: { publicUrl, pointsPerHour: set.SANXIAN_PARTNER_POINTS },
    national: nationalSettings(set, options.ownUrl),
    healthCards: usable(() => healthCardSettings(set, simulated ? options.ownUrl || null : null, mode === 'production'), 'settings'),
    logLevel: set.LOG_LEVEL,
    operations: { door: set.SANXIAN_OPERATIONS_PORT === '' ? null : { host: set.SANXIAN_OPERATIONS_HOST, port: set.SANXIAN_OPERATIONS_PORT }, drainSeconds: set.SANXIAN_DRAIN_SECONDS, requestsAtOnce: set.SANXIAN_REQUESTS_AT_ONCE, publicAnswerMilliseconds: set.SANXIAN_PUBLIC_ANSWER_MILLISECONDS },
    traces: traceSettings(set),
    simulator: simulated ? registration : null,
  };
}

type Settings = v.InferOutput<typeof settings>;

/** An origin without a path; in production under https, because tokens travel there. */
function publicUrlOf(text: string, mode: Mode): string | null {
  if (text === '') return null;
  const url = URL.parse(text);
  // Longer ones would make the code on a donor card too fine to be scanned.
  const isUsable = url?.origin === text && text.length <= 60 && (url.protocol === 'https:' || (url.protocol === 'http:' && mode !== 'production'));
  if (!isUsable) throw new ConfigurationFault('Unusable settings: SANXIAN_PUBLIC_URL (an origin of at most 60 characters such as https://register.example, without a path)');
  return text;
}

function usable<Read>(read: () => Read, what = 'keys'): Read {
  try {
    return read();
  } catch (error) {
    throw new ConfigurationFault(`Unusable ${what}: ${error instanceof Error ? error.message : ''}`);
  }
}

function registrationOf(set: Settings): ZhelibanRegistration {
  return {
    serviceCode: set.ZHELIBAN_SERVICE_CODE,
    servicePassword: set.ZHELIBAN_SERVICE_PASSWORD,
    accessKey: set.ZHELIBAN_ACCESS_KEY,
    secretKey: set.ZHELIBAN_SECRET_KEY,
    appId: set.ZHELIBAN_APP_ID,
  };
}

function refuseDemoInProduction(simulated: boolean, registration: ZhelibanRegistration, set: Settings): void {
  const faults: string[] = [];
  if (simulated) faults.push('SANXIAN_SIMULATOR (the simulator must be off)');
  faults.push(...missingKeySettings(set));
  if (!set.SANXIAN_AUDIT_KEY) faults.push('SANXIAN_AUDIT_KEY (the key that signs the audit must come from configuration)');
  if (!set.SANXIAN_EVIDENCE_KEY) faults.push('SANXIAN_EVIDENCE_KEY (the key that signs evidence packages must come from configuration)');
  if (!set.SANXIAN_CARD_KEY) faults.push('SANXIAN_CARD_KEY (the key that signs donor cards must come from configuration)');
  if (!set.SANXIAN_PUBLIC_URL) faults.push('SANXIAN_PUBLIC_URL (the address at which donor cards are checked stands in each of them)');
  const names: Record<keyof ZhelibanRegistration, string> = {
    serviceCode: 'ZHELIBAN_SERVICE_CODE',
    servicePassword: 'ZHELIBAN_SERVICE_PASSWORD',
    accessKey: 'ZHELIBAN_ACCESS_KEY',
    secretKey: 'ZHELIBAN_SECRET_KEY',
    appId: 'ZHELIBAN_APP_ID',
  };
  for (const [field, name] of Object.entries(names) as [keyof ZhelibanRegistration, string][]) {
    if (!registration[field] || registration[field] === demoRegistration[field]) faults.push(`${name} (missing, or the demo value)`);
  }
  if (set.SANXIAN_LOOK_UP_FLOOR_MS < 50) faults.push('SANXIAN_LOOK_UP_FLOOR_MS (below 50 ms the time of an answer tells who is on the register)');
  if (!set.ZHELIBAN_PAGES_URL.startsWith('https://')) faults.push('ZHELIBAN_PAGES_URL (must begin with https://)');
  faults.push(...faultsOfStaffProvider(set));
  if (faults.length > 0) throw new ConfigurationFault(`Production does not start. 请补全这些设置 / set these: ${faults.join('; ')}`);
}
