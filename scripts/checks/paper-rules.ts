/** Papers and numbers: what is written once and believed for years must agree with the code. */
import { isCode, isGenerated, type Finding, type HouseRule, type SourceFile, type Tree } from './tree.ts';

const textOf = (tree: Tree, path: string): string | undefined => tree.find((file) => file.path === path)?.text;

const migrationFolder = 'server/src/database/migrations/';

/** Each migration is listed once, and the list runs in the order of the names (their dates). */
export const migrationsRunInOrder: HouseRule = (tree) => {
  const path = `${migrationFolder}list.ts`;
  const list = textOf(tree, path);
  if (list === undefined) return [];
  const listed = [...list.matchAll(/name:\s*['"]([^'"]+)['"]/g)].map(([, name]) => name ?? '');
  const written = tree
    .filter((file) => file.path.startsWith(migrationFolder) && /\/\d{4}-[^/]+\.ts$/.test(file.path) && !file.path.endsWith('.test.ts'))
    .map((file) => file.path.slice(migrationFolder.length, -'.ts'.length));
  const inOrder = listed.every((name, index) => index === 0 || (listed[index - 1] ?? '') < name);
  return [
    ...(inOrder ? [] : [{ path, message: 'migrations are listed in the order of their names, each once' }]),
    ...written.filter((name) => !listed.includes(name)).map((name) => ({ path: `${migrationFolder}${name}.ts`, message: 'this migration is not in list.ts' })),
    ...listed.filter((name) => !written.includes(name)).map((name) => ({ path, message: `there is no file for the migration ${name}` })),
  ];
};

const adrSections = ['Context', 'Options', 'Decision', 'Consequences', 'How we check it'];

/** A decision has one number, one title and says how it is kept. */
export const decisionsAreNumberedOnce: HouseRule = (tree) => {
  const adrs = tree.filter(({ path }) => /^docs\/adr\/.*\.md$/.test(path) && !path.endsWith('/template.md') && !path.endsWith('/README.md'));
  const seen = new Map<string, string>();
  return adrs.flatMap(({ path, text }): Finding[] => {
    const [, number] = /^docs\/adr\/(\d{4})-[a-z0-9-]+\.md$/.exec(path) ?? [];
    if (number === undefined) return [{ path, message: 'an ADR is named NNNN-title.md' }];
    const taken = seen.get(number);
    seen.set(number, path);
    const missing = adrSections.filter((section) => !new RegExp(`^## ${section}$`, 'm').test(text));
    return [
      ...(taken === undefined ? [] : [{ path, message: `ADR ${number} is already ${taken}` }]),
      ...(new RegExp(`^# ${Number(number)}\\. `).test(text) ? [] : [{ path, line: 1, message: `the title starts with "# ${Number(number)}. "` }]),
      ...(missing.length === 0 ? [] : [{ path, message: `sections missing: ${missing.join(', ')}` }]),
    ];
  });
};

const sdlDefinition = /^(type|interface|union|enum|input|scalar) (\w+)/;
const rootTypes = new Set(['Query', 'Mutation', 'Subscription']);
const shapeSuffix = /(Success|Result|Input|Connection|Edge|Filter)$/;

