import { describe, expect, it } from 'vitest';
import { MyDecisionDocument, OrganisationsDocument, RegisterDonorDocument, WithdrawDecisionDocument } from '../../schema/generated/graphql.ts';
import { readManifest } from '../../server/src/graphql/documents.ts';
import { Caller } from '../kit/caller.ts';
import { deciding } from '../kit/decisions.ts';
import { createWorld } from '../kit/world.ts';

const world = await createWorld();
const manifest = readManifest();

/** Asks for the same thing twice: by the document that is compiled, and by its text with a space behind it, which is not. */
async function twice(caller: Caller, { id }: { readonly id: string }, variables: Record<string, unknown>) {
  const answers = [await caller.post({ documentId: id, variables }), await caller.post({ query: `${manifest.get(id)} `, variables })];
  return answers.map((answer) => ({ ...answer, errors: answer.errors?.map((error) => ({ ...error, extensions: { ...error.extensions, requestId: '' } })) }));
}

describe('a document that is compiled answers as one that is not', () => {
  const nobody = new Caller(world.http, null);

  it('with data, nested, listed, and of several types', async () => {
    const citizen = await world.citizen();
    await deciding.register(citizen);
    await deciding.refuse(citizen, 1);
    const [compiled, usual] = await twice(citizen, MyDecisionDocument, {});
    expect(compiled?.data).toMatchObject({ viewer: { state: 'REFUSED' } });
    expect(compiled).toEqual(usual);
  });

  const consent = { version: 'v', hash: 'h' };
  const withdrawal = { expectedVersion: 1, idempotencyKey: 'a-key-of-nobody-here', consent };

  it.each([
    ['nobody is signed in', 'UNAUTHENTICATED', WithdrawDecisionDocument, { input: withdrawal }],
    ['a variable is missing', 'BAD_USER_INPUT', RegisterDonorDocument, {}],
    ['a variable is of the wrong kind', 'BAD_USER_INPUT', WithdrawDecisionDocument, { input: { ...withdrawal, expectedVersion: 'one' } }],
    ['a variable holds a field too many', 'BAD_USER_INPUT', WithdrawDecisionDocument, { input: { ...withdrawal, more: true } }],
    ['text cannot be kept', 'MALFORMED_TEXT', OrganisationsDocument, { first: 5, filter: { search: 'a\u0000b' } }],
    ['a page is too large', 'BAD_USER_INPUT', OrganisationsDocument, { first: 1_000 }],
  ])('when %s', async (_, code, document, variables) => {
    const [compiled, usual] = await twice(nobody, document, variables);
    expect(compiled?.errors?.map(({ extensions }) => extensions.code)).toEqual([code]);
    expect(compiled).toEqual(usual);
  });

  it('when the operation is of another name: nothing runs', async () => {
    const [compiled, usual] = [{ documentId: WithdrawDecisionDocument.id }, { query: `${manifest.get(WithdrawDecisionDocument.id)} ` }];
    const answers = await Promise.all([compiled, usual].map((document) => nobody.post({ ...document, operationName: 'Another', variables: { input: withdrawal } })));
    expect(answers.map(({ errors, data }) => [errors?.map(({ extensions }) => extensions.code), data])).toEqual([[['MALFORMED_REQUEST'], undefined], [['MALFORMED_REQUEST'], undefined]]);
  });

  it('to a list of thousands of faults: it stops at the fiftieth, and does not note each', async () => {
    const [compiled, usual] = await twice(nobody, RegisterDonorDocument, { input: { choices: Array.from({ length: 20_000 }, () => ({})) } });
    expect(compiled?.errors?.length).toBeLessThan(60);
    expect(compiled).toEqual(usual);
  });

  it('when a session has ended', async () => {
    const citizen = await world.citizen();
    await citizen.query('mutation { signOut { __typename } }');
    const [compiled, usual] = await twice(citizen, WithdrawDecisionDocument, { input: withdrawal });
    expect(compiled?.errors?.map(({ extensions }) => extensions.code)).toEqual(['UNAUTHENTICATED']);
    expect(compiled).toEqual(usual);
  });
});
