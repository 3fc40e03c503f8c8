import { randomUUID } from 'node:crypto';
import { afterAll, describe, expect, it } from 'vitest';
import { Donor } from '../../../server/src/donors/donor.entity.ts';
import { eraseDonor } from '../../../server/src/donors/erase-donor.ts';
import type { Caller } from '../../kit/caller.ts';
import { cardOnPage, cards, claimsIn, issued, listOf, publishedKeys, verdictOn } from '../../kit/cards.ts';
import { choicesOf, deciding, disavow, latestOf, queueWithdrawal } from '../../kit/decisions.ts';
import { plainClient } from '../../kit/deeds.ts';
import { restrict } from '../../kit/family.ts';
import { createWorld, NOW, person } from '../../kit/world.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;

const world = await createWorld();
const database = await plainClient(world.databaseUrl);
afterAll(() => database.end());

const verdict = (token: string, now = NOW) => verdictOn(world.http, token, { now });

async function donor(identity: Partial<ReturnType<typeof person>> = {}): Promise<Caller> {
  const citizen = await world.citizen(identity);
  await deciding.register(citizen);
  return citizen;
}

/** Why a card ended, as the register keeps it. */
async function endOf(cardId: string): Promise<string | null> {
  const { rows } = await database.query('select end_reason from donor_card where id = $1', [cardId]);
  return rows[0].end_reason;
}

describe('a signed card', () => {
  it('says what its owner decided: number, masked name, year of birth, state, items; and no number of anybody', async () => {
    const identity = person({ fullName: '金丝雀本人', birthday: '1968-05-17' });
    const citizen = await world.citizen(identity);
    await deciding.register(citizen, { choices: choicesOf('AGREE', { HEART: 'REFUSE', SKIN: 'NOT_STATED' }) });
    const card = await issued(citizen);
    expect(card.link).toBe(`http://localhost/v#${card.token}`);
    expect(claimsIn(card.token)).toEqual({
      v: 1,
      iss: 'http://localhost',
      iat: NOW.getTime() / 1000,
      exp: NOW.getTime() / 1000 + 365 * 86_400,
      rid: expect.stringMatching(/^[\w-]{12}$/),
      no: card.cardNumber,
      nm: '*丝雀本人',
      yb: 1968,
      st: 'AGREED',
      og: 'LULIKIPAINEYBOVABRDU',
      rf: 'HE',
    });
    for (const secret of ['金丝雀本人', identity.documentNumber, identity.phone ?? '', '1968-05-17']) expect(JSON.stringify(claimsIn(card.token))).not.toContain(secret);
    expect(await verdict(card.token)).toBe('VALID');
  });

  it('of a refusal says so, and lists no item', async () => {
    const citizen = await world.citizen();
    await deciding.refuse(citizen, null);
    const claims = claimsIn((await issued(citizen)).token);
    expect(claims).toMatchObject({ st: 'REFUSED' });
    expect(claims).not.toHaveProperty('og');
    expect(claims).not.toHaveProperty('rf');
  });

  it('is shown to its owner again, the very same; a lost reply gives it again, too', async () => {
    const citizen = await donor();
    const key = randomUUID();
    const card = await issued(citizen, key);
    expect(await issued(citizen, key)).toEqual(card);
    expect(await cardOnPage(citizen)).toMatchObject({ id: card.id, link: card.link, cardNumber: card.cardNumber });
  });

  it('takes the place of the former one: that one is revoked with the same deed, and nothing in the two is alike but the person', async () => {
    const citizen = await donor();
    const [first, second] = [await issued(citizen), await issued(citizen)];
    expect([await verdict(first.token), await verdict(second.token)]).toEqual(['REVOKED', 'VALID']);
    expect(await endOf(first.id)).toBe('REPLACED');
    const [one, other] = [claimsIn(first.token), claimsIn(second.token)];
    expect(one.rid).not.toBe(other.rid);
    expect(one.no).not.toBe(other.no);
    expect(first.token.split('.')[2]).not.toBe(second.token.split('.')[2]);
  });

  it('asked for twice at once leaves one that holds', async () => {
    const citizen = await donor();
    const key = randomUUID();
    const two = await Promise.all([issued(citizen), issued(citizen)]);
    const twins = await Promise.all([issued(citizen, key), issued(citizen, key)]);
    const all = [...two, ...twins];
    expect(new Set(all.map(({ id }) => id)).size).toBe(3);
    const verdicts = await Promise.all([...new Set(all.map(({ token }) => token))].map((token) => verdict(token)));
    expect(verdicts.toSorted()).toEqual(['REVOKED', 'REVOKED', 'VALID']);
  });

  it('is revoked at a word of its owner, without a fresh sign-in, and twice is once', async () => {
    const citizen = await donor();
    const card = await issued(citizen);
    world.wait(10 * MINUTE);
    expect(await cards.revoke(citizen, card.id)).toMatchObject({ __typename: 'RevokeDonorCardSuccess', donorCard: { id: card.id, link: null } });
    expect(await cards.revoke(citizen, card.id)).toMatchObject({ __typename: 'RevokeDonorCardSuccess' });
    expect([await verdict(card.token), await endOf(card.id), await cardOnPage(citizen)]).toEqual(['REVOKED', 'BY_OWNER', null]);
    world.wait(-10 * MINUTE);
  });
});

