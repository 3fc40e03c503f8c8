import { createLog } from '../../server/src/log.ts';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import { isDatabaseUnavailable } from '../../server/src/database/unavailable.ts';
import { Dispatcher } from '../../server/src/outbox/dispatcher.ts';
import { WebhookCarrier } from '../../server/src/webhooks/webhook-carrier.ts';
import { deciding } from '../kit/decisions.ts';
import { hearingIn, type Tellable } from '../kit/hearing.ts';
import { cardSettings, simulatedPlatforms } from '../kit/health-cards.ts';
import { changesOf, Clock, dispatcherOf, faultsIn, TestReceiver, wholeRound } from '../kit/outbox.ts';
import { createWorld, NOW } from '../kit/world.ts';

/** Ways in which a receiver may be poison, over a real connection. */
const poisons: readonly [string, (request: IncomingMessage, response: ServerResponse) => void][] = [
  ['answers garbage that is no HTTP', ({ socket }) => void socket.end('\u0000\u0001 this is no answer \r\n\r\n')],
  ['breaks the connection off', ({ socket }) => void socket.destroy()],
  ['answers headers without end', ({ socket }) => void socket.write(`HTTP/1.1 200 OK\r\n${`x-poison: ${'x'.repeat(8_000)}\r\n`.repeat(40)}`)],
  ['answers a code that is none', ({ socket }) => void socket.end('HTTP/1.1 999 No\r\ncontent-length: 0\r\n\r\n')],
  ['answers 500 with a body of megabytes', (_request, response) => void response.writeHead(500).end('x'.repeat(8_000_000))],
];

describe('one person’s poison', async () => {
  const platforms = await simulatedPlatforms(() => NOW);
  const world = await createWorld(cardSettings(platforms.url));
  const clock = new Clock();
  const hearing = await hearingIn(world, clock.now);
  const dispatcher = new Dispatcher({ orm: world.orm, carriers: [new WebhookCarrier({ ...world, now: clock.now })], now: clock.now, log: createLog('silent') });
  const subjectOf = (body: string) => (JSON.parse(body) as { subject: string }).subject;
  const decidesAgain = async ({ citizen, version }: Tellable) => deciding.edit(citizen, version);

  it.each(poisons)('at a receiver that %s stops neither other people there nor the same person elsewhere, and comes when the receiver is well', async (_how, poison) => {
    const [sick, well] = [await hearing.listening('CITY'), await hearing.listening('OPEN')];
    const [poisoned, others] = [await hearing.tellable(), [await hearing.tellable(), await hearing.tellable()]];
    sick.receiver.answer = (request, response) => (subjectOf(sick.receiver.received.at(-1)?.body ?? '{}') === poisoned.tokens.CITY ? poison(request, response) : void response.writeHead(204).end());
    for (const each of [poisoned, ...others]) await decidesAgain(each);
    await wholeRound(dispatcher);
    expect(new Set(sick.receiver.received.map(({ body }) => subjectOf(body)))).toEqual(new Set([poisoned, ...others].map(({ tokens }) => tokens.CITY)));
    expect(new Set(well.receiver.received.map(({ body }) => subjectOf(body)))).toEqual(new Set([poisoned, ...others].map(({ tokens }) => tokens.OPEN)));
    const states = async (subjects: readonly (string | undefined)[], who: string) =>
      (await world.orm.em.fork().execute<{ status: string }[]>('select status from outbox_delivery as delivery join webhook_subject as known on known.donor_id = delivery.donor_id where destination = ? and subject::text = any(?::text[])', [`webhook:${who}`, `{${subjects.join(',')}}`])).map(({ status }) => status);
    expect(await states([poisoned.tokens.CITY], sick.endpoint.id)).toEqual(['WAITING']);
    expect(await states(others.map(({ tokens }) => tokens.CITY), sick.endpoint.id)).toEqual(['DELIVERED', 'DELIVERED']);
    sick.receiver.answer = (_request, response) => void response.writeHead(204).end();
    clock.wait(10_000);
    await wholeRound(dispatcher);
    expect(await states([poisoned.tokens.CITY], sick.endpoint.id)).toEqual(['DELIVERED']);
  });
});

