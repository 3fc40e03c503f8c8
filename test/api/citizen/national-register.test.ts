import { mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Donor } from '../../../server/src/donors/donor.entity.ts';
import { standingOf } from '../../../server/src/donors/standing.queries.ts';
import { findingOf } from '../../../server/src/lookups/look-up.policy.ts';
import { NationalAnswer, NationalMessage } from '../../../server/src/national-register/national-message.entity.ts';
import { NationalFiles } from '../../../server/src/national-register/national-files.ts';
import { nationalRound } from '../../../server/src/national-register/keep-national-sync.ts';
import { sendDecisions } from '../../../server/src/national-register/send-decisions.ts';
import { OutboxEvent } from '../../../server/src/outbox/outbox-event.entity.ts';
import { createLog } from '../../../server/src/log.ts';
import { deciding, disavow, latestOf } from '../../kit/decisions.ts';
import { nationalSideOf, syncOf } from '../../kit/national-register.ts';
import { createWorld, NOW, person, type World } from '../../kit/world.ts';

const HOUR = 3_600_000;
const world = await createWorld();

async function registered(of: World = world) {
  const citizen = await of.citizen();
  await deciding.register(citizen);
  return { citizen, number: (await syncOf(citizen)).registrationNumber };
}

const donorOf = (number: string, of: World = world) => of.orm.em.fork().findOneOrFail(Donor, { registrationNumber: number });

async function findingAbout(number: string): Promise<string> {
  const em = world.orm.em.fork();
  const donor = await em.findOneOrFail(Donor, { registrationNumber: number });
  return findingOf('AGREED', await standingOf(em, donor));
}

