import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createLog } from '../../../server/src/log.ts';
import { Dispatcher } from '../../../server/src/outbox/dispatcher.ts';
import { OutboxAttempt, OutboxDelivery } from '../../../server/src/outbox/outbox-delivery.entity.ts';
import { suspendPartner } from '../../../server/src/partners/suspend-partner.ts';
import { addWebhook, pingWebhook, removeWebhook, rotateWebhookSecret } from '../../../server/src/webhooks/change-webhooks.ts';
import { postWebhook } from '../../../server/src/webhooks/post-webhook.ts';
import { WebhookCarrier } from '../../../server/src/webhooks/webhook-carrier.ts';
import { WebhookEndpoint } from '../../../server/src/webhooks/webhook-endpoint.entity.ts';
import { newWebhookSecret } from '../../../server/src/webhooks/webhook-signature.ts';
import { deciding } from '../../kit/decisions.ts';
import { hearingIn } from '../../kit/hearing.ts';
import { cardSettings, simulatedPlatforms } from '../../kit/health-cards.ts';
import { wholeRound } from '../../kit/outbox.ts';
import { partner } from '../../kit/partners.ts';
import { verified, webhookReceiver } from '../../kit/webhook-receiver.ts';
import { createWorld, NOW } from '../../kit/world.ts';

const platforms = await simulatedPlatforms(() => NOW);
const world = await createWorld(cardSettings(platforms.url));
// The library of the receiver looks at the machine's clock.
let ahead = 0;
const now = () => new Date(Date.now() + ahead);
const deed = () => ({ now: now(), requestId: randomUUID() });
const { owner, listening, decides, tellable } = await hearingIn(world, now);
const dispatcher = new Dispatcher({ orm: world.orm, carriers: [new WebhookCarrier({ ...world, now })], now, log: createLog('silent') });
const round = () => wholeRound(dispatcher);

