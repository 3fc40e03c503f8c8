import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createLog } from '../../../server/src/log.ts';
import { Dispatcher } from '../../../server/src/outbox/dispatcher.ts';
import { OutboxDelivery } from '../../../server/src/outbox/outbox-delivery.entity.ts';
import { addWebhook } from '../../../server/src/webhooks/change-webhooks.ts';
import { WebhookCarrier } from '../../../server/src/webhooks/webhook-carrier.ts';
import { Caller } from '../../kit/caller.ts';
import { deciding, disavow, latestOf } from '../../kit/decisions.ts';
import { hearingIn, type Tellable } from '../../kit/hearing.ts';
import { aboutCards, askStatus, cardSettings, simulatedPlatforms, unknownCard } from '../../kit/health-cards.ts';
import { wholeRound } from '../../kit/outbox.ts';
import { partner } from '../../kit/partners.ts';
import { webhookReceiver, type WebhookReceiver } from '../../kit/webhook-receiver.ts';
import { createWorld, NOW } from '../../kit/world.ts';

const platforms = await simulatedPlatforms(() => NOW);
const world = await createWorld(cardSettings(platforms.url));
let ahead = 0;
const now = () => new Date(NOW.getTime() + ahead);
const deed = () => ({ now: now(), requestId: randomUUID() });
const hearing = await hearingIn(world, now);
const { owner, listening, decides } = hearing;
const dispatcher = new Dispatcher({ orm: world.orm, carriers: [new WebhookCarrier({ ...world, now })], now, log: createLog('silent') });
const round = () => wholeRound(dispatcher);

describe('a partner', () => {
  const subjects = (receiver: WebhookReceiver) => receiver.received.map(({ body }) => (JSON.parse(body) as { subject: string }).subject);

  it('is told of people who bound their card at its platform, agreed to both, and were asked about; of nobody else', async () => {
    const { receiver, who } = await listening();
    // Nobody whom a partner hears of: registered only; bound only; one consent only; never asked about.
    await deciding.register(await world.citizen());
    for (const consents of [[], ['asks'], ['told'], ['asks', 'told']] as const) {
      const citizen = await world.citizen();
      await deciding.register(citizen);
      await aboutCards.bind(citizen);
      for (const consent of consents) await aboutCards.agree(citizen, consent);
      await deciding.edit(citizen, 1);
    }
    await round();
    expect(receiver.received).toEqual([]);
    const { tokens } = await decides();
    await round();
    expect(subjects(receiver)).toEqual([tokens.CITY]);
    expect(await world.orm.em.fork().execute('select subject from webhook_subject where partner_id = ?', [who.id])).toEqual([{ subject: tokens.CITY }]);
  });

  it('that is an app hears of nobody, although it may hear of events: no person is bound to it', async () => {
    const receiver = await webhookReceiver();
    const { id } = await partner(owner, now(), { scopes: ['events:read'] });
    await addWebhook(owner, world.vault, id, receiver.url, deed());
    await listening();
    await decides();
    await round();
    expect(receiver.received).toEqual([]);
  });

  it.each<[string, (person: Tellable) => Promise<unknown>]>([
    ['took back that the platform is told', ({ citizen }) => aboutCards.takeBack(citizen, 'told')],
    ['took back that the platform may ask', ({ citizen }) => aboutCards.takeBack(citizen, 'asks')],
    ['unbound their card', ({ citizen }) => aboutCards.unbind(citizen)],
  ])('hears no more of somebody who %s, not even what waited for it', async (_what, change) => {
    const { receiver, endpoint } = await listening();
    receiver.answer = (_request, response) => void response.writeHead(503).end();
    const person = await decides();
    await round();
    expect(receiver.received.length).toBe(1);
    receiver.answer = (_request, response) => void response.writeHead(204).end();
    await change(person);
    await deciding.withdraw(person.citizen, person.version);
    ahead += 10_000;
    await round();
    ahead = 0;
    expect(receiver.received.length).toBe(1);
    expect(await world.orm.em.fork().find(OutboxDelivery, { destination: `webhook:${endpoint.id}` })).toMatchObject([{ status: 'DEAD' }]);
  });

  it('hears that a decision is contested, as it would see by asking', async () => {
    const { receiver } = await listening();
    const { citizen, tokens } = await decides();
    await round();
    await disavow(citizen, (await latestOf(citizen)).id);
    await round();
    expect(subjects(receiver)).toEqual([tokens.CITY, tokens.CITY]);
  });

  it('is told of an erasure by the last name, also when the card is bound no more', async () => {
    const { receiver } = await listening();
    const { citizen, tokens, version } = await decides();
    await round();
    await deciding.withdraw(citizen, version);
    await aboutCards.unbind(citizen);
    const em = world.orm.em.fork();
    const donorId = (await em.execute<{ donor_id: string }[]>('select donor_id from webhook_subject where subject = ?', [tokens.CITY ?? '']))[0]?.donor_id ?? '';
    await em.execute(`insert into outbox_event (id, kind, donor_id, donor_version, occurred_at) values (gen_random_uuid(), 'PERSON_ERASED', ?, 1000, ?)`, [donorId, now()]);
    await round();
    expect(JSON.parse(receiver.received.at(-1)?.body ?? '{}')).toMatchObject({ type: 'sanxian.person.erased', subject: tokens.CITY });
  });

  it('cannot tell by the token of an answer whether anybody is behind it: strangers have one, too', async () => {
    const { who } = await listening();
    const { tokens } = await decides();
    const caller = new Caller(world.http, await hearing.token(who));
    const stranger = await askStatus(caller, { cardId: unknownCard() });
    for (const token of [stranger['cardToken'], tokens.CITY]) expect(token).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  });
});
