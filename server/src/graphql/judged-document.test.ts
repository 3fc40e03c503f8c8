import { parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { askers, type Asker } from './askers.ts';
import { CompiledDocuments } from './compiled-execution.ts';
import { readManifest } from './documents.ts';
import { admittedToAll, asksFor } from './judged-document.ts';
import { buildApiSchema, buildUnguardedSchema } from './schema.ts';

const schema = buildApiSchema();
const judged = (text: string) => [...admittedToAll(schema, parse(text))].toSorted();
const sorted = (who: readonly Asker[]) => [...who].toSorted();

describe('who may ask for every field of a document', () => {
  it.each<[string, string, readonly Asker[]]>([
    ['everybody for what is everybody’s', '{ organisations(first: 1) { totalCount nodes { name division { fullName } } } }', askers],
    ['citizens for a record', '{ viewer { donor { registrationNumber } } }', ['CITIZEN']],
    ['citizens, when one field of many is theirs', '{ organisations(first: 1) { totalCount } viewer { donor { version } } }', ['CITIZEN']],
    ['nobody, when two fields are of different people', '{ viewer { donor { version } } disavowals { totalCount } }', []],
    ['wherever a fragment leads', 'query Q { ...A } fragment A on Query { viewer { ...B } } fragment B on Viewer { donor { version } }', ['CITIZEN']],
    ['in a branch that is not taken', 'query Q($no: Boolean!) { organisations(first: 1) { totalCount } viewer @include(if: $no) { donor { version } } }', ['CITIZEN']],
    ['under another name', '{ organisations(first: 1) { totalCount } mine: viewer { his: donor { version } } }', ['CITIZEN']],
    ['nobody for a field that there is not', '{ viewer { password } }', []],
    ['nobody for a type that there is not', '{ viewer { ... on Nothing { password } } }', []],
  ])('is %s', (_, text, who) => {
    expect(judged(text)).toEqual(sorted(who));
  });
});

describe('the documents of the manifest', () => {
  const manifest = readManifest();
  const documents = new CompiledDocuments({ guarded: schema, unguarded: buildUnguardedSchema() }, manifest);

  it('that change something ask at every field: what they change may be who asks', () => {
    for (const [id, text] of manifest) expect([documents.get(id)?.unguarded === null, text]).toEqual([text.includes('mutation '), text]);
  });

  it('that show a record say so', () => {
    const shows = [...manifest].flatMap(([id]) => (documents.get(id)?.showsRecord ? [documents.get(id)?.name] : []));
    expect(shows).toContain('MyDecision');
    expect(shows).not.toContain('Organisations');
    expect(asksFor(schema, parse('{ viewer { citizen { maskedName } } }'), 'Viewer', ['donor'])).toBe(false);
  });
});
