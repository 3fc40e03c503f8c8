import { getNullableType, isInterfaceType, isListType, isObjectType } from 'graphql';
import { describe, expect, it, test } from 'vitest';
import { allItems } from '../../server/src/donors/donation-kinds.ts';
import { divisionsBelow, findDivision } from '../../server/src/divisions/division.queries.ts';
import { readManifest } from '../../server/src/graphql/documents.ts';
import { documentLimits, sensitiveFields } from '../../server/src/graphql/gate/document-limits.ts';
import { judgeFor } from '../../server/src/graphql/gate/judge.ts';
import { assumedListSizes } from '../../server/src/graphql/gate/list-sizes.ts';
import { buildApiSchema } from '../../server/src/graphql/schema.ts';
import { consentInForce } from '../../server/src/policy/consent-texts.ts';
import { codesIn, paper, tableBelow } from '../kit/papers.ts';

const schema = buildApiSchema();
const judge = judgeFor(schema);

describe('the limits of documents', () => {
  // At run time the gate does not look at these again.
  it.each([...readManifest()].map(([id, text]) => ({ id, text, name: /(?:query|mutation) (\w+)/.exec(text)?.[1] })))('let the trusted document $name pass, whatever its variables', ({ text }) => {
    expect(judge(text, null)).toBeNull();
  });

  test('are told to partners as they are', () => {
    const told = tableBelow(paper('docs/api.md'), 'Limits of a document').map((row) => [codesIn(row['limit'])[0], Number((row['at most'] ?? '').replaceAll(',', ''))]);
    expect(Object.fromEntries(told)).toEqual(documentLimits);
  });

  test('know every command that signs in, decides or looks up', () => {
    const fields = Object.keys(schema.getMutationType()?.getFields() ?? {});
    // What is left may be many in one request: it guesses nothing and decides nothing.
    expect(fields.filter((field) => !sensitiveFields.has(field)).toSorted()).toEqual(['liftLookUpBlock', 'markLookUpsSeen', 'resendWebhookDelivery', 'sendToNationalRegister', 'signOut', 'signOutStaff', 'stateWithdrawalReason', 'suggestOrganisationCorrection']);
    expect([...sensitiveFields].filter((field) => !fields.includes(field))).toEqual([]);
  });
});

describe('the assumed sizes of lists', () => {
  test('are there for every list whose length no argument sets, and for nothing else', () => {
    const lists = Object.values(schema.getTypeMap())
      .filter((type) => isObjectType(type) || isInterfaceType(type))
      .filter(({ name }) => !name.startsWith('__') && !name.endsWith('Connection'))
      .flatMap((type) => Object.values(type.getFields()).filter((field) => isListType(getNullableType(field.type)) && !field.args.some(({ name }) => name === 'first' || name === 'last')).map(({ name }) => `${type.name}.${name}`));
    expect(lists.toSorted()).toEqual(Object.keys(assumedListSizes).toSorted());
  });

  test('hold for the divisions of today', () => {
    const below = (code: string | null): number[] => {
      const divisions = divisionsBelow(code, '2026-11-23', true);
      return [divisions.length, ...divisions.flatMap((division) => below(division.code))];
    };
    expect(Math.max(...below(null))).toBeLessThanOrEqual(assumedListSizes['Query.divisions'] ?? 0);
    const successors = Array.from({ length: 1_000_000 - 100_000 }, (_, index) => findDivision(String(100_000 + index))?.successors.length ?? 0);
    expect(successors.reduce((most, each) => Math.max(most, each), 0)).toBeLessThanOrEqual(assumedListSizes['Division.successors'] ?? 0);
  });

  test('hold for what a decision states and declares', () => {
    expect(allItems.length).toBeLessThanOrEqual(assumedListSizes['Decision.choices'] ?? 0);
    for (const purpose of ['AGREE', 'REFUSE', 'WITHDRAW'] as const) {
      for (const language of ['zh-CN', 'en'] as const) expect(consentInForce(purpose, language).paragraphs.length).toBeLessThanOrEqual(assumedListSizes['ConsentText.paragraphs'] ?? 0);
    }
  });
});