describe('a card is refused', () => {
  it('to who has nothing on record, has withdrawn, signed in long ago or too weakly, or sends no proper key', async () => {
    expect(await cards.issue(await world.citizen())).toMatchObject({ __typename: 'NoStandingDecision' });
    const withdrawn = await donor();
    await deciding.withdraw(withdrawn, 1);
    expect(await cards.issue(withdrawn)).toMatchObject({ __typename: 'NoStandingDecision' });
    const weak = await world.citizen({ assuranceLevel: 'BASIC_REAL_NAME' });
    expect(await cards.issue(weak)).toMatchObject({ __typename: 'AssuranceTooLow' });
    expect(await cards.revoke(weak, randomUUID())).toMatchObject({ __typename: 'AssuranceTooLow' });
    const citizen = await donor();
    expect(await cards.issue(citizen, 'short')).toMatchObject({ __typename: 'InvalidInput' });
    world.wait(3 * MINUTE);
    expect(await cards.issue(citizen)).toMatchObject({ __typename: 'FreshSignInNeeded' });
    world.wait(-3 * MINUTE);
  });

  it('while the decision is disputed, a withdrawal waits, or the record is restricted', async () => {
    const disputed = await donor();
    await disavow(disputed, (await latestOf(disputed)).id);
    expect(await cards.issue(disputed)).toMatchObject({ __typename: 'DecisionFrozen' });
    const restricted = await donor();
    await restrict(world, restricted);
    expect(await cards.issue(restricted)).toMatchObject({ __typename: 'RecordRestricted' });
  });

  it('after ten of one day; revoking goes on', async () => {
    const citizen = await donor();
    for (let count = 0; count < 10; count++) await issued(citizen);
    expect(await cards.issue(citizen)).toMatchObject({ __typename: 'TooManyRequests' });
    expect(await cards.revoke(citizen, (await cardOnPage(citizen))?.id ?? '')).toMatchObject({ __typename: 'RevokeDonorCardSuccess' });
  });

  it('when an old request is sent again after the card ended: nothing is made anew behind the person’s back', async () => {
    const citizen = await donor();
    const key = randomUUID();
    const card = await issued(citizen, key);
    await cards.revoke(citizen, card.id);
    expect(await cards.issue(citizen, key)).toMatchObject({ __typename: 'IdempotencyKeyReused' });
  });

  it('and nobody revokes a card of somebody else, or learns that there is one', async () => {
    const card = await issued(await donor());
    const stranger = await donor();
    const [theirs, nobodys] = [await cards.revoke(stranger, card.id), await cards.revoke(stranger, randomUUID())];
    expect(theirs).toEqual(nobodys);
    expect(theirs).toMatchObject({ __typename: 'InvalidInput' });
    expect(await verdict(card.token)).toBe('VALID');
  });
});

