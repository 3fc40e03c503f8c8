import { afterAll, describe, expect, it } from 'vitest';
import { isLostRace } from '../../server/src/database/lost-race.ts';
import { oneTransaction } from '../../server/src/database/one-transaction.ts';
import { Donor } from '../../server/src/donors/donor.entity.ts';
import { eraseDonor } from '../../server/src/donors/erase-donor.ts';
import { HealthCardBinding } from '../../server/src/health-cards/health-card.entity.ts';
import { forgetOutsideOfRecord } from '../../server/src/rights/carry-out-erasure.ts';
import { ProcessingRestriction } from '../../server/src/rights/processing-restriction.entity.ts';
import { cards as donorCards, issued } from '../kit/cards.ts';
import { deciding, ownPage } from '../kit/decisions.ts';
import { plainClient } from '../kit/deeds.ts';
import { aboutCards, cardWorld, cityCardOf } from '../kit/health-cards.ts';
import { NOW, person } from '../kit/world.ts';

const { world, city } = await cardWorld();
const [one, other] = [await plainClient(world.databaseUrl), await plainClient(world.databaseUrl)];
afterAll(() => Promise.all([one.end(), other.end()]));

async function givenADonor() {
  const who = person();
  cityCardOf({ city }, who);
  const citizen = await world.citizen(who);
  await deciding.register(citizen);
  const { donor } = await ownPage(citizen);
  const { id } = await world.orm.em.fork().findOneOrFail(Donor, { registrationNumber: donor?.registrationNumber ?? '' });
  return { citizen, id };
}

/** Erases as a granted request does; `meanwhile` happens before its commit. */
function erase(donorId: string, meanwhile: () => Promise<void> = () => Promise.resolve()): Promise<void> {
  return oneTransaction(world.orm, async (em) => {
    const donor = await em.findOneOrFail(Donor, { id: donorId });
    const tools = { em, vault: world.vault, now: () => NOW };
    await forgetOutsideOfRecord(tools, donor.indexes(), donor);
    await eraseDonor(tools, donor);
    await meanwhile();
  });
}

describe('a signed card and a restriction that are filed at the same moment', () => {
  const restriction = 'insert into processing_restriction (id, donor_id, sequence, restricted, stated_at) values (gen_random_uuid(), $1, 1, true, now())';
  const card = `insert into donor_card (id, donor_id, decision_id, request_digest, card_number, kid, rid, issued_at, expires_at)
    select gen_random_uuid(), donor_id, decision_id, sha256(clock_timestamp()::text::bytea), 'DC-' || gen_random_uuid(), kid, substr(md5(random()::text), 1, 12), issued_at, expires_at from donor_card where donor_id = $1`;

  /** Both are written, and neither sees the other, before either commits. */
  async function bothWritten() {
    const { citizen, id } = await givenADonor();
    await donorCards.revoke(citizen, (await issued(citizen)).id);
    await Promise.all([one.query('begin'), other.query('begin')]);
    await one.query(restriction, [id]);
    await other.query(card, [id]);
  }

  it('the second one to commit loses and runs again, whichever it is', async () => {
    await bothWritten();
    await one.query('commit');
    await expect(other.query('commit')).rejects.toMatchObject({ code: '23505', constraint: 'cards_lose_races' });
    await bothWritten();
    await other.query('commit');
    await expect(one.query('commit')).rejects.toMatchObject({ code: '23505', constraint: 'cards_lose_races' });
  });

  it('one of them loses when both commit at once', async () => {
    for (let round = 0; round < 10; round++) {
      await bothWritten();
      const ends = await Promise.allSettled([one.query('commit'), other.query('commit')]);
      expect(ends.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    }
  });
});

describe('while a platform looks for the card that somebody binds', () => {
  async function bindingMeanwhile(meanwhile: (donorId: string) => Promise<unknown>) {
    const { citizen, id } = await givenADonor();
    Object.assign(city.faults, { misbehaviour: 'slow', slowness: 1_000 });
    const before = city.faults.requests;
    const answer = aboutCards.bind(citizen).catch((error: unknown) => error);
    await expect.poll(() => city.faults.requests).toBeGreaterThan(before);
    await meanwhile(id);
    const said = await answer;
    city.faults.misbehaviour = 'none';
    return { said, open: await world.orm.em.fork().count(HealthCardBinding, { donor: id, unboundAt: null }) };
  }

  it('their record is restricted: they read so, and nothing is bound', async () => {
    const { said, open } = await bindingMeanwhile(async (donorId) => {
      const em = world.orm.em.fork();
      em.create(ProcessingRestriction, { donor: em.getReference(Donor, donorId), sequence: 1, restricted: true, statedAt: NOW });
      await em.flush();
    });
    expect(said).toMatchObject({ code: 'RECORD_RESTRICTED' });
    expect(open).toBe(0);
  });

  it('they are erased: nothing is bound to nobody', async () => {
    const { said, open } = await bindingMeanwhile((donorId) => erase(donorId));
    expect(said).toMatchObject({ code: 'NOTHING_ON_RECORD' });
    expect(open).toBe(0);
  });
});

it('an erasure that saw no card because it was bound at that moment runs again', async () => {
  const { citizen, id } = await givenADonor();
  const erasing = erase(id, async () => void expect(await aboutCards.bind(citizen)).toMatchObject({ __typename: 'BindHealthCardSuccess' }));
  await expect(erasing).rejects.toSatisfy(isLostRace);
  await erase(id);
  expect(await world.orm.em.fork().count(HealthCardBinding, { donor: id, unboundAt: null })).toBe(0);
});
