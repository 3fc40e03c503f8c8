/** Each demand of law that software can meet leads to a test that shows it; what does not is named with its reason. */
import { withoutComments, type Finding, type HouseRule, type Tree } from './tree.ts';

const PAPER = 'docs/traceability.md';
const SHOWN = 'Shown by a test';
const NOT_BUILT = 'Not built yet';
const OUTSIDE = 'Outside the software';

interface Row {
  readonly line: number;
  readonly section: string;
  readonly cells: readonly string[];
}

/** `file` › name of the test, several of them separated by `<br>`. */
const reference = /^`([^`]+)` › (.+)$/;

/**
 * Every row below "Shown by a test" names tests that exist, by file and name; every row below "Not built yet" names the issue it
 * waits for; every row below "Outside the software" says why. A row that is moved keeps its first cells.
 */
export const everyDemandHasItsTest: HouseRule = (tree) => {
  const paper = tree.find(({ path }) => path === PAPER);
  if (!paper) return [{ path: PAPER, message: 'the table from law to tests is missing' }];
  const rows = rowsOf(paper.text);
  const missing = [SHOWN, NOT_BUILT, OUTSIDE].filter((section) => !rows.some((row) => row.section === section));
  return [
    ...missing.map((section): Finding => ({ path: PAPER, message: `there is no table below "## ${section}"` })),
    ...rows.flatMap((row) => faultsOf(row, tree).map((message): Finding => ({ path: PAPER, line: row.line, message }))),
  ];
};

/** The rows of all tables, each with the second-level heading it stands below. */
function rowsOf(text: string): Row[] {
  let section = '';
  const lines = text.split('\n');
  return lines.flatMap((content, index): Row[] => {
    section = /^## (.+)$/.exec(content)?.[1] ?? section;
    const isHead = /^\|[\s:-]+\|/.test(lines[index + 1] ?? '');
    if (!content.startsWith('|') || isHead || /^\|[\s:-]+\|/.test(content)) return [];
    return [{ line: index + 1, section, cells: content.split('|').slice(1, -1).map((cell) => cell.trim()) }];
  });
}

function faultsOf({ section, cells }: Row, tree: Tree): string[] {
  const [item = '', demand = ''] = cells;
  const last = cells.at(-1) ?? '';
  const unsaid = cells.length < 3 || item === '' || demand === '' ? ['a row says the item, what it asks, and what became of it'] : [];
  if (section === SHOWN) return [...unsaid, ...last.split('<br>').flatMap((part) => faultsOfReference(item, part.trim(), tree))];
  if (/\.test\.ts/.test(last)) return [...unsaid, `${item} names a test: it belongs below "${SHOWN}"`];
  if (section === NOT_BUILT) return [...unsaid, ...(/^issue \d+\b/.test(last) ? [] : [`${item} does not say which issue will build it ("issue N: …")`])];
  if (section === OUTSIDE) return [...unsaid, ...(last.length >= 20 ? [] : [`${item} does not say why no software can show it`])];
  return [`a table stands below "${section}", where no rule looks at it`];
}

function faultsOfReference(item: string, part: string, tree: Tree): string[] {
  const [, path, name] = reference.exec(part) ?? [];
  if (path === undefined || name === undefined) return [`${item} names no test: \`file\` › name`];
  const file = path.endsWith('.test.ts') ? tree.find((each) => each.path === path) : undefined;
  if (!file) return [`${item}: there is no test file ${path}`];
  return hasTest(file.text, name) ? [] : [`${item}: ${path} has no test "${name}"`];
}

/** Whether a test is called so: the name, whole, as the first argument of `it`, `test`, or of what their `each` and `for` return. */
function hasTest(text: string, name: string): boolean {
  const called = name.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  const form = new RegExp(String.raw`(?:\b(?:it|test)(?:\.\w+)*|\))\(\s*(['"\`])${called}\1\s*,`);
  return form.test(withoutComments(text).replace(/\\(['"`])/g, '$1'));
}

/** All rules about what law demands by the name under which a breach is reported. */
export const traceabilityRules = { everyDemandHasItsTest } satisfies Record<string, HouseRule>;