describe('an event', () => {
  it('reaches a receiver that checks it with the standardwebhooks library, as a CloudEvent that says nothing of the decision', async () => {
    const { receiver, secret } = await listening();
    await decides();
    await round();
    expect(receiver.received.length).toBe(1);
    const [message] = receiver.received;
    if (!message) throw new Error('Nothing came');
    const event = verified(message, secret) as Record<string, string>;
    const said = { id: message.headers['webhook-id'], source: expect.any(String) as string, subject: expect.stringMatching(/^[0-9a-f-]{36}$/) as string, time: expect.stringMatching(/:00\.000Z$/) as string };
    expect(event).toEqual({ specversion: '1.0', type: 'sanxian.decision.changed', ...said });
    expect(message.headers['content-type']).toBe('application/cloudevents+json; charset=utf-8');
    expect(message.body).not.toMatch(/AGREE|REFUSE|WITHDR|HEART|SX-|organ/i);
  });

  it('is refused by the library when a byte of it, its id or its time is changed, or the secret is another', async () => {
    const { receiver, secret } = await listening();
    await decides();
    await round();
    const message = receiver.received.at(-1);
    if (!message) throw new Error('Nothing came');
    expect(() => verified(message, secret)).not.toThrow();
    expect(() => verified({ ...message, body: message.body.replace('changed', 'Changed') }, secret)).toThrow();
    for (const name of ['webhook-id', 'webhook-timestamp'] as const) expect(() => verified({ ...message, headers: { ...message.headers, [name]: '1' } }, secret)).toThrow();
    expect(() => verified(message, newWebhookSecret())).toThrow();
  });

  it('carries another id and another name of the person for each partner: the token of the answer that it was given last', async () => {
    const [one, other] = [await listening(), await listening('OPEN')];
    const { citizen, version, tokens } = await decides();
    await deciding.withdraw(citizen, version);
    await round();
    const [first, second] = one.receiver.received.map(({ body }) => JSON.parse(body) as { id: string; subject: string });
    const elsewhere = JSON.parse(other.receiver.received[0]?.body ?? '{}') as { id: string; subject: string };
    expect([first?.subject, second?.subject, elsewhere.subject]).toEqual([tokens.CITY, tokens.CITY, tokens.OPEN]);
    expect(tokens.CITY).not.toBe(tokens.OPEN);
    expect(new Set([first?.id, second?.id, elsewhere.id]).size).toBe(3);
  });

  it('is signed by both secrets while a partner changes over, and by the new one alone afterwards', async () => {
    const { receiver, endpoint, secret } = await listening();
    const { secret: renewed } = await rotateWebhookSecret(owner, world.vault, endpoint.id, 60_000, deed());
    await decides();
    await round();
    const during = receiver.received.at(-1);
    if (!during) throw new Error('Nothing came');
    for (const each of [secret, renewed]) expect(() => verified(during, each)).not.toThrow();
    ahead += 60_000;
    await decides();
    await round();
    ahead = 0;
    const after = receiver.received.at(-1);
    if (!after) throw new Error('Nothing came');
    expect(() => verified(after, renewed)).not.toThrow();
    expect(() => verified(after, secret)).toThrow();
  });

  it('is not sent to a removed address, and not to a suspended partner before the suspension is lifted', async () => {
    const [removed, suspended] = [await listening(), await listening('OPEN')];
    const { citizen, version } = await tellable();
    await suspendPartner(owner, suspended.who.id, true, deed());
    await deciding.edit(citizen, version);
    const settle = (async () => {
      await dispatcher.round();
      await removeWebhook(owner, removed.endpoint.id, deed());
      await dispatcher.settled();
    })();
    await settle;
    expect(suspended.receiver.received).toEqual([]);
    await suspendPartner(owner, suspended.who.id, false, deed());
    ahead += 10_000;
    await round();
    ahead = 0;
    expect(suspended.receiver.received.length).toBe(1);
    const before = removed.receiver.received.length;
    await decides();
    await round();
    expect(removed.receiver.received.length).toBe(before);
  });

  it('is noted with its status code and no word of the answer', async () => {
    const { receiver, endpoint } = await listening();
    receiver.answer = (_request, response) => void response.writeHead(500).end('金丝雀回答');
    await decides();
    await round();
    const em = world.orm.em.fork();
    const delivery = await em.findOneOrFail(OutboxDelivery, { destination: `webhook:${endpoint.id}` });
    expect(await em.find(OutboxAttempt, { delivery })).toMatchObject([{ number: 1, succeeded: false, statusCode: 500, trouble: 'HTTP_STATUS' }]);
    const rows = await em.execute('select * from outbox_attempt');
    expect(JSON.stringify(rows)).not.toContain('金丝雀');
  });
});

describe('the secret of an address', () => {
  it('lies sealed in the register', async () => {
    const { endpoint, secret } = await listening();
    const stored = await world.orm.em.fork().findOneOrFail(WebhookEndpoint, { id: endpoint.id });
    expect(Buffer.from(stored.sealedSecret).toString('latin1')).not.toContain(secret.slice(6));
    expect(stored.secrets(world.vault, now())).toEqual([secret]);
    expect(() => world.vault.open(stored.sealedSecret, 'webhook_endpoint.secret:other')).toThrow();
  });
});

