import { describe, expect, it } from 'vitest';
import { deciding } from '../../kit/decisions.ts';
import { createWorld, NOW } from '../../kit/world.ts';

const world = await createWorld();
let clock = NOW.getTime();

/** Sets the clock, forward only, and registers somebody born on a day. */
async function registersAt(instant: string, birthday: string): Promise<string> {
  const then = Date.parse(instant);
  world.wait(then - clock);
  clock = then;
  return (await deciding.register(await world.citizen({ birthday }))).__typename;
}

describe('a person comes of age', () => {
  it('at midnight in China on their eighteenth birthday, while it is still the day before in Greenwich', async () => {
    expect(await registersAt('2026-12-24T15:59:59Z', '2008-12-25')).toBe('UnderAge');
    expect(await registersAt('2026-12-24T16:00:00Z', '2008-12-25')).toBe('RegisterDonorSuccess');
  });

  it('and not a day later than that for a birthday at the end of the year', async () => {
    expect(await registersAt('2026-12-31T15:59:59Z', '2009-01-01')).toBe('UnderAge');
    expect(await registersAt('2026-12-31T16:00:00Z', '2009-01-01')).toBe('RegisterDonorSuccess');
  });

  it('on 1 March when they were born on 29 February and the year has none', async () => {
    expect(await registersAt('2030-02-28T15:59:59Z', '2012-02-29')).toBe('UnderAge');
    expect(await registersAt('2030-02-28T16:00:00Z', '2012-02-29')).toBe('RegisterDonorSuccess');
  });
});
