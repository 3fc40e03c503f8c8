import { describe, expect, it } from 'vitest';
import { deciding, latestOf, ownPage } from '../../kit/decisions.ts';
import { formerFile, formerRow, takenOver } from '../../kit/former-system.ts';
import { nationalSideOf } from '../../kit/national-register.ts';
import { compared, paper, refusing, typed } from '../../kit/paper-forms.ts';
import { createWorld, person } from '../../kit/world.ts';

const world = await createWorld();
let rows = 0;

/** Somebody who agreed in the former system on a day, taken over today. */
async function formerDonor(decidedOn: string) {
  const identity = person({ fullName: '演示旧人' });
  const { sums } = await takenOver(world, formerFile([formerRow(++rows, { document_number: identity.documentNumber, decided_on: decidedOn })]));
  expect(sums.taken).toBe(1);
  return { identity, citizen: await world.citizen(identity) };
}

describe('a decision that was taken over counts from its day in the former system', () => {
  it.each([
    ['2026-11-10', 'ApprovePaperFormSuccess'],
    ['2026-11-20', 'PaperFormBarred'],
  ])('a paper signed on 2026-11-15 against one of %s: %s', async (decidedOn, answer) => {
    const { identity, citizen } = await formerDonor(decidedOn);
    const [maker, checker] = [await world.staff({ role: 'REGISTRAR', divisionCode: '330106' }), await world.staff({ role: 'MANAGER', divisionCode: '330106' })];
    const form = await typed(world, maker, identity, { ...refusing, signedOn: '2026-11-15' });
    expect(await compared(world, checker, form.id, { documentNumber: identity.documentNumber, signedOn: '2026-11-15', choices: refusing.choices })).toMatchObject({ differences: [] });
    expect((await paper.approve(checker, form.id)).__typename).toBe(answer);
    expect(await latestOf(citizen)).toMatchObject({ state: answer === 'PaperFormBarred' ? 'AGREED' : 'REFUSED' });
  });

  it('the national register is told that day, and a later word that it holds is the later one', async () => {
    const { citizen } = await formerDonor('2021-06-01');
    const number = (await ownPage(citizen)).donor?.registrationNumber ?? '';
    const side = await nationalSideOf(world);
    side.simulator.knows(number, 'REFUSED', '2024-05-05T00:00:00.000Z');
    await side.exchange();
    await side.exchange();
    expect(side.simulator.received.find(({ registrationNumber }) => registrationNumber === number)).toMatchObject({ recordedAt: '2021-05-31T16:00:00.000Z' });
    expect(await latestOf(citizen)).toMatchObject({ nationalSync: { state: 'CONFLICT', difference: 'THEIRS_IS_LATER' } });
  });
});

it('whoever was taken over changes, withdraws and contests like everybody else', async () => {
  const { citizen } = await formerDonor('2021-06-01');
  expect((await deciding.reaffirm(citizen, 1)).__typename).toBe('ReaffirmDecisionSuccess');
  expect((await deciding.edit(citizen, 2)).__typename).toBe('EditDecisionSuccess');
  expect((await deciding.withdraw(citizen, 3)).__typename).toBe('WithdrawDecisionSuccess');
  expect(await latestOf(citizen)).toMatchObject({ state: 'WITHDRAWN', sequence: 4 });
});
