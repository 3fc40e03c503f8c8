import { describe, expect, it } from 'vitest';
import { nextAttemptAt, TRY_FOR } from '../../server/src/outbox/backoff.ts';
import { OutboxAttempt, OutboxDelivery } from '../../server/src/outbox/outbox-delivery.entity.ts';
import { LEASE } from '../../server/src/outbox/outbox.queries.ts';
import type { Outcome } from '../../server/src/outbox/carrier.ts';
import { deciding } from '../kit/decisions.ts';
import { changesOf, Clock, dispatcherOf, DOWN, faultsIn, TestReceiver, wholeRound, type Arrival } from '../kit/outbox.ts';
import { createWorld, type World } from '../kit/world.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** People who each decide three times. */
async function decidedBy(world: World, people: number): Promise<void> {
  for (let count = 0; count < people; count++) {
    const citizen = await world.citizen();
    await deciding.register(citizen);
    await deciding.edit(citizen, 1);
    await deciding.withdraw(citizen, 2);
  }
}

const statesOf = async ({ orm }: World) => (await orm.em.fork().find(OutboxDelivery, {}, { orderBy: { destination: 'asc', donor: 'asc', donorVersion: 'asc' } })).map(({ status }) => status);

describe('a receiver that was down for an hour and is back', () => {
  it('gets everything, nothing under two ids, each person’s changes in their order', async () => {
    const world = await createWorld();
    const [clock, receiver] = [new Clock(), new TestReceiver('down')];
    receiver.answer = () => DOWN;
    const dispatcher = dispatcherOf(world, clock, receiver);
    await decidedBy(world, 4);
    for (let minute = 0; minute < 60; minute++) {
      await wholeRound(dispatcher);
      clock.wait(MINUTE);
    }
    expect(receiver.arrived).toEqual([]);
    // Not hammered: seven pauses fit into the hour, and only each person's first change was tried.
    expect(receiver.attempts).toBeGreaterThan(4 * 5);
    expect(receiver.attempts).toBeLessThan(4 * 9);
    receiver.answer = () => ({ delivered: true, statusCode: 204 });
    for (let hour = 0; hour < 4; hour++) {
      clock.wait(HOUR);
      await wholeRound(dispatcher);
    }
    expect(faultsIn(receiver.arrived, await changesOf(world))).toEqual([]);
    expect(receiver.arrived.length).toBe(12);
    expect(new Set(await statesOf(world))).toEqual(new Set(['DELIVERED']));
  });
});

