/** How files are named, how long they are, and what no file may hold. */
import { isCode, isGenerated, isTest, type Finding, type HouseRule } from './tree.ts';

const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

const drawer = /^(index|utils?|helpers?|common|misc|shared|base|types|constants)\.(ts|mjs|vue)$|(^|[-.])(utils?|helpers?|services?|managers?|handlers?|processors?)\.(ts|mjs|vue)$|(Manager|Helper|Util|Service|Handler|Processor)\.(ts|vue)$/;
const drawerFolder = /(^|\/)(utils?|helpers?|services?|common|lib|misc|dto|managers?)\//;

/** A file named for a drawer will be filled like one. */
export const noDrawers: HouseRule = (tree) =>
  tree
    .filter((file) => isCode(file) && (drawer.test(baseName(file.path)) || drawerFolder.test(file.path)))
    .map(({ path }) => ({ path, message: 'name the file for what it says: no index, utils, helpers, services, managers' }));

/** kebab-case with role suffixes; Vue components and pages PascalCase. */
export const filesAreNamedAlike: HouseRule = (tree) =>
  tree
    .filter(isCode)
    .filter(({ path }) => !(path.endsWith('.vue') ? /^[A-Z][A-Za-z0-9]+\.vue$/ : /^([a-z0-9]+(-[a-z0-9]+)*)(\.[a-z-]+)*\.(ts|mjs)$|^[A-Z][A-Za-z0-9]+\.test\.ts$|^use[A-Z][A-Za-z]+(\.test)?\.ts$/).test(baseName(path)))
    .map(({ path }) => ({ path, message: path.endsWith('.vue') ? 'components are named in PascalCase' : 'files are named in kebab-case with a role suffix' }));

const linesAllowed = (path: string): number => (isTest(path) ? 400 : 300);

/** A file that is too long to read is too long to be right. */
export const filesAreShort: HouseRule = (tree) =>
  tree.filter(isCode).flatMap(({ path, text }): Finding[] => {
    const lines = text.trimEnd().split('\n').length;
    return lines > linesAllowed(path) ? [{ path, message: `${lines} lines; at most ${linesAllowed(path)}` }] : [];
  });

/** Built from parts, so that the rule does not find itself. */
const forbiddenText: readonly { pattern: RegExp; message: string }[] = [
  { pattern: new RegExp(String.raw`\b(${['TO', 'FIX'].map((start) => (start === 'TO' ? `${start}DO` : `${start}ME`)).join('|')}|X{3})\b`), message: 'open work is an issue, not a comment' },
  { pattern: /eslint-disable|@ts-(ignore|nocheck|expect-error)\b/, message: 'a rule that is switched off is no rule' },
  { pattern: new RegExp(String.raw`(^|[\s'"\`(=:])/(${['work', 'home', 'root', 'Users', 'tmp'].join('|')})/[\w.-]`), message: 'no path of one machine' },
  { pattern: /[A-Z]:\\\\?(Users|work)/, message: 'no path of one machine' },
  { pattern: /\bregistry\.(npmjs|yarnpkg|npmmirror)\b|_authToken|registry\s*=\s*https?:/, message: 'no registry host: each machine has its own' },
  { pattern: /-----BEGIN [A-Z ]*PRIVATE KEY-----/, message: 'no key in the tree' },
];

/** Files that quote what is forbidden, because they forbid it. */
const quotes = /^scripts\/checks\/|^eslint\.config\.mjs$|^test\/contract\/house-rules/;

/** What no file may hold: open work, switched-off rules, one machine's paths, registry hosts, keys. */
export const nothingForbiddenIsKept: HouseRule = (tree) =>
  tree
    .filter(({ path }) => !isGenerated(path) && !quotes.test(path) && !path.endsWith('.csv'))
    .flatMap(({ path, text }) =>
      text.split('\n').flatMap((line, index) =>
        forbiddenText.filter(({ pattern }) => pattern.test(line)).map(({ message }): Finding => ({ path, line: index + 1, message })),
      ),
    );

/** All file rules by the name under which a breach is reported. */
export const fileRules = { noDrawers, filesAreNamedAlike, filesAreShort, nothingForbiddenIsKept } satisfies Record<string, HouseRule>;