describe('the door by which events leave', () => {
  const message = (url: string) => ({ url, secrets: [newWebhookSecret()], id: randomUUID(), timestamp: 1, body: '{}' });
  const guarded = { isGuarded: true };

  it.each(['http://partner.example/', 'https://127.0.0.1/', 'https://localhost/', 'https://10.0.0.1/', 'https://169.254.169.254/latest', 'https://192.168.1.1/', 'https://[::1]/', 'https://[::ffff:127.0.0.1]/', 'https://0.0.0.0/', 'https://name:word@partner.example/', 'ftp://partner.example/', 'no address'])(
    'leads nowhere in production for %s',
    async (url) => {
      expect(await postWebhook(message(url), guarded)).toEqual({ delivered: false, trouble: 'ADDRESS_NOT_ALLOWED' });
    },
  );

  it('follows no redirect', async () => {
    const [receiver, target] = [await webhookReceiver(), await webhookReceiver()];
    receiver.answer = (_request, response) => void response.writeHead(307, { location: target.url }).end();
    expect(await postWebhook(message(receiver.url), { isGuarded: false })).toEqual({ delivered: false, trouble: 'REDIRECTED', statusCode: 307 });
    expect(target.received).toEqual([]);
  });

  it('takes 410 for “never again” and gives up when it is told to', async () => {
    const receiver = await webhookReceiver();
    receiver.answer = (_request, response) => void response.writeHead(410).end();
    expect(await postWebhook(message(receiver.url), { isGuarded: false })).toMatchObject({ trouble: 'GONE', isFinal: true });
    receiver.answer = () => undefined;
    expect(await postWebhook(message(receiver.url), { isGuarded: false }, AbortSignal.timeout(100))).toEqual({ delivered: false, trouble: 'TIMED_OUT' });
  });

  it('does not read an answer without end', async () => {
    const receiver = await webhookReceiver();
    receiver.answer = (_request, response) => {
      response.writeHead(200);
      const more = setInterval(() => response.write('x'.repeat(1_000)), 1);
      response.on('close', () => clearInterval(more));
    };
    expect(await postWebhook(message(receiver.url), { isGuarded: false })).toEqual({ delivered: true, statusCode: 200 });
  });

  it('says that nobody answers, in its own words', async () => {
    expect(await postWebhook(message('http://127.0.0.1:1/'), { isGuarded: false })).toEqual({ delivered: false, trouble: 'UNREACHABLE' });
    expect(await postWebhook(message('http://nowhere.invalid/'), { isGuarded: false })).toMatchObject({ delivered: false, trouble: 'NAME_NOT_FOUND' });
  });
});

describe('the operator', () => {
  it('registers an address for a partner that may hear of events, once, and under https unless it is this machine', async () => {
    const { id } = await partner(owner, now(), { scopes: ['policy:read'] });
    await expect(addWebhook(owner, world.vault, id, 'https://partner.example/events', deed())).rejects.toThrow('events:read');
    const { id: hearing } = await partner(owner, now(), { scopes: ['events:read'] });
    for (const url of ['http://partner.example/', 'https://a:b@partner.example/', 'https://partner.example/#x', 'partner.example']) await expect(addWebhook(owner, world.vault, hearing, url, deed())).rejects.toThrow('https://');
    const { endpoint } = await addWebhook(owner, world.vault, hearing, 'https://partner.example/events', deed());
    await expect(addWebhook(owner, world.vault, hearing, 'https://partner.example/events', deed())).rejects.toThrow('already');
    await removeWebhook(owner, endpoint.id, deed());
    await expect(removeWebhook(owner, endpoint.id, deed())).rejects.toThrow('no such endpoint');
  });

  it('tries an address with an event about nobody', async () => {
    const { receiver, endpoint, secret } = await listening();
    expect(await pingWebhook(owner, world.vault, endpoint.id, { publicUrl: 'https://register.example', door: { isGuarded: false } }, now())).toMatchObject({ delivered: true, statusCode: 204 });
    const ping = receiver.received.at(-1);
    expect(ping && verified(ping, secret)).toMatchObject({ type: 'sanxian.ping', source: 'https://register.example' });
    expect(ping?.body).not.toContain('subject');
  });

  it('is in the audit with each deed, and no server may do any of them', async () => {
    const rows = await world.orm.em.fork().execute<{ operation: string }[]>(`select distinct operation from audit_entry where actor_kind = 'SYSTEM'`);
    expect(rows.map(({ operation }) => operation)).toEqual(expect.arrayContaining(['addWebhook', 'rotateWebhookSecret', 'removeWebhook']));
    await expect(addWebhook(world.orm, world.vault, (await partner(owner, now(), { scopes: ['events:read'] })).id, 'https://partner.example/', deed())).rejects.toThrow(/permission denied/);
  });
});
