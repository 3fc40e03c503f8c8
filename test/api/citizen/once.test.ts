import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { RegisterDonorDocument } from '../../../schema/generated/graphql.ts';
import { choicesOf, deciding, ownPage, registration } from '../../kit/decisions.ts';
import { createWorld } from '../../kit/world.ts';

const world = await createWorld();

describe('a lost reply', () => {
  it('followed by a retry is answered with the first result and registers once', async () => {
    const citizen = await world.citizen();
    const input = registration();
    const answers = [await citizen.run(RegisterDonorDocument, { input }), await citizen.run(RegisterDonorDocument, { input })];
    expect(answers[1]).toEqual(answers[0]);
    expect((await ownPage(citizen)).donor?.history.totalCount).toBe(1);
  });

  it('is answered with the first result even after later changes', async () => {
    const citizen = await world.citizen();
    const input = registration();
    const first = await citizen.run(RegisterDonorDocument, { input });
    await deciding.withdraw(citizen, 1);
    const again = await citizen.run(RegisterDonorDocument, { input });
    expect(again).toMatchObject({ registerDonor: { __typename: 'RegisterDonorSuccess', decision: { state: 'AGREED', sequence: 1 }, donor: { decision: { state: 'WITHDRAWN' } } } });
    expect(first).toMatchObject({ registerDonor: { decision: { sequence: 1 } } });
    expect((await ownPage(citizen)).state).toBe('WITHDRAWN');
  });

  it('with another input under the same key is refused', async () => {
    const citizen = await world.citizen();
    const input = registration();
    await citizen.run(RegisterDonorDocument, { input });
    const other = await citizen.run(RegisterDonorDocument, { input: { ...input, choices: choicesOf('AGREE', { LUNG: 'REFUSE' }) } });
    expect(other).toMatchObject({ registerDonor: { __typename: 'IdempotencyKeyReused' } });
  });

  it('of one person says nothing to another who uses the same key', async () => {
    const [one, other] = [await world.citizen(), await world.citizen()];
    const input = registration();
    await one.run(RegisterDonorDocument, { input });
    expect(await other.run(RegisterDonorDocument, { input })).toMatchObject({ registerDonor: { __typename: 'RegisterDonorSuccess', decision: { sequence: 1 } } });
  });

  it('with a key of the wrong form is told so', async () => {
    const citizen = await world.citizen();
    expect(await deciding.register(citizen, { idempotencyKey: 'short' })).toMatchObject({ __typename: 'InvalidInput', problems: [{ path: ['idempotencyKey'] }] });
  });
});

describe('a race', () => {
  it('of fifty registrations of one person leaves one decision and tells the others', async () => {
    const citizen = await world.citizen();
    const results = await Promise.all(Array.from({ length: 50 }, () => deciding.register(citizen)));
    const kinds = results.map((result) => result.__typename).sort();
    expect(kinds.filter((kind) => kind === 'RegisterDonorSuccess')).toHaveLength(1);
    expect(kinds.filter((kind) => kind === 'DonorAlreadyRegistered')).toHaveLength(49);
    expect((await ownPage(citizen)).donor?.history.totalCount).toBe(1);
  });

  it('of fifty retries with one key gives everybody the same first result', async () => {
    const citizen = await world.citizen();
    const input = registration({ idempotencyKey: randomUUID() });
    const results = await Promise.all(Array.from({ length: 50 }, () => citizen.run(RegisterDonorDocument, { input })));
    expect(new Set(results.map((result) => JSON.stringify(result))).size).toBe(1);
    expect(results[0]).toMatchObject({ registerDonor: { __typename: 'RegisterDonorSuccess' } });
  });

  it('of two phones changing one record lets one win and tells the other', async () => {
    const citizen = await world.citizen();
    await deciding.register(citizen);
    const results = await Promise.all([deciding.edit(citizen, 1), deciding.refuse(citizen, 1), deciding.withdraw(citizen, 1), deciding.reaffirm(citizen, 1)]);
    const told = results.filter((result) => result.__typename === 'DecisionChangedMeanwhile');
    expect(told).toHaveLength(3);
    expect((await ownPage(citizen)).donor?.history.totalCount).toBe(2);
  });
});
