import { describe, expect, it } from 'vitest';
import type { Caller } from '../../kit/caller.ts';
import { deciding } from '../../kit/decisions.ts';
import { family, otherCode, ownMessages, restrict, told } from '../../kit/family.ts';
import { createWorld, type World } from '../../kit/world.ts';

const NOT_OPEN = { __typename: 'FamilyMessageNotOpen', code: 'FAMILY_MESSAGE_NOT_OPEN' };

async function donor(world: World): Promise<Caller> {
  const citizen = await world.citizen();
  await deciding.register(citizen);
  return citizen;
}

// Each promise has a world of its own: tries are counted by the address of the caller, too.
describe('whoever has the link and not the code', () => {
  it('gets one answer for a link that never was, a wrong code, and a message that is over, taken back or locked', async () => {
    const world = await createWorld();
    const citizen = await donor(world);
    const answers: unknown[] = [];
    const ask = async (link: { secret: string; code: string }) => answers.push(await family.open(world.anonymous(), link));
    const link = await told(citizen);
    await ask({ secret: 'never-was', code: link.code });
    await ask({ ...link, code: otherCode(link.code) });
    await ask({ ...link, code: '' });
    await family.takeBack(citizen, link.id);
    await ask(link);
    const restricted = await donor(world);
    const hidden = await told(restricted);
    await restrict(world, restricted);
    await ask(hidden);
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(answers[0]).toMatchObject(NOT_OPEN);
  });

  it('has five tries; then the link opens nothing any more, not even with the right code, and its maker is told', async () => {
    const world = await createWorld();
    const citizen = await donor(world);
    const link = await told(citizen);
    for (let by = 1; by <= 5; by++) expect(await family.open(world.anonymous(), { ...link, code: otherCode(link.code, by) })).toMatchObject(NOT_OPEN);
    expect(await family.open(world.anonymous(), link)).toMatchObject(NOT_OPEN);
    const [message] = await ownMessages(citizen);
    expect(message).toMatchObject({ state: 'LOCKED', timesOpened: 0 });
    expect(message?.steps.map(({ kind }) => kind)).toEqual(Array.from({ length: 5 }, () => 'WRONG_CODE'));
  });

  it('still has a few tries when fifty come at once', async () => {
    const world = await createWorld();
    const citizen = await donor(world);
    const link = await told(citizen);
    const answers = await Promise.all(Array.from({ length: 50 }, (_, by) => family.open(world.anonymous(), { ...link, code: otherCode(link.code, by + 1) })));
    expect(new Set(answers.map(({ __typename }) => __typename))).toEqual(new Set(['FamilyMessageNotOpen', 'TooManyRequests']));
    expect(answers.filter(({ __typename }) => __typename === 'FamilyMessageNotOpen').length).toBeLessThanOrEqual(20);
    expect((await ownMessages(citizen))[0]?.state).toBe('LOCKED');
  });

  it('is told to wait alike for a link that is one and a link that never was', async () => {
    const tooMany = async (link: { secret: string; code: string }, on: World) => {
      const caller = on.anonymous();
      for (let time = 0; time < 20; time++) await family.open(caller, link);
      return family.open(caller, link);
    };
    const [one, other] = [await createWorld(), await createWorld()];
    const citizen = await donor(one);
    const link = await told(citizen);
    const real = await tooMany({ ...link, code: otherCode(link.code) }, one);
    expect(real).toMatchObject({ __typename: 'TooManyRequests' });
    expect(await tooMany({ secret: 'never-was', code: '123456' }, other)).toEqual(real);
  });
});
