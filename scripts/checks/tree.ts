/** Reads the project as text, so that a house rule is a function from files to findings and can be tried on a bad sample. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, posix, relative, resolve, sep } from 'node:path';

/** A text file of the project; `path` is relative to the root, with forward slashes. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** A breach of a house rule. */
export interface Finding {
  readonly path: string;
  /** From 1; absent when the whole file is meant. */
  readonly line?: number;
  readonly message: string;
}

export type Tree = readonly SourceFile[];
export type HouseRule = (tree: Tree) => Finding[];

/** One import or re-export; `target` is a path of the project for a relative one, else the package's name. */
export interface Import {
  readonly target: string;
  readonly line: number;
  /** Only types are imported, so nothing happens at run time. */
  readonly typeOnly: boolean;
  /** Written `import(…)`, so it happens only when that line is reached. */
  readonly dynamic: boolean;
}

const ignoredFolders = new Set(['node_modules', 'dist', '.git', '.data', 'coverage', '.vitest']);
const textFile = /\.(ts|mts|mjs|js|vue|graphql|json|ya?ml|md|css|html|csv|sql|sh|svg)$|^(LICENSE|NOTICE|run|\.[a-z]+ignore|\.npmrc)$/;

/** Reads every text file below the root that belongs to the project; needs no git, for a machine may have none. */
export function readTree(root: string): Tree {
  return readdirSync(root, { recursive: false, withFileTypes: true }).flatMap((entry) => filesBelow(root, join(root, entry.name), entry.isDirectory()));
}

function filesBelow(root: string, path: string, isFolder: boolean): SourceFile[] {
  const name = path.slice(path.lastIndexOf(sep) + 1);
  if (!isFolder) {
    return textFile.test(name) ? [{ path: relative(root, path).split(sep).join('/'), text: readFileSync(path, 'utf8') }] : [];
  }
  if (ignoredFolders.has(name)) return [];
  return readdirSync(path, { withFileTypes: true }).flatMap((entry) => filesBelow(root, resolve(path, entry.name), entry.isDirectory()));
}

const importForm = new RegExp(
  [
    String.raw`(?<=^|\n)\s*(?:import|export)\s+(?<typeOnly>type\s)?[^;'"\`]*?\bfrom\s*['"](?<from>[^'"]+)['"]`,
    String.raw`(?<=^|\n)\s*import\s*['"](?<bare>[^'"]+)['"]`,
    String.raw`\bimport\(\s*['"](?<dynamic>[^'"]+)['"]`,
  ].join('|'),
  'g',
);

/** Every import of a TypeScript or Vue file, in order. */
export function importsOf(file: SourceFile): Import[] {
  const code = withoutComments(file.text);
  return [...code.matchAll(importForm)].map(({ 0: whole, groups, index }) => {
    const { typeOnly, from, bare, dynamic } = groups ?? {};
    const specifier = from ?? bare ?? dynamic ?? '';
    const start = index + whole.length - whole.trimStart().length;
    return {
      target: specifier.startsWith('.') ? posix.normalize(posix.join(posix.dirname(file.path), specifier)) : specifier,
      line: lineAt(code, start),
      typeOnly: typeOnly !== undefined || onlyTypesNamed(whole),
      dynamic: dynamic !== undefined,
    };
  });
}

/** `import { type A, type B } from …` imports types only. */
function onlyTypesNamed(statement: string): boolean {
  const names = /\{([^}]*)\}/.exec(statement)?.[1]?.split(',').map((name) => name.trim()).filter((name) => name !== '');
  return names !== undefined && names.length > 0 && names.every((name) => name.startsWith('type '));
}

/** Blanks comments but keeps every line where it was; strings that hold `//` (addresses) stay whole. */
export function withoutComments(text: string): string {
  return text.replace(/('(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`)|\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, (whole, string: string | undefined) =>
    string ?? whole.replace(/[^\n]/g, ' '),
  );
}

/** The line of a position, from 1. */
export function lineAt(text: string, position: number): number {
  return text.slice(0, position).split('\n').length;
}

/** Finds each match of a pattern in the code (not the comments) of a file. */
export function occurrences(file: SourceFile, pattern: RegExp, message: string): Finding[] {
  const code = withoutComments(file.text);
  return [...code.matchAll(pattern)].map(({ index }) => ({ path: file.path, line: lineAt(code, index), message }));
}

export const isCode = ({ path }: SourceFile): boolean => /\.(ts|mjs|vue)$/.test(path) && !isGenerated(path);
export const isTest = (path: string): boolean => path.endsWith('.test.ts') || path.startsWith('test/');
export const isGenerated = (path: string): boolean => path.startsWith('schema/generated/') || path.startsWith('schema/retained/') || path === 'pnpm-lock.yaml';