describe('what fails for one person', () => {
  it('holds back later changes of that person only, and is tried again', async () => {
    const world = await createWorld();
    const [clock, receiver] = [new Clock(), new TestReceiver('picky')];
    const dispatcher = dispatcherOf(world, clock, receiver);
    await decidedBy(world, 3);
    const people = [...(await changesOf(world)).keys()];
    receiver.answer = ({ donorId, donorVersion, attempt }) => (donorId === people[0] && donorVersion === 1 && attempt === 1 ? DOWN : { delivered: true });
    await wholeRound(dispatcher);
    expect(receiver.arrived.filter(({ person }) => person === people[0])).toEqual([]);
    expect(receiver.arrived.length).toBe(6);
    clock.wait(10_000);
    await wholeRound(dispatcher);
    expect(faultsIn(receiver.arrived, await changesOf(world))).toEqual([]);
  });

  it('is given up after three days and no sooner, lets the later ones through, and can be sent again under the same id', async () => {
    const world = await createWorld();
    const [clock, receiver] = [new Clock(), new TestReceiver('poisoned')];
    receiver.answer = ({ donorVersion }) => (donorVersion === 1 ? { delivered: false, trouble: 'HTTP_STATUS', statusCode: 500 } : { delivered: true });
    const dispatcher = dispatcherOf(world, clock, receiver);
    await decidedBy(world, 1);
    for (let hour = 0; hour < 71; hour++) {
      await wholeRound(dispatcher);
      clock.wait(HOUR);
    }
    expect(await statesOf(world)).toEqual(['WAITING', 'WAITING', 'WAITING']);
    clock.wait(HOUR);
    await wholeRound(dispatcher);
    expect(await statesOf(world)).toEqual(['DEAD', 'DELIVERED', 'DELIVERED']);
    const em = world.orm.em.fork();
    const dead = await em.findOneOrFail(OutboxDelivery, { status: 'DEAD' });
    const attempts = await em.find(OutboxAttempt, { delivery: dead }, { orderBy: { number: 'asc' } });
    expect(attempts.map(({ number }) => number)).toEqual(attempts.map((_, index) => index + 1));
    expect(attempts.at(-1)).toMatchObject({ succeeded: false, statusCode: 500, trouble: 'HTTP_STATUS' });
    expect((attempts.at(-1)?.at.getTime() ?? 0) - (attempts[0]?.at.getTime() ?? 0)).toBe(TRY_FOR);

    receiver.answer = () => ({ delivered: true });
    dead.sendAgain(clock.now());
    await em.flush();
    await wholeRound(dispatcher);
    expect(receiver.arrived.at(-1)).toMatchObject({ id: dead.id, version: 1 });
    expect(await statesOf(world)).toEqual(['DELIVERED', 'DELIVERED', 'DELIVERED']);
  });

  it('is given up at once when the receiver says that it is gone for good', async () => {
    const world = await createWorld();
    const [clock, receiver] = [new Clock(), new TestReceiver('gone')];
    receiver.answer = () => ({ delivered: false, trouble: 'GONE', statusCode: 410, isFinal: true });
    await decidedBy(world, 1);
    await wholeRound(dispatcherOf(world, clock, receiver));
    expect(await statesOf(world)).toEqual(['DEAD', 'DEAD', 'DEAD']);
    expect(receiver.attempts).toBe(3);
  });

  it('is a failure like another when a carrier throws, and its words are not kept', async () => {
    const world = await createWorld();
    const [clock, receiver] = [new Clock(), new TestReceiver('broken')];
    receiver.answer = () => Promise.reject(new Error('金丝雀'));
    await decidedBy(world, 1);
    await wholeRound(dispatcherOf(world, clock, receiver));
    const [attempt, ...more] = await world.orm.em.fork().find(OutboxAttempt, {});
    expect([attempt?.trouble, attempt?.succeeded, more]).toEqual(['INTERNAL', false, []]);
  });
});

describe('a server that dies', () => {
  it('after sending and before noting it, has the change sent again under the same id once its lease is over', async () => {
    const world = await createWorld();
    const [clock, receiver] = [new Clock(), new TestReceiver('twice')];
    await decidedBy(world, 1);
    // It got the message, and the server that sent it never hears so.
    const dying = new TestReceiver('twice');
    dying.answer = ({ id, donorId, donorVersion }) => {
      receiver.arrived.push({ id, person: donorId, version: donorVersion });
      return new Promise<Outcome>(() => undefined);
    };
    await dispatcherOf(world, clock, dying).round();
    await expect.poll(() => receiver.arrived.length).toBe(1);
    const survivor = dispatcherOf(world, clock, receiver);
    clock.wait(LEASE - 1);
    await wholeRound(survivor);
    expect(receiver.arrived.length).toBe(1);
    clock.wait(1);
    await wholeRound(survivor);
    expect(receiver.arrived.length).toBe(4);
    expect(receiver.arrived[1]).toEqual(receiver.arrived[0]);
    expect(faultsIn(receiver.arrived, await changesOf(world))).toEqual([]);
  });
});