describe('a carrier that fails over one person', () => {
  it('when it is asked whom an event concerns, holds back that person’s events only, tells the log, and is asked again a minute later', async () => {
    const world = await createWorld();
    const clock = new Clock();
    const receiver = new TestReceiver('brittle');
    const logged: string[] = [];
    for (let count = 0; count < 3; count++) {
      const citizen = await world.citizen();
      await deciding.register(citizen);
      await deciding.edit(citizen, 1);
    }
    const [first, ...rest] = [...(await changesOf(world)).keys()];
    let isBroken = true;
    const usual = receiver.destinationsOf.bind(receiver);
    receiver.destinationsOf = async (em, changes) => {
      // A statement that fails, as a bug in a query would: PostgreSQL then refuses all that follows in the transaction.
      if (isBroken && changes.some(({ donorId }) => donorId === first)) await em.execute('select 1 / 0');
      return usual(em, changes);
    };
    const log = createLog('info', { write: (line: string) => logged.push(line) });
    const dispatcher = new Dispatcher({ orm: world.orm, carriers: [receiver], now: clock.now, log });
    await wholeRound(dispatcher);
    expect(new Set(receiver.arrived.map(({ person }) => person))).toEqual(new Set(rest));
    expect(receiver.arrived.length).toBe(4);
    await wholeRound(dispatcher);
    expect(logged.filter((line) => line.includes('outboxSpreadFailed')).length).toBe(1);
    isBroken = false;
    clock.wait(60_000);
    await wholeRound(dispatcher);
    expect(faultsIn(receiver.arrived, await changesOf(world))).toEqual([]);
  });

  it('when its connection ends while it is asked, puts no event aside: the next round spreads all of them', async () => {
    const world = await createWorld();
    const receiver = new TestReceiver('cut-off');
    const logged: string[] = [];
    for (let count = 0; count < 3; count++) await deciding.register(await world.citizen());
    const usual = receiver.destinationsOf.bind(receiver);
    let isCut = false;
    receiver.destinationsOf = async (em, changes) => {
      if (!isCut) await em.execute('select pg_terminate_backend(pg_backend_pid())').finally(() => (isCut = true));
      return usual(em, changes);
    };
    const dispatcher = new Dispatcher({ orm: world.orm, carriers: [receiver], now: new Clock().now, log: createLog('info', { write: (line: string) => logged.push(line) }) });
    await expect(dispatcher.round()).rejects.toSatisfy(isDatabaseUnavailable);
    await wholeRound(dispatcher);
    expect(faultsIn(receiver.arrived, await changesOf(world))).toEqual([]);
    expect(logged).toEqual([]);
  });

  it('when it sends, or never comes back, holds up nobody else: other people and other destinations go on', async () => {
    const world = await createWorld();
    const [clock, sick, well] = [new Clock(), new TestReceiver('sick'), new TestReceiver('well')];
    for (let count = 0; count < 8; count++) await deciding.register(await world.citizen());
    const [thrown, hanging] = [...(await changesOf(world)).keys()];
    let release: () => void = () => undefined;
    const never = new Promise<void>((done) => (release = done));
    sick.answer = async ({ donorId }) => {
      if (donorId === thrown) throw new Error('a bug');
      if (donorId === hanging) await never;
      return { delivered: true };
    };
    const dispatcher = dispatcherOf(world, clock, sick, well);
    await dispatcher.round();
    await expect.poll(() => [well.arrived.length, sick.arrived.length], { timeout: 10_000 }).toEqual([8, 6]);
    release();
    await dispatcher.settled();
    clock.wait(10_000);
    sick.answer = () => ({ delivered: true });
    await wholeRound(dispatcher);
    for (const receiver of [sick, well]) expect(faultsIn(receiver.arrived, await changesOf(world))).toEqual([]);
  });
});
