import { buildSchema } from 'graphql';
import { describe, expect, it } from 'vitest';
import { documentLimits } from './document-limits.ts';
import { judgeFor } from './judge.ts';

const judge = judgeFor(
  buildSchema(`
    type Query { things(first: Int! = 20, after: String): ThingConnection! near(first: Int! = 5): [Thing!]! plain: [Thing!]! viewer: Viewer }
    type ThingConnection { nodes: [Thing!]! edges: [ThingEdge!]! totalCount: Int! }
    type ThingEdge { cursor: String! node: Thing! }
    type Thing { id: ID! words: [String!]! children(first: Int! = 20): ThingConnection! parent: Thing }
    type Viewer { name: String }
    type Mutation { signIn: Viewer withdrawDecision: Viewer signOut: Viewer }
  `),
);
const times = (count: number, part: (index: number) => string) => Array.from({ length: count }, (_, index) => part(index)).join(' ');
const requested = (text: string, variables: Record<string, unknown> | null = {}) => {
  const breach = judge(text, variables);
  return breach && `${breach.limit} ${breach.requested}`;
};

describe('the judge of documents', () => {
  it('lets an ordinary document pass', () => {
    expect(judge('query Things($n: Int!) { things(first: $n) { nodes { ...T } totalCount } } fragment T on Thing { id parent { id } }', { n: 100 })).toBeNull();
  });

  it.each([
    ['the page size of the nodes below it', '{ things(first: 99) { nodes { children(first: 99) { nodes { id } } } } }', {}, 1 + 99 * (2 + 99)],
    ['the page size of the edges below it', '{ things(first: 99) { edges { node { children(first: 60) { totalCount edges { cursor node { id } } } } } } }', {}, 1 + 99 * (1 + 1 + 1 + 60 * 2)],
    ['a page size from a variable', 'query ($n: Int!) { things(first: $n) { nodes { children(first: $n) { nodes { id } } } } }', { n: 90 }, 1 + 90 * (2 + 90)],
    ['a page size from the default of a variable', 'query ($n: Int! = 80) { things(first: $n) { nodes { children(first: 80) { nodes { id } } } } }', {}, 1 + 80 * (2 + 80)],
    ['a page size that nobody knows as the largest', 'query ($n: Int!) { things(first: $n) { nodes { children(first: $n) { nodes { id } } } } }', {}, 1 + 100 * (2 + 100)],
    ['a page size above the largest as the largest', '{ near(first: 2000000000) { children(first: 60) { nodes { id } } } }', {}, 100 * (2 + 60)],
    ['a connection inside a fragment by the page around it', '{ things(first: 90) { ...C } } fragment C on ThingConnection { nodes { children(first: 90) { ...D } } } fragment D on ThingConnection { nodes { id } }', {}, 1 + 90 * (2 + 90)],
    ['a list of unknown length as a hundred', '{ plain { words children(first: 1) { nodes { id } } plain: parent { id } } near(first: 50) { words } }', {}, 100 * (1 + 100 + 2 + 1) + 50 * 101],
  ])('counts %s', (_, text, variables, nodes) => {
    expect(requested(text, variables)).toBe(`nodes ${nodes}`);
  });

  it('counts single values, because aliases make many of one node', () => {
    expect(requested(`{ near(first: 100) { children(first: 24) { nodes { id ${times(3, (index) => `a${index}: id`)} } } } }`)).toBeNull();
    expect(requested(`{ near(first: 100) { children(first: 24) { nodes { id ${times(4, (index) => `a${index}: id`)} } } } }`)).toBe(`values ${100 * 24 * 5}`);
  });

  it.each([
    ['characters', `# ${'x'.repeat(documentLimits.characters)}`, documentLimits.characters + 2],
    ['tokens', `{ ${'id '.repeat(documentLimits.tokens - 1)} }`, documentLimits.tokens + 1],
    ['definitions', times(21, (index) => `query Q${index} { viewer { name } }`), 21],
    ['fragmentCycles', '{ ...A } fragment A on Query { ...B } fragment B on Query { viewer { name } ...A }', 1],
    ['depth', `{ things { nodes { ${'parent { '.repeat(8)} id ${'} '.repeat(8)} } } }`, 11],
    ['fields', `{ viewer { ${'name '.repeat(400)} } }`, 401],
    ['aliases', `{ viewer { ${times(11, (index) => `a${index}: __typename`)} } }`, 11],
    ['directives', 'query @a { ...F @b viewer @c { ... @d { name @e } } } fragment F on Query @f { viewer { name } }', 6],
    ['rootFields', `{ ...F } fragment F on Query { ${times(6, () => 'viewer { name }')} }`, 6],
    ['sensitiveFields', 'mutation { ...F signIn { name } } fragment F on Mutation { withdrawDecision { name } }', 2],
    ['sensitiveAliases', 'mutation { ... { mine: signIn { name } } }', 1],
    ['introspectionDepth', `{ __schema { types { ${'ofType { '.repeat(14)} name ${'} '.repeat(14)} } } }`, 17],
  ])('refuses too much by the limit of %s', (limit, text, count) => {
    expect(requested(text)).toBe(`${limit} ${count}`);
  });

  it('refuses what fragments multiply, without multiplying', () => {
    const started = performance.now();
    const bomb = `{ ...F0 } ${times(18, (index) => `fragment F${index} on Query { ${times(20, () => `...F${index + 1}`)} }`)} fragment F18 on Query { viewer { name } }`;
    expect(judge(bomb, {})).toEqual({ limit: 'fields', allowed: 400, requested: Number.MAX_SAFE_INTEGER });
    expect(performance.now() - started).toBeLessThan(1_000);
  });

  it('judges every operation of a document, whichever is to run', () => {
    expect(requested(`query A { viewer { name } } query B { viewer { ${times(11, (index) => `a${index}: name`)} } }`)).toBe('aliases 11');
  });

  it('leaves a short text that is not GraphQL to those who can say what is wrong', () => {
    for (const text of ['', '{', '{ viewer { name }', '{ unknown { of: what } ...Nobody }', '\u0000', 'fragment A on Nothing { b }']) expect(judge(text, {}), text).toBeNull();
  });

  it('takes no variable from the prototype', () => {
    expect(requested('query ($constructor: Int!) { near(first: $constructor) { children(first: $constructor) { nodes { id } } } }')).toBe(`nodes ${100 * 102}`);
  });
});
