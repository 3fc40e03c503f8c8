import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createLog } from '../../../server/src/log.ts';
import { Dispatcher } from '../../../server/src/outbox/dispatcher.ts';
import { REPEATED_FOR } from '../../../server/src/partners/once-for-partner.ts';
import { runRetention } from '../../../server/src/retention/run-retention.ts';
import { WebhookCarrier } from '../../../server/src/webhooks/webhook-carrier.ts';
import { Caller } from '../../kit/caller.ts';
import { hearingIn } from '../../kit/hearing.ts';
import { cardSettings, simulatedPlatforms } from '../../kit/health-cards.ts';
import { wholeRound } from '../../kit/outbox.ts';
import type { TestPartner } from '../../kit/partners.ts';
import { createWorld, NOW } from '../../kit/world.ts';

const platforms = await simulatedPlatforms(() => NOW);
const world = await createWorld(cardSettings(platforms.url));
let clock = NOW;
const wait = (milliseconds: number): void => {
  clock = new Date(clock.getTime() + milliseconds);
  world.wait(milliseconds);
};
const now = () => clock;
const dispatcher = new Dispatcher({ orm: world.orm, carriers: [new WebhookCarrier({ ...world, now })], now, log: createLog('silent') });
const round = () => wholeRound(dispatcher);

interface Delivery {
  readonly id: string;
  readonly status: string;
  readonly subject: string | null;
  readonly attempts: readonly { readonly statusCode: number | null; readonly trouble: string | null; readonly succeeded: boolean }[];
}

const hearing = await hearingIn(world, now);

/** A platform with an address, as its own programs call. */
async function listening(platform: 'CITY' | 'OPEN' = 'CITY') {
  const listener = await hearing.listening(platform);
  return { ...listener, caller: await calling(listener.who) };
}
const calling = async (who: TestPartner, scopes: readonly ('events:read' | 'policy:read')[] = ['events:read']) => new Caller(world.http, await hearing.token(who, scopes));

const { decides } = hearing;

async function deliveries(caller: Caller, args = '') {
  const { data, errors } = await caller.query(`{ webhookDeliveries${args} { totalCount pageInfo { endCursor hasNextPage } nodes { id type subject occurredAt url status nextAttemptAt endedAt attempts { number at milliseconds succeeded statusCode trouble } } } }`);
  if (errors) throw new Error(JSON.stringify(errors));
  return (data as { webhookDeliveries: { totalCount: number; pageInfo: { endCursor: string | null; hasNextPage: boolean }; nodes: Delivery[] } }).webhookDeliveries;
}

async function resend(caller: Caller, deliveryId: string, idempotencyKey: string = randomUUID()) {
  const { data, errors } = await caller.query(
    'mutation ($input: ResendWebhookDeliveryInput!) { resendWebhookDelivery(input: $input) { __typename ... on ResendWebhookDeliverySuccess { delivery { id status } } ... on Refusal { code message } } }',
    { input: { idempotencyKey, deliveryId } },
  );
  if (errors) throw new Error(JSON.stringify(errors));
  return (data as { resendWebhookDelivery: { __typename: string; code?: string; delivery?: { id: string; status: string } } }).resendWebhookDelivery;
}

