/** What a migration must not do to a table that is full of people and written to (ADR 53). */
import { lineAt, withoutComments, type Finding, type HouseRule, type SourceFile } from './tree.ts';

const folder = 'server/src/database/migrations/';

/** Up to this one migrations were rehearsed as they stand (`pnpm rehearse`); whatever comes later is judged by its words, too. */
const LAST_BEFORE_THE_RULE = '2026-11-26-82-cards-lose-races';

interface Ban {
  /** Finds the statement; `table` is the table it is about, where it is fine on one that this migration makes. */
  readonly pattern: RegExp;
  readonly message: string;
}

const table = String.raw`(?:if exists )?(?:only )?(?<table>[\w.$\{\}]+)`;
const ban = (pattern: string, message: string): Ban => ({ pattern: new RegExp(pattern.replaceAll(' ', String.raw`\s+`), 'gi'), message });

const bans: readonly Ban[] = [
  ban(String.raw`\bcreate (?:unique )?index (?!concurrently\b)(?:if not exists )?(?:\w+ )?on ${table}`, 'a plain index keeps everybody from writing until it is built: StepByStep.addIndex'),
  ban(String.raw`\balter table ${table}[^'"\`]*?\balter (?:column )?\w+ (?:set data )?type\b`, 'another type rewrites the table while everybody waits: a new column, filled in batches, read by the next release'),
  ban(String.raw`\balter table ${table}[^'"\`]*?\bset not null\b`, 'the table is read while everybody waits: StepByStep.requireValue'),
  ban(String.raw`\balter table ${table}[^'"\`]*?\badd constraint \w+ (?!(?:unique|primary key) using index\b)(?!(?:[^\`;]|\n)*\bnot valid\b)`, 'the table is read while everybody waits: StepByStep.addConstraint, or a unique index with "using index"'),
  ban(String.raw`\balter table ${table}[^'"\`]*?\badd (?:column )?(?!constraint\b)[^\`;]*?\b(?:check \(|unique\b|primary key\b|generated\b|(?:big|small)?serial\b)`, 'the column brings the table to be read or rewritten: add it bare, then StepByStep.addConstraint or addIndex'),
  ban(String.raw`\balter table ${table}[^'"\`]*?\bdefault (?:\(?\w*\.?)(?:gen_random_uuid|uuidv\d|random|clock_timestamp|timeofday|nextval)\b`, 'a default that differs by row rewrites the table: add the column bare and fill it in batches'),
  ban(String.raw`\balter (?:table|index) ${table}[^'"\`]*?\brename\b`, 'servers of the former release ask by the former name: expand first, contract in a later release'),
  ban(String.raw`\b(?:update (?!o[fr]\b)|delete from )${table} `, 'rows are changed in batches by a round or a command, not by one statement that holds them all'),
  ban(String.raw`\b(?:lock table|truncate(?! on\b)|cluster|vacuum full|reindex (?!.*concurrently)\w+) ${table}`, 'everybody waits until this is done'),
  ban(String.raw`\balter table ${table}[^'"\`]*?\bset (?:logged|unlogged|tablespace|access method)\b`, 'the table is rewritten while everybody waits'),
];

/** Tables that people read and hardly anybody writes: a reference to one of them holds nobody up. */
const quiet: ReadonlySet<string> = new Set(['division', 'organisation', 'hospital', 'staff_account', 'partner', 'donor_card_key']);

/** Statements that take a table for themselves. */
const taking = /\balter\s+table\s+(?:if\s+exists\s+)?([\w.${}]+)|\btrigger\s+\w+\s[^`;]*?\bon\s+([\w.${}]+)/gi;

/** A table that people write to is changed without holding them up: `pnpm rehearse` measures it, this rule knows the usual ways to fail. */
export const migrationsHoldNobodyUp: HouseRule = (tree) =>
  tree
    .filter(({ path }) => path.startsWith(folder) && /\/\d{4}-[^/]+(?<!\.test)\.ts$/.test(path))
    .flatMap((file) => [...tablesTakenAtOnce(file), ...(file.path.slice(folder.length) > `${LAST_BEFORE_THE_RULE}.ts` ? faultsOf(file) : [])]);

/** A table that is made refers to one at most of those that people write to; this goes for all migrations, those before the rule were mended. */
function tablesTakenAtOnce(file: SourceFile): Finding[] {
  const sql = withoutBodies(withoutComments(file.text));
  const made = madeIn(sql);
  return [...sql.matchAll(/\bcreate\s+table\b[^`;]*/gi)].flatMap(({ 0: statement, index }) => {
    const busy = new Set([...statement.matchAll(/\breferences\s+([\w.]+)/gi)].map(([, name]) => name ?? '').filter((name) => !made.has(name) && !quiet.has(name)));
    if (busy.size < 2) return [];
    return [{ path: file.path, line: lineAt(sql, index), message: `takes ${[...busy].join(' and ')} from whoever writes, and meets those who take them the other way round: StepByStep.addReference for all but one` }];
  });
}

function madeIn(sql: string): ReadonlySet<string | undefined> {
  return new Set([...sql.matchAll(/\bcreate\s+table\s+(?:if\s+not\s+exists\s+)?([\w.]+)/gi)].map(([, name]) => name));
}

function faultsOf(file: SourceFile): Finding[] {
  const sql = withoutBodies(withoutComments(file.text));
  const made = madeIn(sql);
  const banned = bans.flatMap(({ pattern, message }) =>
    [...sql.matchAll(pattern)].filter(({ groups }) => !made.has(groups?.['table'])).map(({ index }): Finding => ({ path: file.path, line: lineAt(sql, index), message })),
  );
  if (/\bextends\s+StepByStep\b/.test(sql)) return banned;
  const taken = new Set([...sql.matchAll(taking)].map(([, altered, triggered]) => altered ?? triggered).filter((name) => name !== undefined && !made.has(name)));
  const besides = /\bconcurrently\b|\bvalidate\s+constraint\b/i.exec(sql);
  return [
    ...banned,
    ...(taken.size > 1 ? [{ path: file.path, message: `takes ${[...taken].join(' and ')} in one transaction, and may wait for one while everybody waits for the other: extend StepByStep` }] : []),
    ...(besides ? [{ path: file.path, line: lineAt(sql, besides.index), message: 'in one transaction with others this is of no use or impossible: extend StepByStep' }] : []),
  ];
}

/** What a function does later is no statement of the migration; every line stays where it was. */
function withoutBodies(text: string): string {
  return text.replace(/\$\$[\s\S]*?\$\$/g, (body) => body.replace(/[^\n]/g, ' '));
}

/** All rules about migrations by the name under which a breach is reported. */
export const migrationRules = { migrationsHoldNobodyUp } satisfies Record<string, HouseRule>;
