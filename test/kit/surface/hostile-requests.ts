import { gzipSync } from 'node:zlib';
import { getIntrospectionQuery } from 'graphql';
import { documentLimits, type DocumentLimit } from '../../../server/src/graphql/gate/document-limits.ts';
import type { RawRequest } from './surface-world.ts';

/** A request that is meant to hurt, or the most that is allowed. */
export interface HostileRequest {
  readonly name: string;
  readonly request: RawRequest;
  /** How it must end: refused at the gate for a limit, refused elsewhere with a code, or answered. */
  readonly ends: { readonly limit: DocumentLimit } | { readonly code: string } | 'answered';
}

const document = (name: string, query: string, ends: HostileRequest['ends'], variables: object = {}): HostileRequest => ({ name, request: { body: { query, variables } }, ends });
const times = (count: number, part: (index: number) => string) => Array.from({ length: count }, (_, index) => part(index)).join(' ');
const nested = (depth: number, open: string, core: string, close = '}') => open.repeat(depth) + core + close.repeat(depth);
const division = 'query ($c: String!) { division(code: $c) { code } }';
/** A tree of children, `first` of them at each level, below the whole directory. */
const tree = (first: number, levels: number) => `{ organisations(first: ${first}) { nodes { ${nested(levels, `children(first: ${first}) { nodes { `, 'id', '} } ')} } } }`;
const introspection = (levels: number) => `{ __schema { types { ${nested(levels, 'fields { type { ', 'name', '} } ')} } } }`;
/** As many fragments as are allowed, each spread twice by the one before. */
const doubling = (count: number) => `{ ...F0 } ${times(count, (index) => `fragment F${index} on Query { ...F${index + 1} ...F${index + 1} }`)} fragment F${count} on Query { donationPolicy { minimumAge } }`;

/** Everything of one body that fits into a page of the directory. */
const organisationFields = 'id name level address phone source division { code name fullName level } parent { id name } services { service validFrom validTo source } witnessCapabilities { source }';
const bodyFields = 'id name level division { code }';
const decisionFields = 'id sequence action state recordedAt channel assuranceLevel fingerprint choices { item kind choice } consent { purpose version hash } nationalSync { state since }';

/** Reliability 2.4 and more; each must be refused cheaply or answered within the budget. */
export const hostileRequests: readonly HostileRequest[] = [
  document('10,000 aliases of __typename', `{ ${times(10_000, (index) => `a${index}: __typename`)} }`, { code: 'PAYLOAD_TOO_LARGE' }),
  document('4,000 aliases of __typename', `{ ${times(4_000, (index) => `a${index}: __typename`)} }`, { limit: 'characters' }),
  document('300 aliases of __typename', `{ ${times(300, (index) => `a${index}: __typename`)} }`, { limit: 'aliases' }),
  document('11 aliases inside a fragment', `{ ...F } fragment F on Query { ${times(11, (index) => `a${index}: __typename`)} }`, { limit: 'aliases' }),
  document('3,000 duplicate fields', `{ donationPolicy { ${'minimumAge '.repeat(3_000)} } }`, { limit: 'characters' }),
  document('800 duplicate fields', `{ donationPolicy { ${'minimumAge '.repeat(800)} } }`, { limit: 'fields' }),
  document('398 duplicate fields', `{ donationPolicy { ${'minimumAge '.repeat(398)} } }`, 'answered'),
  document('190 duplicates of a field with fields', `{ donationPolicy { ${'consents{hash} '.repeat(190)} } }`, 'answered'),
  document('duplicates that double at each level', `{ organisations { nodes { ${nested(6, 'parent { id ', 'id')} ${nested(6, 'parent { name ', 'name')} ${nested(6, 'parent { level ', 'level')} } } }`, 'answered'),
  document('200 fields that contradict each other', `{ organisations { nodes { ${times(200, (index) => `children(first: ${index}) { totalCount }`)} } } }`, { limit: 'tokens' }),
  document('90 fields that contradict each other', `{ organisations { nodes { ${times(90, (index) => `children(first: ${index}) { totalCount }`)} } } }`, { code: 'GRAPHQL_VALIDATION_FAILED' }),
  document('390 unknown fields', `{ donationPolicy { ${times(390, (index) => `minimumAgo${index}`)} } }`, { code: 'GRAPHQL_VALIDATION_FAILED' }),
  document('an unknown field of 9,000 letters', `{ ${'a'.repeat(9_000)} }`, { code: 'GRAPHQL_VALIDATION_FAILED' }),
  document('20,000 directives', `{ __typename ${'@skip '.repeat(16_000)} }`, { limit: 'characters' }),
  document('480 directives', `{ __typename ${'@skip '.repeat(480)} }`, { limit: 'directives' }),
  document('doubling fragments, 2^60', doubling(60), { limit: 'definitions' }),
  document('doubling fragments, 2^18', doubling(18), { limit: 'fields' }),
  document('fragments that hold each other', '{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }', { limit: 'fragmentCycles' }),
  document('a fragment that holds itself, unused', '{ __typename } fragment A on Query { ...A }', { code: 'GRAPHQL_VALIDATION_FAILED' }),
  document('lists of 100 × 100', tree(100, 1), { limit: 'nodes' }),
  document('lists of 100 × 100 × 100', tree(100, 2), { limit: 'nodes' }),
  document('lists of 100 × 100 by variables', 'query ($n: Int!) { organisations(first: $n) { nodes { children(first: $n) { edges { cursor } } } } }', { limit: 'nodes' }, { n: 100 }),
  document('lists of 4 levels, 8 each', tree(8, 3), { limit: 'nodes' }),
  document('a page of 878,044,564', '{ organisations(first: 878044564) { totalCount } }', { code: 'BAD_USER_INPUT' }),
  document('nesting of 5,000 levels', nested(5_000, '{a', ''), { limit: 'characters' }),
  document('nesting of 320 levels', nested(320, '{a', '{b}'), { limit: 'depth' }),
  document('nesting of 1,900 inline fragments', nested(1_900, '{...', '{a}'), { limit: 'tokens' }),
  document('nesting of 330 inline fragments', nested(330, '{...', '{__typename}'), 'answered'),
  document('4,900 open brackets in an argument', `{ division(code: ${'['.repeat(4_900)}`, { limit: 'tokens' }),
  document('480 nested lists in an argument', `{ division(code: ${nested(480, '[', '', ']')}) { code } }`, { code: 'GRAPHQL_VALIDATION_FAILED' }),
  document('500 operations', times(500, (index) => `query Q${index} { __typename }`), { limit: 'characters' }),
  document('150 operations', times(150, (index) => `query Q${index} { __typename }`), { limit: 'definitions' }),
  document('160 variables, none used', `query (${times(160, (index) => `$v${index}: [[String!]!]!`)}) { __typename }`, { limit: 'tokens' }),
  document('a comment of 90,000 letters', `{ __typename } # ${'x'.repeat(90_000)}`, { limit: 'characters' }),
  document('a string of 9,000 letters in the document', `{ division(code: """${'x'.repeat(9_000)}""") { code } }`, 'answered'),
  document('a string of 90,000 letters as variable', division, 'answered', { c: 'x'.repeat(90_000) }),
  document('a search of 90,000 letters', 'query ($s: String) { organisations(filter: { search: $s }) { totalCount } }', 'answered', { s: '区'.repeat(30_000) }),
  document('a search of 45,000 words', 'query ($s: String) { organisations(filter: { search: $s }) { totalCount } }', 'answered', { s: '% '.repeat(45_000) }),
  { name: 'lists in lists as variable, 50,000 deep', request: { body: `{"query":${JSON.stringify(division)},"variables":{"c":${'['.repeat(50_000)}${']'.repeat(50_000)}}}` }, ends: { code: 'BAD_USER_INPUT' } },
  { name: 'objects in objects as variable, 16,000 deep', request: { body: `{"query":${JSON.stringify(division)},"variables":{"c":${'{"a":'.repeat(16_000)}1${'}'.repeat(16_000)}}}` }, ends: { code: 'BAD_USER_INPUT' } },
  { name: 'lists in lists as an unused variable', request: { body: `{"query":"{ __typename }","variables":{"c":${'['.repeat(50_000)}${']'.repeat(50_000)}}}` }, ends: 'answered' },
  { name: '100,000 keys', request: { body: `{"query":"{ __typename }","variables":{${Array.from({ length: 100_000 }, (_, index) => `"${index}":0`).join(',')}}}` }, ends: { code: 'PAYLOAD_TOO_LARGE' } },
  { name: '9,000 keys', request: { body: `{"query":"{ __typename }","variables":{${Array.from({ length: 9_000 }, (_, index) => `"${index}":0`).join(',')}}}` }, ends: 'answered' },
  { name: 'keys of the prototype', request: { body: '{"query":"{ __typename }","__proto__":{"query":"{ viewer { state } }"},"constructor":{"prototype":1},"variables":{"__proto__":{"a":1}}}' }, ends: 'answered' },
  { name: 'a packed body of 50 MB', request: { body: gzipSync(Buffer.alloc(50_000_000, 32)), headers: { 'content-encoding': 'gzip' } }, ends: { code: 'PAYLOAD_TOO_LARGE' } },
  { name: 'a batch of 1,000', request: { body: Array.from({ length: 1_000 }, () => ({ query: '{ __typename }' })) }, ends: { code: 'MALFORMED_REQUEST' } },
  { name: '11 aliases by GET', request: { method: 'GET', path: `/graphql?query=${encodeURIComponent(`{ ${times(11, (index) => `a${index}: __typename`)} }`)}`, headers: { 'apollo-require-preflight': '1' } }, ends: { limit: 'aliases' } },
  document('6 root fields', `{ ${times(6, (index) => `${index === 0 ? 'donationPolicy' : 'viewer'} { __typename }`)} }`, { limit: 'rootFields' }),
  document('two sign-ins', 'mutation { signIn(input: { method: ZHELIBAN_TICKET_ID, ticket: "a", container: OPEN_WEB }) { __typename } signIn(input: { method: ZHELIBAN_TICKET_ID, ticket: "b", container: OPEN_WEB }) { __typename } }', { limit: 'sensitiveFields' }),
  document('a sign-in under another name', 'mutation { a: signIn(input: { method: ZHELIBAN_TICKET_ID, ticket: "a", container: OPEN_WEB }) { __typename } }', { limit: 'sensitiveAliases' }),
  document('an explorer’s introspection', getIntrospectionQuery({ specifiedByUrl: true, directiveIsRepeatable: true, schemaDescription: true, inputValueDeprecation: true, oneOf: true }), 'answered'),
  document('introspection, 2 lists in the list of types', introspection(2), 'answered'),
  document('introspection, 5 lists in the list of types', introspection(5), { limit: 'introspectionNodes' }),
  document('introspection, 40 lists in the list of types', introspection(40), { limit: 'introspectionDepth' }),
  document('the largest page with everything, twice', `{ organisations(first: 100) { nodes { ${organisationFields} } edges { node { ${organisationFields} } } } }`, { limit: 'values' }),
  document('the largest page with everything', `{ organisations(first: 100) { totalCount nodes { ${organisationFields} } } }`, 'answered'),
  document('the longest value ten times on a page', `{ organisations(first: 90) { nodes { services { ${times(10, (index) => `a${index}: source`)} } } } }`, { limit: 'answerBytes' }),
  document('five pages of 20 with 14 children each', `{ ${times(5, (index) => `a${index}: organisations(first: 20) { nodes { ${bodyFields} children(first: 14) { nodes { ${bodyFields} } } } }`)} }`, 'answered'),
  document('all of one’s own history, three times', `{ viewer { donor { ${times(3, (index) => `a${index}: history(first: 90) { nodes { ${decisionFields} } }`)} } } }`, { limit: 'values' }),
  document('all of one’s own history, twice', `{ viewer { donor { ${times(2, (index) => `a${index}: history(first: 100) { nodes { ${decisionFields} } }`)} } } }`, 'answered'),
];

/** The limits that some request above must break, so that none of them stands on paper only. */
export const limitsToBreak = Object.keys(documentLimits) as DocumentLimit[];