describe('two servers at once', () => {
  it('send each change once, in order, to both receivers', async () => {
    const world = await createWorld();
    const [clock, one, other] = [new Clock(), new TestReceiver('one'), new TestReceiver('other')];
    // Another person is served while one waits: with time for the servers to meet.
    one.answer = async () => {
      await new Promise((done) => setImmediate(done));
      return { delivered: true };
    };
    await decidedBy(world, 8);
    const servers = [1, 2].map(() => dispatcherOf(world, clock, one, other));
    await wholeRound(...servers);
    await wholeRound(...servers);
    const changes = await changesOf(world);
    for (const { arrived } of [one, other]) {
      expect(faultsIn(arrived, changes)).toEqual([]);
      expect(arrived.length).toBe(24);
    }
  });
});

describe('a receiver that never answers', () => {
  it('holds up nobody else', async () => {
    const world = await createWorld();
    const [clock, stuck, swift] = [new Clock(), new TestReceiver('stuck'), new TestReceiver('swift')];
    let release = (): void => undefined;
    const released = new Promise<void>((done) => (release = done));
    stuck.answer = async () => {
      await released;
      return { delivered: true };
    };
    await decidedBy(world, 6);
    const dispatcher = dispatcherOf(world, clock, stuck, swift);
    for (let round = 0; round < 3; round++) await dispatcher.round();
    await expect.poll(() => swift.arrived.length).toBe(18);
    // Of it no more is asked at once than four people's changes.
    expect([stuck.arrived.length, stuck.attempts]).toEqual([0, 4]);
    release();
    await dispatcher.settled();
    const changes = await changesOf(world);
    expect([faultsIn(stuck.arrived, changes), faultsIn(swift.arrived, changes)]).toEqual([[], []]);
  });
});

describe('the checker of these tests', () => {
  const good: readonly Arrival[] = [{ id: 'a', person: 'p', version: 1 }, { id: 'a', person: 'p', version: 1 }, { id: 'b', person: 'p', version: 2 }];
  const expected = new Map([['p', [1, 2]]]);

  it('finds nothing where nothing is wrong, repetitions under the same id included', () => {
    expect(faultsIn(good, expected)).toEqual([]);
  });

  it.each<[string, readonly Arrival[]]>([
    ['lost: p 2', good.slice(0, 2)],
    ['out of order: p 1', good.toReversed()],
    ['doubled under another id: p 1', [...good, { id: 'c', person: 'p', version: 1 }]],
    ['never happened: q 1', [...good, { id: 'd', person: 'q', version: 1 }]],
  ])('finds “%s” in a bad log', (fault, arrived) => {
    expect(faultsIn(arrived, expected)).toContain(fault);
  });
});

describe('the pauses between attempts', () => {
  const now = new Date('2026-11-23T08:00:00Z');
  const pauses = Array.from({ length: 11 }, (_, attempt) => (nextAttemptAt(attempt + 1, now, now, (pause) => pause)?.getTime() ?? 0) - now.getTime());

  it('grow from five seconds threefold up to six hours', () => {
    expect(pauses.map((pause) => pause / 1_000)).toEqual([5, 15, 45, 135, 405, 1_215, 3_645, 10_935, 21_600, 21_600, 21_600]);
  });

  it('are up to a fifth longer or shorter, so that not everybody comes at once', () => {
    const spread = Array.from({ length: 200 }, () => (nextAttemptAt(7, now, now)?.getTime() ?? 0) - now.getTime());
    expect(Math.min(...spread)).toBeGreaterThanOrEqual(3_645_000 * 0.8);
    expect(Math.max(...spread)).toBeLessThanOrEqual(3_645_000 * 1.2);
    expect(new Set(spread).size).toBeGreaterThan(20);
  });

  it('end three days after the first attempt: the last one comes just then, and none after it', () => {
    const late = new Date(now.getTime() + TRY_FOR - 1_000);
    expect(nextAttemptAt(20, now, late)).toEqual(new Date(now.getTime() + TRY_FOR));
    expect(nextAttemptAt(21, now, new Date(now.getTime() + TRY_FOR))).toBeNull();
  });
});
