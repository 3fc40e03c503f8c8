import { isInputObjectType, isNonNullType, type GraphQLResolveInfo } from 'graphql';
import { describe, expect, it, test } from 'vitest';
import type { Context } from '../../server/src/graphql/context.ts';
import { Forbidden } from '../../server/src/graphql/refusals.ts';
import { buildApiSchema } from '../../server/src/graphql/schema.ts';
import type { Actor, PartnerSystem } from '../../server/src/identity/actor.ts';
import { ANY_SCOPE, openToPartners } from '../../server/src/partners/partner.policy.ts';
import { partnerScopes, type PartnerScope } from '../../server/src/partners/partner-scope.ts';
import { Partner, PartnerKind } from '../../server/src/partners/partner.entity.ts';
import { codesIn, paper, tableBelow } from '../kit/papers.ts';

const schema = buildApiSchema();
const rootFields = [schema.getQueryType(), schema.getMutationType()].flatMap((type) => Object.values(type?.getFields() ?? {}).map((field) => ({ name: `${type?.name ?? ''}.${field.name}`, field })));
const kinds = Object.values(PartnerKind);

/** Whether a field turns a partner away at its door: before it looks at arguments, the database or anything else. */
async function isClosed(field: (typeof rootFields)[number]['field'], kind: PartnerKind, scopes: readonly PartnerScope[]): Promise<boolean> {
  const actor: PartnerSystem = { kind, partner: Object.create(Partner.prototype) as Partner, scopes };
  try {
    // Whoever passes the door finds no database here and fails in another way.
    await field.resolve?.(null, {}, { actor, access: { actor: actor as Actor } } as Context, { fieldName: field.name } as GraphQLResolveInfo);
    return false;
  } catch (error) {
    return error instanceof Forbidden;
  }
}

describe.each(kinds)('a partner of the kind %s', (kind) => {
  it.each(rootFields)('finds $name open with its scope alone, or closed for good', async ({ name, field }) => {
    const scope = openToPartners[name];
    expect(await isClosed(field, kind, [])).toBe(scope !== ANY_SCOPE);
    expect(await isClosed(field, kind, partnerScopes)).toBe(scope === undefined);
    for (const other of partnerScopes) expect(await isClosed(field, kind, [other]), other).toBe(other !== scope && scope !== ANY_SCOPE);
  });
});

test('what is open to partners exists and uses every scope; what changes something asks for an idempotency key', () => {
  for (const name of Object.keys(openToPartners)) {
    const found = rootFields.find((each) => each.name === name);
    expect(found, name).toBeDefined();
    if (!name.startsWith('Mutation.')) continue;
    const input = found?.field.args.find((arg) => arg.name === 'input')?.type;
    expect(String(isNonNullType(input) && isInputObjectType(input.ofType) && input.ofType.getFields()['idempotencyKey']?.type), name).toBe('String!');
  }
  expect(new Set(Object.values(openToPartners))).toEqual(new Set([ANY_SCOPE, ...partnerScopes]));
});

it('is told to partners: docs/partners/README.md has the fields that each scope opens', () => {
  const told = tableBelow(paper('docs/partners/README.md'), 'What you may do').flatMap((row) => codesIn(row['opens']).map((field) => [rootFields.find(({ name }) => name.endsWith(`.${field}`))?.name, codesIn(row['scope'])[0]]));
  expect(Object.fromEntries(told)).toEqual(openToPartners);
});
