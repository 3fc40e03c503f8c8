/** Where the world may be touched: settings, network, clock, database and randomness have named doors. */
import { isCode, isTest, occurrences, type HouseRule, type SourceFile } from './tree.ts';

interface Door {
  /** What must not be written elsewhere. */
  readonly pattern: RegExp;
  /** Which files the rule is about. */
  readonly within: RegExp;
  /** The files that may, each with its reason. */
  readonly allowed: readonly RegExp[];
  readonly message: string;
}

const effectRule =
  ({ pattern, within, allowed, message }: Door): HouseRule =>
  (tree) =>
    tree
      .filter((file) => isCode(file) && !isTest(file.path) && within.test(file.path) && !allowed.some((door) => door.test(file.path)))
      .flatMap((file) => occurrences(file, pattern, message));

/** A missing setting must stop the start and name itself, so all are read in one place. */
export const settingsAreReadOnce = effectRule({
  pattern: /\bprocess\.env\b|\bimport\.meta\.env\b/g,
  within: /^(server|client)\//,
  allowed: [
    /^server\/src\/config\.ts$/,
    // PostgreSQL is started with an environment of its own, which needs our PATH.
    /^server\/src\/database\/embedded\/cluster\.ts$/,
    /^client\/vite\.config\.ts$/,
    // What the client was built for; Vite writes the values in.
    /^client\/src\/environment\.ts$/,
  ],
  message: 'settings are read in server/src/config.ts and client/src/environment.ts only',
});