/** One concept, one word: every noun of the contract stands in the glossary's tables as code. */
export const contractNounsAreInTheGlossary: HouseRule = (tree) => {
  const path = 'schema/schema.graphql';
  const schema = textOf(tree, path);
  if (schema === undefined) return [];
  const glossary = textOf(tree, 'CONTEXT.md');
  if (glossary === undefined) return [{ path: 'CONTEXT.md', message: 'the glossary is missing' }];
  const codeNames = new Set(
    glossary
      .split('\n')
      .filter((line) => line.startsWith('|'))
      .flatMap((row) => [...row.matchAll(/`([^`]+)`/g)].flatMap(([, code]) => (code ?? '').split(/[\s.,·/]+/))),
  );
  return schema.split('\n').flatMap((line, index): Finding[] => {
    const [, kind, name] = sdlDefinition.exec(line) ?? [];
    if (name === undefined || rootTypes.has(name) || codeNames.has(name)) return [];
    const noun = name.replace(shapeSuffix, '');
    // A command's shapes (RegisterDonorInput, …Result, …Success) are known by the command's name.
    const command = noun.charAt(0).toLowerCase() + noun.slice(1);
    if (noun !== name && (codeNames.has(noun) || codeNames.has(command))) return [];
    return [{ path, line: index + 1, message: `${kind ?? ''} ${name} is not in CONTEXT.md: give it its Chinese term and its one meaning` }];
  });
};

const exactVersion = /^\d+\.\d+\.\d+(-[\w.]+)?$/;

/** One place for every version, each exact: a version changes by a reviewed line. */
export const versionsAreExact: HouseRule = (tree) => {
  const workspace = textOf(tree, 'pnpm-workspace.yaml') ?? '';
  const catalog = /^catalog:\n((?: {2}.*\n|#.*\n|\n)*)/m.exec(workspace)?.[1] ?? '';
  const before = workspace.slice(0, workspace.indexOf(catalog)).split('\n').length - 1;
  const inCatalog = catalog.split('\n').flatMap((line, index): Finding[] => {
    const [, name, version] = /^ {2}['"]?([^'":]+)['"]?:\s*['"]?([^'"#]+?)['"]?\s*$/.exec(line) ?? [];
    if (name === undefined || exactVersion.test((version ?? '').replace(/^npm:[^@]+@/, ''))) return [];
    return [{ path: 'pnpm-workspace.yaml', line: before + index + 1, message: `${name} needs an exact version` }];
  });
  return [...inCatalog, ...tree.filter(({ path }) => /(^|\/)package\.json$/.test(path)).flatMap(outsideCatalog)];
};

function outsideCatalog({ path, text }: SourceFile): Finding[] {
  const manifest = JSON.parse(text) as Record<string, Record<string, string> | undefined>;
  return ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies'].flatMap((kind) =>
    Object.entries(manifest[kind] ?? {})
      .filter(([, version]) => version !== 'catalog:' && !version.startsWith('workspace:'))
      .map(([name]) => ({ path, message: `${name}: the version belongs into the catalog` })),
  );
}

/** A generated file says so and names its command, and no hand-written one claims to be generated. */
export const generatedFilesSayTheyAre: HouseRule = (tree) =>
  tree
    .filter((file) => file.path.endsWith('.ts') && (isGenerated(file.path) || isCode(file)))
    .filter(({ path, text }) => text.startsWith('// Generated by') !== isGenerated(path))
    .map(({ path }) => ({ path, message: isGenerated(path) ? 'a generated file says by which command' : 'this file claims to be generated' }));

/** Every relative link of a paper leads to a file or folder of the project. */
export const linksLeadSomewhere: HouseRule = (tree) => {
  const known = new Set(tree.flatMap(({ path }) => path.split('/').map((_, depth, parts) => parts.slice(0, depth + 1).join('/'))));
  return tree
    .filter(({ path }) => path.endsWith('.md'))
    .flatMap(({ path, text }) =>
      text.split('\n').flatMap((line, index) =>
        [...line.matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)[^)]*\)/g)]
          .map(([, target]) => new URL(target ?? '', `file:///${path}`).pathname.slice(1).replace(/\/$/, ''))
          .filter((target) => target !== '' && !known.has(decodeURI(target)) && !/\.(png|jpe?g|webp)$/.test(target))
          .map((target): Finding => ({ path, line: index + 1, message: `the link leads nowhere: ${target}` })),
      ),
    );
};

/** All paper rules by the name under which a breach is reported. */
export const paperRules = {
  migrationsRunInOrder,
  decisionsAreNumberedOnce,
  contractNounsAreInTheGlossary,
  versionsAreExact,
  generatedFilesSayTheyAre,
  linksLeadSomewhere,
} satisfies Record<string, HouseRule>;