describe('the list of deliveries', () => {
  it('holds each event with what became of it, page by page, the newest first, and only what goes to the caller', async () => {
    const [one, other] = [await listening(), await listening('OPEN')];
    one.receiver.answer = (_request, response) => void response.writeHead(503).end();
    for (let count = 0; count < 3; count++) {
      await decides();
      await round();
      wait(1_000);
    }
    const list = await deliveries(one.caller);
    expect(list.totalCount).toBe(3);
    expect(list.nodes.map(({ status }) => status)).toEqual(['WAITING', 'WAITING', 'WAITING']);
    expect(list.nodes[0]).toMatchObject({ type: 'sanxian.decision.changed', url: one.receiver.url, subject: expect.stringMatching(/^[0-9a-f-]{36}$/) as string, endedAt: null, attempts: [{ number: 1, succeeded: false, statusCode: 503, trouble: 'HTTP_STATUS' }] });
    const first = await deliveries(one.caller, '(first: 2)');
    const second = await deliveries(one.caller, `(first: 2, after: "${first.pageInfo.endCursor ?? ''}")`);
    expect([...first.nodes, ...second.nodes].map(({ id }) => id)).toEqual(list.nodes.map(({ id }) => id));
    const theirs = await deliveries(other.caller, '(status: DELIVERED)');
    expect(theirs.totalCount).toBe(3);
    expect(theirs.nodes.some(({ id }) => list.nodes.some((own) => own.id === id))).toBe(false);
    expect((await deliveries(other.caller, '(status: DEAD)')).nodes).toEqual([]);
  });

  it('refuses a cursor that is none of ours, and a token without the scope', async () => {
    const { caller, who } = await listening();
    for (const key of ['x', 'now and then', `${NOW.toISOString()} x`]) {
      const cursor = Buffer.from(`c1:${key}`).toString('base64url');
      expect((await caller.query(`{ webhookDeliveries(after: "${cursor}") { totalCount } }`)).errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
    }
    const without = await calling(who, ['policy:read']);
    expect((await without.query('{ webhookDeliveries { totalCount } }')).errors?.[0]?.extensions.code).toBe('FORBIDDEN');
  });
});

describe('sending again', () => {
  it('brings a delivery once more under the same id, also one that arrived', async () => {
    const { receiver, caller } = await listening();
    await decides();
    await round();
    const [delivery] = (await deliveries(caller)).nodes;
    expect(await resend(caller, delivery?.id ?? '')).toMatchObject({ __typename: 'ResendWebhookDeliverySuccess', delivery: { id: delivery?.id, status: 'WAITING' } });
    await round();
    expect(receiver.received.map(({ headers }) => headers['webhook-id'])).toEqual([delivery?.id, delivery?.id]);
    expect((await deliveries(caller)).nodes[0]).toMatchObject({ status: 'DELIVERED', attempts: [{ succeeded: true }, { succeeded: true }] });
  });

  it('is done once for a key: the same request is answered alike for a day, another one with that key is refused, and after a day the key is free', async () => {
    const { receiver, caller, who } = await listening();
    await decides();
    await decides();
    await round();
    const [one, other] = (await deliveries(caller)).nodes;
    const key = randomUUID();
    const first = await resend(caller, one?.id ?? '', key);
    await round();
    expect(receiver.received.length).toBe(3);
    expect(await resend(caller, one?.id ?? '', key)).toMatchObject({ __typename: first.__typename, delivery: { id: one?.id } });
    await round();
    expect(receiver.received.length).toBe(3);
    expect(await resend(caller, other?.id ?? '', key)).toMatchObject({ __typename: 'IdempotencyKeyReused', code: 'IDEMPOTENCY_KEY_REUSED' });
    wait(REPEATED_FOR);
    expect(await resend(await calling(who), other?.id ?? '', key)).toMatchObject({ __typename: 'ResendWebhookDeliverySuccess' });
    await round();
    expect(receiver.received.length).toBe(4);
  });

  it('is done once when two ask with one key at the same moment', async () => {
    const { receiver, caller } = await listening();
    await decides();
    await round();
    const [delivery] = (await deliveries(caller)).nodes;
    const key = randomUUID();
    const answers = await Promise.all(Array.from({ length: 5 }, () => resend(caller, delivery?.id ?? '', key)));
    expect(new Set(answers.map(({ __typename }) => __typename))).toEqual(new Set(['ResendWebhookDeliverySuccess']));
    await round();
    expect(receiver.received.length).toBe(2);
  });

  it('gives one answer for somebody else’s delivery and for one that does not exist, and refuses a malformed key', async () => {
    const [one, other] = [await listening(), await listening('OPEN')];
    await decides();
    await round();
    const [theirs] = (await deliveries(other.caller)).nodes;
    const answers = [await resend(one.caller, theirs?.id ?? ''), await resend(one.caller, randomUUID()), await resend(one.caller, 'x')];
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]).toMatchObject({ __typename: 'InvalidInput' });
    expect(await resend(other.caller, theirs?.id ?? '', 'short')).toMatchObject({ __typename: 'InvalidInput' });
  });

  it('is the partner’s own deed in the audit', async () => {
    const { caller, who } = await listening();
    await decides();
    await round();
    await resend(caller, (await deliveries(caller)).nodes[0]?.id ?? '');
    const rows = await world.orm.em.fork().execute<object[]>(`select 1 from audit_entry where operation = 'resendWebhookDelivery' and actor_kind = 'HEALTH_CARD_PLATFORM' and actor_id = ?`, [who.id]);
    expect(rows.length).toBe(1);
  });
});

describe('after its time', () => {
  it('a delivery is forgotten with its attempts, and an event with its last delivery; what still waits stays', async () => {
    const { receiver, caller, who } = await listening();
    receiver.answer = (_request, response) => void response.writeHead(500).end();
    await decides();
    await round();
    const at = (days: number) => runRetention(world.orm, world.config, { now: () => new Date(now().getTime() + days * 86_400_000), log: createLog('silent') });
    await at(400);
    expect((await deliveries(caller)).totalCount).toBe(1);
    receiver.answer = (_request, response) => void response.writeHead(204).end();
    wait(10_000);
    await round();
    await at(89);
    expect((await deliveries(caller)).nodes.map(({ status }) => status)).toEqual(['DELIVERED']);
    await at(90);
    expect((await deliveries(await calling(who))).totalCount).toBe(0);
    const [left] = await world.orm.em.fork().execute<{ orphans: string }[]>('select count(*) as orphans from outbox_event as event where not exists (select from outbox_delivery where event_id = event.id)');
    expect(left).toEqual({ orphans: '0' });
  });
});