describe('a decision at the national register', () => {
  it('waits, is sent, and is confirmed, and the person sees each step', async () => {
    const side = await nationalSideOf(world);
    const { citizen, number } = await registered();
    expect(await syncOf(citizen)).toMatchObject({ state: 'PENDING' });
    side.simulator.faults.answersBackwards = true;
    await side.exchange();
    expect(await syncOf(citizen)).toMatchObject({ state: 'CONFIRMED', difference: null });
    const [message] = side.simulator.received.filter((each) => each.registrationNumber === number);
    expect(message).toMatchObject({ form: 'sanxian-national-assumed-1', sequence: 1, position: 'AGREED', onHold: false, choices: { HEART: 'AGREE' }, person: { fullName: '演示人', documentType: 'RESIDENT_ID_CARD' } });
  });

  it('says “sent” while no answer has come', async () => {
    const own = await createWorld();
    const side = await nationalSideOf(own);
    const { citizen } = await registered(own);
    const donor = await own.orm.em.fork().findOneOrFail(Donor, { latestSequence: 1 });
    await sendDecisions({ ...own, register: side.register, now: side.clock.now }, donor.id, donor.id, AbortSignal.timeout(5_000));
    expect(await syncOf(citizen)).toMatchObject({ state: 'SENT' });
  });

  it('goes with every other one of the person, in their order, when it was down for an hour: nothing lost, nothing doubled', async () => {
    const own = await createWorld();
    const side = await nationalSideOf(own);
    side.simulator.faults.isDown = true;
    const people = await Promise.all([1, 2, 3].map(() => registered(own)));
    for (const { citizen } of people) {
      await deciding.edit(citizen, 1);
      await deciding.withdraw(citizen, 2);
    }
    for (let minute = 0; minute < 60; minute += 5) {
      await side.exchange();
      side.clock.wait(5 * 60_000);
    }
    expect(side.simulator.received).toEqual([]);
    side.simulator.faults.isDown = false;
    side.clock.wait(6 * HOUR);
    await side.exchange();
    await side.exchange();
    for (const { citizen, number } of people) {
      expect(side.simulator.received.filter((each) => each.registrationNumber === number).map(({ sequence, position }) => [sequence, position])).toEqual([[1, 'AGREED'], [2, 'AGREED'], [3, 'NONE']]);
      expect(await syncOf(citizen)).toMatchObject({ state: 'CONFIRMED' });
    }
  });

  it('goes out again under the same number when its reply was lost, and answers that come twice count once', async () => {
    const own = await createWorld();
    const side = await nationalSideOf(own);
    Object.assign(side.simulator.faults, { losesReplies: true, repeatsAnswers: true });
    const { citizen } = await registered(own);
    await side.send();
    side.simulator.faults.losesReplies = false;
    side.clock.wait(HOUR);
    await side.exchange();
    await side.exchange();
    const numbers = side.simulator.received.map(({ messageId }) => messageId);
    expect(numbers.length).toBe(2);
    expect(new Set(numbers).size).toBe(1);
    expect(await own.orm.em.fork().count(NationalAnswer, {})).toBe(1);
    expect(await syncOf(citizen)).toMatchObject({ state: 'CONFIRMED' });
  });

  it('is known to be confirmed although the reply to it was lost, because the answer came all the same', async () => {
    const own = await createWorld();
    const side = await nationalSideOf(own);
    side.simulator.faults.losesReplies = true;
    const { citizen } = await registered(own);
    await side.exchange();
    expect(await syncOf(citizen)).toMatchObject({ state: 'CONFIRMED' });
    side.clock.wait(HOUR);
    await side.exchange();
    expect(side.simulator.received.length).toBe(1);
  });

  it('is not moved by answers that nobody asked for or that are none, which are logged without their words', async () => {
    const own = await createWorld();
    const side = await nationalSideOf(own);
    side.simulator.faults.talksNonsense = true;
    const { citizen } = await registered(own);
    await side.exchange();
    await side.exchange();
    expect(side.simulator.waiting).toBe(0);
    expect(await syncOf(citizen)).toMatchObject({ state: 'CONFIRMED' });
    expect(side.logged.filter((line) => line.includes('nationalAnswerUnusable')).length).toBe(2);
    expect(side.logged.join('')).not.toContain('金丝雀');
  });

  it('that was made before the national register was connected is sent all the same', async () => {
    const own = await createWorld();
    const { citizen } = await registered(own);
    const side = await nationalSideOf(own);
    // Spread while no carrier was there.
    await own.orm.em.fork().execute('update outbox_event set spread_at = ?', [NOW]);
    await side.exchange();
    expect(await syncOf(citizen)).toMatchObject({ state: 'PENDING' });
    side.clock.wait(HOUR);
    await side.exchange();
    await side.exchange();
    expect(await syncOf(citizen)).toMatchObject({ state: 'CONFIRMED' });
  });

  it('is told of anew when its owner contests it', async () => {
    const side = await nationalSideOf(world);
    const { citizen, number } = await registered();
    await side.exchange();
    await disavow(citizen, (await latestOf(citizen)).id);
    await side.exchange();
    expect(side.simulator.received.filter((each) => each.registrationNumber === number).map(({ onHold }) => onHold)).toEqual([false, true]);
  });

  it('is not sent of somebody who was erased', async () => {
    const own = await createWorld();
    const side = await nationalSideOf(own);
    await registered(own);
    const em = own.orm.em.fork();
    const donor = await em.findOneOrFail(Donor, { latestSequence: 1 });
    Object.assign(donor, { erasedAt: NOW, sealedFullName: null, sealedDocumentNumber: null, sealedPhone: null, documentIndex: null, residenceCode: null });
    await em.flush();
    side.clock.wait(HOUR);
    await side.exchange();
    expect(side.simulator.received).toEqual([]);
  });
});

