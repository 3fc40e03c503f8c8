/** What may import what (ARCHITECTURE.md, import rules): each rule keeps one wall of the house standing. */
import { importsOf, isCode, isTest, type Finding, type HouseRule, type Import, type SourceFile } from './tree.ts';

/** Makes a rule that looks at every import of the files it is meant for; a message means the import is refused. */
function importRule(meant: (file: SourceFile) => boolean, judge: (file: SourceFile, found: Import) => string | undefined): HouseRule {
  return (tree) =>
    tree
      .filter((file) => isCode(file) && meant(file))
      .flatMap((file) =>
        importsOf(file).flatMap((found): Finding[] => {
          const message = judge(file, found);
          return message === undefined ? [] : [{ path: file.path, line: found.line, message }];
        }),
      );
}

const inProject = (target: string): boolean => /^(client|server|schema|test|scripts)\//.test(target);
const inServer = ({ path }: SourceFile): boolean => path.startsWith('server/src/');
const inClient = ({ path }: SourceFile): boolean => path.startsWith('client/src/');
const room = (path: string): string => path.split('/')[2] ?? '';
const clientPart = (path: string): string => path.split('/').slice(2, path.startsWith('client/src/features/') ? 4 : 3).join('/');

/** Rule 1: packages meet in the contract only. */
export const packagesMeetInTheContract = importRule(
  ({ path }) => inProject(path),
  ({ path }, { target }) => {
    if (!inProject(target)) return undefined;
    const [from, to] = [path.split('/')[0], target.split('/')[0]];
    if (from === to) return undefined;
    if (to === 'test') return 'nobody imports test/: move what is shared to where it belongs';
    if (from === 'client') return to === 'schema' ? undefined : 'the client knows the server by schema/ only';
    if (from === 'server') return target.startsWith('schema/') && target.endsWith('.json') ? undefined : 'the server imports no code of another package; it reads manifests as data';
    return from === 'schema' ? 'the contract imports nothing' : undefined;
  },
);

/** Rule 2a: resolvers are the edge; only the schema knows them. */
export const resolversAreTheEdge = importRule(
  (file) => inServer(file) && file.path !== 'server/src/graphql/schema.ts',
  (_file, { target }) => (target.endsWith('.resolver.ts') ? 'resolvers are imported by graphql/schema.ts only; move the rule into a command' : undefined),
);

/** Rule 2b: types say what the world may see, so what is stored must not depend on them. */
export const typesFaceOutwards = importRule(
  (file) => inServer(file) && /\.(entity|policy|queries|loaders?)\.ts$|^server\/src\/(database|audit|vault|outbox)\//.test(file.path),
  (_file, { target }) => (target.endsWith('.types.ts') ? 'only resolvers, commands and other types import *.types.ts' : undefined),
);

/** Rule 3: commands take plain shapes, so that a script or the partners' door can call them. */
export const graphqlStaysAtTheEdge = importRule(
  (file) => inServer(file) && !isTest(file.path) && !/\.(types|resolver)\.ts$|^server\/src\/(graphql\/|app\.ts$)/.test(file.path),
  (_file, { target }) =>
    /^(graphql|type-graphql|graphql-scalars|@apollo\/server)(\/|$)/.test(target) ? `${target} is imported in *.types.ts, *.resolver.ts and graphql/ only` : undefined,
);

/** Rule 7a: ui/ could be carried into another house: it knows no feature, no route and no register. */
export const uiKnowsNoFeature = importRule(
  (file) => inClient(file) && file.path.startsWith('client/src/ui/'),
  (_file, { target }) =>
    /^client\/src\/(features|api|container)\/|^schema\//.test(target) ? 'ui/ imports nothing from features/, api/, container/ or schema/' : undefined,
);

/** Rule 7b: a feature can be deleted as a folder. */
export const featuresStandAlone = importRule(
  (file) => inClient(file) && file.path.startsWith('client/src/features/'),
  ({ path }, { target }) =>
    target.startsWith('client/src/features/') && clientPart(target) !== clientPart(path) ? 'one feature never imports another: move what they share up' : undefined,
);

/** Rule 7c: not a line of the work desk reaches a citizen's phone, and the desk takes no citizen's page. */
export const deskStandsApart = importRule(inClient, ({ path }, { target }) => {
  const isDesk = path.startsWith('client/src/desk/');
  if (!isDesk) return target.startsWith('client/src/desk/') ? 'only desk/ imports desk/: it is a build of its own' : undefined;
  return /^client\/src\/(features|shell|router|i18n)/.test(target) ? 'the desk imports no page, frame, router or words of the citizens’ app' : undefined;
});

/** Rule 7d: whoever scans a card fetches the verifier page and nothing of the app, and it may reach neither a session nor the register's door. */
export const verifierStandsApart = importRule(inClient, ({ path }, { target }) => {
  const isVerifier = path.startsWith('client/src/verifier/');
  if (!isVerifier) return target.startsWith('client/src/verifier/') ? 'only verifier/ imports verifier/: it is a build of its own' : undefined;
  return /^client\/src\/(features|parts|shell|api|container|desk|router|i18n)|^schema\//.test(target) ? 'the verifier page imports nothing of the app, its sessions or its contract' : undefined;
});

