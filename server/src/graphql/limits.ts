import pg from 'pg';
import { RateLimiterMemory, RateLimiterPostgres, RateLimiterRes, type RateLimiterAbstract } from 'rate-limiter-flexible';

/** How often something may be done, and where it is counted. */
export interface LimitRule {
  readonly points: number;
  readonly seconds: number;
  /**
   * `TOGETHER`: all servers count into one table, so that who asks ten servers gets no more. For what is sensitive.
   * `HERE`: each server counts in its own memory. Against floods, which a table would only make worse.
   */
  readonly counted: 'TOGETHER' | 'HERE';
  /** While the table cannot be reached, each server counts alone and allows half (the default), or everything is refused. */
  readonly withoutTable?: 'HALF' | 'REFUSE';
}

/** Actions that are counted per caller, with their allowance. */
export const limitRules = {
  /** Ticket exchanges from one address: generous, because a gateway can stand in front of many phones. */
  signIn: { points: 120, seconds: 60, counted: 'TOGETHER' },
  /** Steps of staff sign-ins from one address: an office stands behind one. */
  staffSignIn: { points: 60, seconds: 60, counted: 'TOGETHER' },
  /** Failed sign-ins of one account, or from one address (GB/T 22239 8.1.4.1 b). */
  failedStaffSignIn: { points: 10, seconds: 600, counted: 'TOGETHER' },
  /** Correction notes from one address. */
  suggestCorrection: { points: 10, seconds: 600, counted: 'HERE' },
  /** Look-ups asked for or opened by one account: far more than a bad night needs (a whole country had 700 in a year). */
  lookUp: { points: 60, seconds: 3_600, counted: 'TOGETHER', withoutTable: 'REFUSE' },
  /** Broken glass by one account. */
  breakGlass: { points: 6, seconds: 86_400, counted: 'TOGETHER', withoutTable: 'REFUSE' },
  /** Look-ups of one person by one account: nobody uses up what others need for the same person. */
  lookUpOfPersonByAccount: { points: 5, seconds: 86_400, counted: 'TOGETHER', withoutTable: 'REFUSE' },
  /** Look-ups of one person by whomever, counted by their blind index; broken glass is never stopped by it. */
  lookUpOfPerson: { points: 20, seconds: 86_400, counted: 'TOGETHER', withoutTable: 'REFUSE' },
  /** Evidence packages of one account: a few for one case, never a habit. */
  issueEvidencePackage: { points: 20, seconds: 3600, counted: 'TOGETHER', withoutTable: 'REFUSE' },
  /** And for one look-up, whoever asks. */
  issueEvidenceForLookUp: { points: 5, seconds: 86_400, counted: 'TOGETHER', withoutTable: 'REFUSE' },
  /** Requests about one's data, of one person. */
  fileDataRequest: { points: 10, seconds: 3_600, counted: 'HERE' },
  /** Copies of one person drawn as pages: each takes a good part of a second of one core, on which others wait. */
  drawFamilyCopy: { points: 10, seconds: 3_600, counted: 'HERE' },
  /** Declarations about the body of one person; withdrawing is not counted. */
  declareBodyWish: { points: 20, seconds: 86_400, counted: 'TOGETHER' },
  /** Visits at home that one person asks for, and takes back. */
  askForHomeVisit: { points: 6, seconds: 86_400, counted: 'TOGETHER' },
  /** Requests of one person about somebody who died: nobody has many dead. */
  fileNearKinRequest: { points: 5, seconds: 86_400, counted: 'TOGETHER' },
  /** Registrations that one partner sends for people, and for one person: a form is corrected once or twice. */
  submitRegistration: { points: 600, seconds: 3_600, counted: 'TOGETHER', withoutTable: 'REFUSE' },
  /** Scans that one account uploads and looks at, and forms that it types: a day's post, not a second register. */
  keepPaperScan: { points: 60, seconds: 3_600, counted: 'TOGETHER', withoutTable: 'REFUSE' },
  showPaperScan: { points: 120, seconds: 3_600, counted: 'TOGETHER', withoutTable: 'REFUSE' },
  enterPaperForm: { points: 60, seconds: 3_600, counted: 'TOGETHER', withoutTable: 'REFUSE' },
  submitForPerson: { points: 5, seconds: 86_400, counted: 'TOGETHER', withoutTable: 'REFUSE' },
  /** Wishes stated by one person. */
  stateWish: { points: 20, seconds: 3_600, counted: 'HERE' },
  /** Messages to the family, made by one person. */
  tellFamily: { points: 10, seconds: 86_400, counted: 'TOGETHER' },
  /** Cards issued to one person; revoking is not counted. */
  issueDonorCard: { points: 10, seconds: 86_400, counted: 'TOGETHER' },
  /** Openings of one link, right or wrong, and whether it is one or not: what is tried at once stays few, too. */
  familyMessageLink: { points: 20, seconds: 3_600, counted: 'TOGETHER', withoutTable: 'REFUSE' },
  /** The same from one address, behind which a village may stand. */
  familyMessageCaller: { points: 60, seconds: 600, counted: 'TOGETHER', withoutTable: 'REFUSE' },
  /** Cards that one person tries to bind: each asks a platform about them. */
  bindHealthCard: { points: 10, seconds: 3_600, counted: 'TOGETHER' },
  /** Questions of one platform about one card, whether or not anybody has it; beside the platform's hourly budget. */
  askDonorStatus: { points: 20, seconds: 3_600, counted: 'TOGETHER', withoutTable: 'REFUSE' },
} as const satisfies Record<string, LimitRule>;