describe('a card ends with what it says', () => {
  const changes: readonly [what: string, reason: string, change: (citizen: Caller) => Promise<unknown>][] = [
    ['the decision is changed', 'DECISION_CHANGED', (citizen) => deciding.edit(citizen, 2)],
    ['the person refuses', 'DECISION_CHANGED', (citizen) => deciding.refuse(citizen, 2)],
    ['the person withdraws', 'DECISION_CHANGED', (citizen) => deciding.withdraw(citizen, 2)],
    ['the person says it was not theirs', 'DISAVOWED', async (citizen) => disavow(citizen, (await latestOf(citizen)).id)],
  ];
  for (const [what, reason, change] of changes) {
    it(`when ${what}`, async () => {
      const citizen = await donor();
      const card = await issued(citizen);
      await change(citizen);
      expect([await verdict(card.token), await endOf(card.id), await cardOnPage(citizen)]).toEqual(['REVOKED', reason, null]);
    });
  }

  it('when a withdrawal is left while nobody can sign in', async () => {
    const citizen = await donor();
    const card = await issued(citizen);
    world.wait(3 * MINUTE);
    world.provider.isDown = true;
    expect(await queueWithdrawal(citizen, 2)).toMatchObject({ __typename: 'QueueWithdrawalSuccess' });
    world.provider.isDown = false;
    world.wait(-3 * MINUTE);
    expect([await verdict(card.token), await endOf(card.id)]).toEqual(['REVOKED', 'WITHDRAWAL_QUEUED']);
  });

  it('when the person is erased, and the signed text goes with it', async () => {
    const citizen = await donor();
    const card = await issued(citizen);
    const em = world.orm.em.fork();
    const [row] = (await database.query('select donor_id from donor_card where id = $1', [card.id])).rows;
    const erased = await em.findOneOrFail(Donor, { id: row.donor_id });
    await eraseDonor({ em, vault: world.vault, now: () => NOW }, erased);
    await em.flush();
    expect([erased.sealedDonorCard, await endOf(card.id), await verdict(card.token)]).toEqual([null, 'ERASED', 'REVOKED']);
    await expect(database.query("update donor set sealed_donor_card = 'x' where id = $1", [erased.id])).rejects.toThrow(/donor_erased_has_no_card/);
  });

  it('but not when the decision is reaffirmed: it still says the truth', async () => {
    const citizen = await donor();
    const card = await issued(citizen);
    await deciding.reaffirm(citizen, 2);
    expect([await verdict(card.token), (await cardOnPage(citizen))?.id]).toEqual(['VALID', card.id]);
    await deciding.edit(citizen, 3);
    expect(await verdict(card.token)).toBe('REVOKED');
  });

  it('after its twelve months by itself', async () => {
    const card = await issued(await donor());
    expect(await verdict(card.token, new Date(NOW.getTime() + 365 * DAY - 1000))).toBe('VALID');
    expect(await verdict(card.token, new Date(NOW.getTime() + 365 * DAY))).toBe('EXPIRED');
  });

  it('whatever a command forgets: the database lets no card hold beside a later decision, nor beside another card', async () => {
    const citizen = await donor();
    const card = await issued(citizen);
    const copyDecision = `insert into decision select gen_random_uuid(), donor_id, sequence + 1, 'EDITED', state, choices, channel, assurance_level, consent_purpose, consent_version, consent_hash, recorded_at, fingerprint from decision where id = (select decision_id from donor_card where id = $1)`;
    await expect(database.query(copyDecision, [card.id])).rejects.toThrow(/a donor card would say what does not hold/);
    await expect(database.query(`insert into donor_card (id, donor_id, decision_id, request_digest, card_number, kid, rid, issued_at, expires_at) select gen_random_uuid(), donor_id, decision_id, sha256('x'), 'DC-X', kid, 'zzzzzzzzzzzz', issued_at, expires_at from donor_card where id = $1`, [card.id])).rejects.toThrow(/a donor card would say what does not hold/);
    await expect(database.query('update donor_card set rid = $2 where id = $1', [card.id, 'yyyyyyyyyyyy'])).rejects.toThrow();
    await cards.revoke(citizen, card.id);
    await expect(database.query('update donor_card set revoked_at = null, end_reason = null where id = $1', [card.id])).rejects.toThrow();
    await expect(database.query('delete from donor_card where id = $1', [card.id])).rejects.toThrow();
  });
});

describe('the public lists', () => {
  it('hold a key and random words, and nothing about anybody', async () => {
    const identity = person({ fullName: '金丝雀名单' });
    const citizen = await donor(identity);
    const card = await issued(citizen);
    await deciding.withdraw(citizen, 2);
    const [key] = await publishedKeys(world.http);
    const list = await listOf(world.http, key?.kid ?? '');
    expect(list.rids).toContain(claimsIn(card.token).rid);
    expect(list.rids).toEqual(list.rids.toSorted());
    expect(Object.keys(list).toSorted()).toEqual(['ctr', 'kid', 'method', 'rids']);
    for (const secret of [card.cardNumber, card.id, identity.documentNumber, '金丝雀']) expect(JSON.stringify(list)).not.toContain(secret);
    expect(Object.keys(key ?? {}).toSorted()).toEqual(['alg', 'crlVersion', 'crv', 'kid', 'kty', 'use', 'x', 'y']);
  });
});