describe('when the registers differ', () => {
  const LATER = new Date(NOW.getTime() + 1).toISOString();
  const EARLIER = new Date(NOW.getTime() - HOUR).toISOString();

  it('and theirs is later, an agreement of ours is not relied on, and others are told that something changed', async () => {
    const side = await nationalSideOf(world);
    const { citizen, number } = await registered();
    side.simulator.knows(number, 'REFUSED', LATER);
    await side.exchange();
    expect(await syncOf(citizen)).toMatchObject({ state: 'CONFLICT', difference: 'THEIRS_IS_LATER' });
    expect(await findingAbout(number)).toBe('CONTESTED');
    const donor = await donorOf(number);
    expect(donor.nationalHold).toBe(true);
    expect(await world.orm.em.fork().count(OutboxEvent, { donor: donor.id })).toBe(2);
  });

  it('and nobody knows the order, the least invasive holds', async () => {
    const side = await nationalSideOf(world);
    const { number } = await registered();
    side.simulator.knows(number, 'NONE', null);
    await side.exchange();
    expect(await findingAbout(number)).toBe('CONTESTED');
  });

  it('and ours is the less invasive, ours holds, whatever theirs says', async () => {
    const side = await nationalSideOf(world);
    const citizen = await world.citizen();
    await deciding.refuse(citizen, null);
    const { registrationNumber } = await syncOf(citizen);
    side.simulator.knows(registrationNumber, 'AGREED', LATER);
    await side.exchange();
    expect(await syncOf(citizen)).toMatchObject({ state: 'CONFLICT', difference: 'THEIRS_IS_LATER' });
    const em = world.orm.em.fork();
    expect((await standingOf(em, await em.findOneOrFail(Donor, { registrationNumber }))).state).toBe('REFUSED');
  });

  it('and ours is later, it is sent again, once, and wins', async () => {
    const side = await nationalSideOf(world);
    const { citizen, number } = await registered();
    side.simulator.knows(number, 'REFUSED', EARLIER);
    await side.exchange();
    expect(await findingAbout(number)).toBe('AGREED');
    await side.exchange();
    await side.exchange();
    expect(await syncOf(citizen)).toMatchObject({ state: 'CONFIRMED' });
    expect(side.simulator.received.filter((each) => each.registrationNumber === number).length).toBe(2);
  });

  it('deciding anew ends the doubt: the latest word wins', async () => {
    const side = await nationalSideOf(world);
    const { citizen, number } = await registered();
    side.simulator.knows(number, 'REFUSED', LATER);
    await side.exchange();
    expect(await findingAbout(number)).toBe('CONTESTED');
    world.wait(1_000);
    await deciding.reaffirm(citizen, (await donorOf(number)).version);
    expect(await findingAbout(number)).toBe('AGREED');
    expect((await donorOf(number)).nationalHold).toBe(false);
  });

  it('by a refusal to take ours, it stays ours and staff find it', async () => {
    const side = await nationalSideOf(world);
    const { citizen, number } = await registered();
    side.simulator.refuses(number, 'NAME_DIFFERS');
    await side.exchange();
    expect(await syncOf(citizen)).toMatchObject({ state: 'REJECTED', difference: 'NOT_ACCEPTED' });
    expect(await findingAbout(number)).toBe('AGREED');
  });

  it('the answers are kept as they came, and never changed', async () => {
    const em = world.orm.em.fork();
    const [kept] = await em.find(NationalAnswer, { outcome: 'REJECTED' });
    expect(kept).toMatchObject({ reason: 'NAME_DIFFERS', position: null });
    await expect(em.execute('update national_answer set reason = null')).rejects.toThrow(/permission denied/);
    expect(await em.count(NationalMessage, {})).toBeGreaterThan(5);
  });
});

describe('by files', () => {
  it('a decision is a file that only the server may read, written once however often it is sent, and an answer is a file that is put away', async () => {
    const own = await createWorld();
    const folder = mkdtempSync(join(tmpdir(), 'sanxian-national-'));
    const register = new NationalFiles(folder);
    const citizen = await own.citizen(person());
    await deciding.register(citizen);
    const donor = await own.orm.em.fork().findOneOrFail(Donor, { latestSequence: 1 });
    const tools = { orm: own.orm, vault: own.vault, register, now: () => NOW, log: createLog('silent') };
    for (let count = 0; count < 2; count++) await sendDecisions(tools, donor.id, donor.id, AbortSignal.timeout(5_000));
    const [name, ...more] = readdirSync(join(folder, 'out'));
    expect(more).toEqual([]);
    const path = join(folder, 'out', name ?? '');
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const { messageId, sequence } = JSON.parse(readFileSync(path, 'utf8')) as { messageId: string; sequence: number };
    expect(sequence).toBe(1);

    await nationalRound(tools);
    writeFileSync(join(folder, 'in', 'answer-1.json'), JSON.stringify({ answerNumber: 'A-1', messageId, outcome: 'CONFIRMED' }));
    writeFileSync(join(folder, 'in', 'answer-2.json'), 'no json');
    await nationalRound(tools);
    expect(await syncOf(citizen)).toMatchObject({ state: 'CONFIRMED' });
    expect(readdirSync(join(folder, 'in'))).toEqual([]);
    expect(readdirSync(join(folder, 'done')).toSorted()).toEqual(['answer-1.json', 'answer-2.json']);
  });
});
