import { describe, expect, it } from 'vitest';
import { buildApiSchema } from '../schema.ts';
import { costFor, fieldPoints } from './cost.ts';

const schema = buildApiSchema();
const cost = costFor(schema);
const page = (first: number) => `organisations(first: ${first}) { nodes { id } }`;

describe('the cost of a document', () => {
  it.each([
    ['one question', '{ __typename }', 1],
    ['one division', '{ division(code: "330106") { name } }', 1 + 1],
    ['two questions', '{ division(code: "330106") { name } donationPolicy { minimumAge } }', 2 + 1],
    ['a small page of the directory', `{ ${page(20)} }`, 2 + 1],
    ['the largest page', `{ ${page(100)} }`, 2 + 2],
    ['the nearest bodies', '{ nearbyOrganisations(latitude: 30.2, longitude: 120.1, first: 5) { distanceMetres } }', 5 + 1],
    ['a deed', 'mutation { signOut { __typename } }', 10 + 1],
    ['fields in fragments', `{ ...A ... { __typename } } fragment A on Query { ${page(100)} ...B } fragment B on Query { __typename }`, 2 + 1 + 1 + 2],
    ['fields under other names', `{ a: ${page(20)} b: ${page(20)} }`, 2 + 2 + 1],
    ['a question about the schema', '{ __schema { types { name } } }', 1 + Math.ceil((1 + 1 + Object.keys(schema.getTypeMap()).length) / 100)],
  ])('counts %s', (_, text, points) => {
    expect(cost(text, {}, undefined)).toBe(points);
  });

  it('follows the page size of a variable, and counts the most when nobody knows it', () => {
    const text = 'query ($n: Int!) { organisations(first: $n) { nodes { children(first: 40) { nodes { id } } } } }';
    expect(cost(text, { n: 1 }, undefined)).toBe(2 + 1);
    expect(cost(text, { n: 50 }, undefined)).toBe(2 + Math.ceil((1 + 50 * 42) / 100));
    expect(cost(text, {}, undefined)).toBe(2 + Math.ceil((1 + 100 * 42) / 100));
  });

  it('is that of the operation which is to run', () => {
    const text = `query Small { __typename } query Large { ${page(100)} }`;
    expect([cost(text, {}, 'Small'), cost(text, {}, 'Large'), cost(text, {}, 'None'), cost(text, {}, undefined)]).toEqual([1, 4, 1, 1]);
  });

  it('is one point for what is no document: it is refused later', () => {
    for (const text of ['', '{', '\u0000', 'fragment A on Query { __typename }']) expect(cost(text, {}, undefined)).toBe(1);
  });

  it('has a price of its own for fields of the schema only', () => {
    for (const name of Object.keys(fieldPoints)) expect(schema.getQueryType()?.getFields()[name.replace('Query.', '')], name).toBeDefined();
  });
});
