import { globSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { buildSchema, isInterfaceType, isObjectType, isUnionType, Kind, parse, TypeInfo, visit, visitWithTypeInfo, type SelectionSetNode } from 'graphql';
import { describe, expect, test } from 'vitest';
import { retainedFaults } from '../../scripts/retained.ts';

const root = resolve(import.meta.dirname, '../..');
const read = (path: string): string => readFileSync(resolve(root, path), 'utf8');

const schema = buildSchema(read('schema/schema.graphql'));
const types = Object.values(schema.getTypeMap()).filter(({ name }) => !name.startsWith('__'));
const refusal = schema.getType('Refusal');
const refusals = isInterfaceType(refusal) ? schema.getPossibleTypes(refusal) : [];
const results = types.filter(isUnionType);
const rootFields = [schema.getQueryType(), schema.getMutationType()].flatMap((type) => Object.values(type?.getFields() ?? {}));

describe('the contract', () => {
  test('every root field says what it does', () => {
    expect(rootFields.length).toBeGreaterThan(0);
    expect(rootFields.filter(({ description }) => !description?.endsWith('.')).map(({ name }) => name)).toEqual([]);
  });

  test('every refusal is in the result of some command', () => {
    const answered = new Set(results.flatMap((result) => result.getTypes().map(({ name }) => name)));
    expect(refusals.map(({ name }) => name).filter((name) => !answered.has(name))).toEqual([]);
  });

  test('every result is one success or refusals, so that a client can always show a message', () => {
    for (const result of results) {
      const others = result.getTypes().filter((member) => !refusals.includes(member));
      expect(others.map(({ name }) => name), result.name).toEqual([result.name.replace(/Result$/, 'Success')]);
    }
  });

  test('every refusal has its own code', () => {
    const codes = schema.getType('RefusalCode')?.astNode;
    const values = codes?.kind === Kind.ENUM_TYPE_DEFINITION ? (codes.values ?? []).map(({ name }) => name.value) : [];
    const inCapitals = (name: string): string => name.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase();
    expect(values.toSorted()).toEqual(refusals.map(({ name }) => inCapitals(name)).toSorted());
  });

  test('every refusal is tried in some test', () => {
    const tests = globSync(['server/src/**/*.test.ts', 'test/api/**/*.ts'], { cwd: root }).map(read).join('\n');
    expect(refusals.map(({ name }) => name).filter((name) => !new RegExp(`\\b${name}\\b`).test(tests))).toEqual([]);
  });

  test('every command answers with its own result or its own success', () => {
    for (const { name, type } of Object.values(schema.getMutationType()?.getFields() ?? {})) {
      const noun = name.charAt(0).toUpperCase() + name.slice(1);
      expect([`${noun}Result!`, `${noun}Success!`], name).toContain(String(type));
    }
  });

  test('every list is complete: neither it nor its entries may be null', () => {
    const loose = types.filter(isObjectType).flatMap((type) =>
      Object.values(type.getFields())
        .filter((field) => /\[/.test(String(field.type)) && !/^\[\w+!\]!$/.test(String(field.type)))
        .map((field) => `${type.name}.${field.name}: ${String(field.type)}`),
    );
    expect(loose).toEqual([]);
  });
});

describe('the documents of the clients', () => {
  const documents = globSync('schema/operations/**/*.graphql', { cwd: root }).map((path) => ({ path, document: parse(read(path)) }));

  test('ask every refusable answer for the message of any refusal, also of one that does not exist yet', () => {
    const silent: string[] = [];
    for (const { path, document } of documents) {
      const info = new TypeInfo(schema);
      visit(
        document,
        visitWithTypeInfo(info, {
          SelectionSet(selection) {
            const asked = info.getParentType();
            if (isUnionType(asked) && !asksForMessage(selection)) silent.push(`${path}: ${asked.name}`);
          },
        }),
      );
    }
    expect(silent).toEqual([]);
  });

  test('of released clients are still answered', () => {
    expect(retainedFaults(root, schema)).toEqual([]);
  });
});

/** `... on Refusal { message }`, or a named fragment whose name says the same. */
function asksForMessage({ selections }: SelectionSetNode): boolean {
  return selections.some((selection) => {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return selection.name.value.startsWith('Refusal');
    if (selection.kind !== Kind.INLINE_FRAGMENT || selection.typeCondition?.name.value !== 'Refusal') return false;
    return selection.selectionSet.selections.some((part) => (part.kind === Kind.FIELD && part.name.value === 'message') || part.kind === Kind.FRAGMENT_SPREAD);
  });
}