/** The name of a counted action. */
export type LimitedAction = keyof typeof limitRules;

/** Counts actions per caller. */
export interface Limits {
  /** Takes one point; answers the seconds to wait when none is left, otherwise null. */
  take(action: LimitedAction, caller: string): Promise<number | null>;
  /** The seconds to wait when a caller has used up their allowance, otherwise null; takes nothing. */
  waitFor(action: LimitedAction, caller: string): Promise<number | null>;
}

/** Limits that hold a connection to the database. */
export interface DatabaseLimits extends Limits {
  close(): Promise<void>;
}

/** What counting together needs. */
export interface DatabaseLimitsOptions {
  readonly databaseUrl: string;
  /** Turns an action and its caller into what is written into the table: keyed, so that no address or number can be read from it. */
  readonly digest: (actionAndCaller: string) => Buffer;
  /** Rules other than those of the register; for tests. */
  readonly rules?: Readonly<Record<string, LimitRule>>;
}

/** How long a caller waits who was refused because nothing could be counted, in seconds. */
const WAIT_FOR_TABLE = 30;

/** Counting may hold a request up for so long at most, in milliseconds; then each server counts alone. */
const PATIENCE = 1_000;

/** Limits counted in this process's memory, all of them. */
export function memoryLimits(rules: Readonly<Record<string, LimitRule>> = limitRules): Limits {
  return limitsBy(rules, (rule) => inMemory(rule, rule.points), (_action, caller) => caller);
}

/** Limits counted by all servers together where the rule says so; when the database is away, memory is the insurance. */
export function databaseLimits({ databaseUrl, digest, rules = limitRules }: DatabaseLimitsOptions): DatabaseLimits {
  const timeouts = { connectionTimeoutMillis: PATIENCE, statement_timeout: PATIENCE, query_timeout: PATIENCE, idleTimeoutMillis: 30_000 };
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 2, application_name: 'sanxian limits', ...timeouts });
  // A connection that breaks while idle is replaced; what is asked meanwhile falls to the insurance.
  pool.on('error', () => undefined);
  const inTable = (rule: LimitRule) =>
    new RateLimiterPostgres({
      ...allowance(rule, rule.points),
      storeClient: pool,
      storeType: 'pool',
      tableName: 'rate_limit',
      tableCreated: true,
      ...(rule.withoutTable === 'REFUSE' ? {} : { insuranceLimiter: inMemory(rule, Math.ceil(rule.points / 2)) }),
    });
  const limits = limitsBy(
    rules,
    (rule) => (rule.counted === 'TOGETHER' ? inTable(rule) : inMemory(rule, rule.points)),
    (action, caller) => digest(`${action}\u0000${caller}`).toString('hex'),
  );
  return { ...limits, close: () => pool.end() };
}

function limitsBy(rules: Readonly<Record<string, LimitRule>>, limiterOf: (rule: LimitRule) => RateLimiterAbstract, keyOf: (action: string, caller: string) => string): Limits {
  const limiters = new Map(Object.entries(rules).map(([action, rule]) => [action, { rule, limiter: limiterOf(rule) }]));
  return {
    async take(action, caller) {
      const counted = limiters.get(action);
      if (!counted) throw new Error(`Nothing says how often ${action} may be done`);
      try {
        await counted.limiter.consume(keyOf(action, caller));
        return null;
      } catch (refused) {
        if (refused instanceof RateLimiterRes) return Math.ceil(refused.msBeforeNext / 1000);
        if (counted.rule.withoutTable === 'REFUSE') return WAIT_FOR_TABLE;
        throw refused;
      }
    },
    async waitFor(action, caller) {
      const counted = limiters.get(action);
      const used = await counted?.limiter.get(keyOf(action, caller));
      return counted && used && used.consumedPoints >= counted.rule.points ? Math.ceil(used.msBeforeNext / 1000) : null;
    },
  };
}

function inMemory(rule: LimitRule, points: number): RateLimiterMemory {
  return new RateLimiterMemory(allowance(rule, points));
}

/** No prefix: the action is part of the key already. */
function allowance({ seconds }: LimitRule, points: number) {
  return { points, duration: seconds, keyPrefix: '' };
}
