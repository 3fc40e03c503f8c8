import { expect, it, vi } from 'vitest';
import { deciding } from '../kit/decisions.ts';
import { aboutCards, cardWorld, cityCardOf } from '../kit/health-cards.ts';
import { person } from '../kit/world.ts';

const MINUTE = 60_000;

/** Somebody with a bound card whose platform may be told; it was told nothing yet. */
async function bound() {
  const cards = await cardWorld();
  const who = person();
  const cardId = cityCardOf(cards, who);
  const citizen = await cards.world.citizen(who);
  await deciding.register(citizen);
  await aboutCards.bind(citizen);
  await aboutCards.agree(citizen, 'told');
  return { ...cards, citizen, onCard: () => cards.city.marks.all().find(([card]) => card === cardId)?.[1].flag ?? null };
}

it('who unbinds while the first mark is being sent has it taken off', async () => {
  const { city, citizen, onCard, tell, clock } = await bound();
  Object.assign(city.faults, { misbehaviour: 'slow', slowness: 1_500 });
  const sending = tell();
  await vi.waitFor(() => expect(onCard()).toBe('Y'), { timeout: 10_000 });
  expect((await aboutCards.unbind(citizen)).__typename).toBe('UnbindHealthCardSuccess');
  city.faults.misbehaviour = 'none';
  await sending;
  clock.wait(MINUTE);
  await tell();
  expect([onCard(), await aboutCards.state(citizen)]).toEqual([null, 'TAKEN_OFF']);
});

it('a card bound again by a clock that was set back is told what holds, later than all that its platform was told before', async () => {
  const { citizen, onCard, tell, clock } = await bound();
  await tell();
  clock.wait(MINUTE);
  await aboutCards.unbind(citizen);
  await tell();
  expect(onCard()).toBeNull();
  clock.wait(-MINUTE / 2);
  await aboutCards.bind(citizen);
  await aboutCards.agree(citizen, 'told');
  await tell();
  expect([onCard(), await aboutCards.state(citizen)]).toEqual(['Y', 'ON_CARD']);
});