/** Every way out of the house has a timeout, an error of its own and a place in the threat model. */
export const networkHasDoors = effectRule({
  pattern: /(?<![.\w])fetch\(|\bglobalThis\.fetch\b|\bwindow\.fetch\b|\bXMLHttpRequest\b|\bsendBeacon\(|\bnew (WebSocket|EventSource)\(|from ['"](node:)?(http|https|net|tls|dgram)['"]/g,
  within: /^(server|client)\/src\//,
  allowed: [
    // The provider's protocols (浙里办 1.4-1.6) are spoken here.
    /^server\/src\/identity\/.*provider/,
    /^server\/src\/identity\/zheliban[^/]*\//,
    // The key service (KMS, HSM): a timeout, an error of its own, and only closed data keys go and come.
    /^server\/src\/vault\/transit-key-encryption\.ts$/,
    // Events leave for addresses that partners named: guarded against our own network, with a timeout and words of its own.
    /^server\/src\/webhooks\/post-webhook\.ts$/,
    // The national register: a timeout by its caller, an error of its own, and what comes back is judged by form.
    /^server\/src\/national-register\/national-api\.ts$/,
    // Platforms of health cards: a timeout, an error of its own, no redirect.
    /^server\/src\/health-cards\/platform-http\.ts$/,
    // The server itself listens, and turns away at its door.
    /^server\/src\/(app|main|http\/(admission|early-refusals|pipelining|short-way|request-scope|follow-request))\.ts$/,
    // The database, by lines of its own: with the limits of every connection to it.
    /^server\/src\/database\/reading-lines\.ts$/,
    // And at a second door, for those who run it.
    /^server\/src\/telemetry\/operations-door\.ts$/,
    /^server\/src\/nonprod\//,
    /^client\/src\/api\/execute\.ts$/,
    // A file for the desk comes by its own address, once, with the session's token in the header.
    /^client\/src\/desk\/download\.ts$/,
    /^client\/src\/container\//,
    // The verifier page asks for public lists, and for nothing that names a card; it is a build without our execute.
    /^client\/src\/verifier\/kept-lists\.ts$/,
    // The page of partners asks the token endpoint, which is OAuth and no GraphQL: with a patience, and every failure has words.
    /^client\/src\/partner\/ask-for-token\.ts$/,
  ],
  message: 'the network is reached in identity providers, client/src/api/execute.ts, client/src/desk/download.ts, client/src/verifier/kept-lists.ts, client/src/partner/ask-for-token.ts and client/src/container only',
});

/** Time is an argument: a rule about age or expiry must be testable on any day. */
export const timeComesFromTheContext = effectRule({
  pattern: /\bnew Date\(\s*\)|\bDate\.now\(/g,
  within: /^server\/src\//,
  allowed: [
    // Where the clock enters: createApp's default port.
    /^server\/src\/(app|main|clock)\.ts$/,
    // Waiting for a process to come up is measured by the machine's clock.
    /^server\/src\/database\/embedded\//,
    /^server\/src\/nonprod\//,
  ],
  message: 'the time of the server comes from context.now',
});

/** A command only decides and changes; the wrapper makes it one unit of work. */
export const unitsOfWorkFlush = effectRule({
  pattern: /\.(flush|transactional|begin|commit|rollback|persistAndFlush|removeAndFlush)\(|\bflushAtOnce\(/g,
  within: /^server\/src\//,
  allowed: [/^server\/src\/graphql\/units-of-work\.ts$/, /^server\/src\/database\//, /^server\/src\/outbox\//],
  message: 'flush and transactions belong to graphql/units-of-work.ts, database/ and outbox/',
});

/** Native writes pass by the audit's change sets; raw reads may leak past the scoped finders. */
export const sqlHasRooms: HouseRule = (tree) =>
  tree
    .filter((file) => isCode(file) && !isTest(file.path) && file.path.startsWith('server/src/') && !sqlRooms.some((roomOfSql) => roomOfSql.test(file.path)))
    .flatMap((file) => occurrences(file, sql, 'native and raw queries belong to *.queries.ts, database/, outbox/ and statistics/, or say why in a `// lock:` comment').filter(({ line }) => !saysWhy(file, line ?? 1)));

const sql = /\.(nativeInsert|nativeUpdate|nativeDelete|insertMany|upsert|upsertMany|getKnex|getKysely|createQueryBuilder)\b|\.(execute|query)\(\s*['"`]|\bsql`|\braw\(/g;
const sqlRooms = [
  /\.queries\.ts$/,
  // Loads a public reference list, which tells of no person and is as big as it is.
  /\/load-[a-z-]+\.ts$/,
  /^server\/src\/database\//,
  /^server\/src\/outbox\//,
  /^server\/src\/statistics\//,
  /^server\/src\/graphql\/units-of-work\.ts$/,
];

function saysWhy({ text }: SourceFile, line: number): boolean {
  const lines = text.split('\n');
  return [lines[line - 1], lines[line - 2], lines[line - 3]].some((near) => near?.includes('// lock:'));
}

/** A question that the mapper does not send names no door: it would show staff and clinicians what the citizens' pool sees. */
export const wallsAreNotPassedBy = effectRule({
  pattern: /\.(getKysely|createQueryBuilder|qb|getConnection|getKnex)\b/g,
  within: /^server\/src\//,
  allowed: [
    // Public lists, without a wall.
    /^server\/src\/organisations\/organisation\.queries\.ts$/,
    /^server\/src\/divisions\/load-divisions\.ts$/,
    // Only outside of transactions and of the doors of staff.
    /^server\/src\/database\/(readings|at-once)\.ts$/,
    // Picks a connection among replicas; what asks for one to read from stands in the first line.
    /^server\/src\/database\/routed-driver\.ts$/,
    // Counts its connections and asks nothing.
    /^server\/src\/database\/orm\.ts$/,
  ],
  message: 'ask through em.find, em.count, em.execute…: a query builder passes by the door of staff and clinicians (database/door.ts)',
});

/** Ids and secrets come from the system's generator. */
export const randomnessIsStrong = effectRule({
  pattern: /\bMath\.random\(/g,
  within: /^(server|client)\/src\//,
  allowed: [],
  message: 'use node:crypto or crypto.getRandomValues: Math.random can be guessed',
});

/** All effect rules by the name under which a breach is reported. */
export const effectRules = {
  settingsAreReadOnce,
  networkHasDoors,
  timeComesFromTheContext,
  unitsOfWorkFlush,
  sqlHasRooms,
  wallsAreNotPassedBy,
  randomnessIsStrong,
} satisfies Record<string, HouseRule>;