/** Rule 7e: the page of partners is a build of its own; it shares the door and the parts, and no page or session of people or staff. */
export const partnerPageStandsApart = importRule(inClient, ({ path }, { target }) => {
  const isPartner = path.startsWith('client/src/partner/');
  if (!isPartner) return target.startsWith('client/src/partner/') ? 'only partner/ imports partner/: it is a build of its own' : undefined;
  return /^client\/src\/(features|shell|desk|verifier|router|i18n|drafts|use-draft|storage)/.test(target) ? 'the page of partners imports no page, frame, session, store or words of other apps' : undefined;
});

/** Rule 8: what is only for demonstration is behind one dynamic import, so production never loads it. */
export const nonprodIsQuarantined = importRule(
  (file) => !isTest(file.path) && !file.path.startsWith('server/src/nonprod/'),
  ({ path }, { target, dynamic }) => {
    if (!target.startsWith('server/src/nonprod/')) return undefined;
    return path === 'server/src/app.ts' && dynamic ? undefined : 'nonprod/ is reached by a dynamic import in server/src/app.ts only';
  },
);

/** Rule 8b: a server without a collector loads nothing of the library of traces, and nothing writes a span past the list of what may leave. */
export const tracesAreLoadedOnDemand = importRule(
  (file) => inServer(file) && !isTest(file.path),
  ({ path }, { target, dynamic, typeOnly }) => {
    if (/^@opentelemetry\//.test(target) && !typeOnly) return path === 'server/src/telemetry/send-traces.ts' ? undefined : 'the library of traces is used in telemetry/send-traces.ts only; elsewhere follow work by telemetry/traces.ts';
    if (!target.startsWith('server/src/telemetry/send-traces.ts') || typeOnly) return undefined;
    return path === 'server/src/main.ts' && dynamic ? undefined : 'telemetry/send-traces.ts is reached by a dynamic import in server/src/main.ts only';
  },
);

/** Rule 9: graphql-js stays out of the phone's bundle; documents are strings known by their hash. */
export const graphqlStaysOffThePhone = importRule(
  (file) => inClient(file) && !isTest(file.path),
  (_file, { target, typeOnly }) => (/^graphql(\/|$)/.test(target) && !typeOnly ? 'graphql-js has no place in the client' : undefined),
);

/** Rule 2c: files that need each other cannot be read or moved alone; entities may, by thunk, as their tables do. */
export const noCycles: HouseRule = (tree) => {
  const files = new Map(tree.filter((file) => isCode(file) && !isTest(file.path)).map((file) => [file.path, file]));
  const neighbours = new Map(
    [...files.values()].map((file) => [file.path, importsOf(file).filter((found) => !found.typeOnly && !found.dynamic && files.has(found.target) && !bothEntities(file.path, found.target))]),
  );
  const findings: Finding[] = [];
  const done = new Set<string>();
  const visit = (path: string, way: readonly string[]): void => {
    const start = way.indexOf(path);
    if (start >= 0) {
      findings.push({ path, message: `imports in a circle: ${[...way.slice(start), path].join(' → ')}` });
      return;
    }
    if (done.has(path)) return;
    for (const { target } of neighbours.get(path) ?? []) visit(target, [...way, path]);
    done.add(path);
  };
  for (const path of files.keys()) visit(path, []);
  return findings;
};

const bothEntities = (one: string, other: string): boolean => one.endsWith('.entity.ts') && other.endsWith('.entity.ts');

/** Rule 6: people are found only where the rules about finding people are. */
export const donorsAreFoundInTheirRoom: HouseRule = (tree) =>
  tree
    .filter((file) => isCode(file) && inServer(file) && !isTest(file.path) && !['donors', 'lookups'].includes(room(file.path)))
    .flatMap((file) =>
      file.text.split('\n').flatMap((line, index): Finding[] =>
        /\.(find\w*|count|stream|createQueryBuilder|qb)\((Donor|Decision)\b/.test(line)
          ? [{ path: file.path, line: index + 1, message: 'ask donors/ for people: access is scoped there' }]
          : [],
      ),
    );

/** All import rules by the name under which a breach is reported. */
export const importRules = {
  packagesMeetInTheContract,
  resolversAreTheEdge,
  typesFaceOutwards,
  graphqlStaysAtTheEdge,
  noCycles,
  donorsAreFoundInTheirRoom,
  uiKnowsNoFeature,
  featuresStandAlone,
  deskStandsApart,
  verifierStandsApart,
  partnerPageStandsApart,
  nonprodIsQuarantined,
  tracesAreLoadedOnDemand,
  graphqlStaysOffThePhone,
} satisfies Record<string, HouseRule>;
