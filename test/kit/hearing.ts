import { randomUUID } from 'node:crypto';
import type { Orm } from '../../server/src/database/orm.ts';
import type { HealthCardPlatformKey } from '../../server/src/health-cards/health-card-platform.ts';
import { holderHash } from '../../server/src/health-cards/platforms.ts';
import type { PartnerScope } from '../../server/src/partners/partner-scope.ts';
import { addWebhook } from '../../server/src/webhooks/change-webhooks.ts';
import type { WebhookEndpoint } from '../../server/src/webhooks/webhook-endpoint.entity.ts';
import { Caller } from './caller.ts';
import { deciding } from './decisions.ts';
import { aboutCards, askStatus, HASH_KEY } from './health-cards.ts';
import { ownerOf, partner, partnerToken, type TestPartner } from './partners.ts';
import { webhookReceiver, type WebhookReceiver } from './webhook-receiver.ts';
import { person, type World } from './world.ts';

/** A platform of health cards with an address to which events go. */
export interface Listening {
  readonly platform: HealthCardPlatformKey;
  readonly receiver: WebhookReceiver;
  readonly who: TestPartner;
  readonly endpoint: WebhookEndpoint;
  readonly secret: string;
}

/** Somebody who lets platforms be told, and the names by which each knows them. */
export interface Tellable {
  readonly citizen: Caller;
  readonly documentNumber: string;
  /** The version of their record, for what they decide next. */
  readonly version: number;
  /** The token of the answer that each platform was given last. */
  readonly tokens: Readonly<Partial<Record<HealthCardPlatformKey, string>>>;
}

/** What tests of events do in a world whose platforms of cards are connected. */
export interface Hearing {
  readonly owner: Orm;
  /** A new partner stands for a platform from now on, with an address of its own; who stood for it before hears of nobody any more. */
  listening(platform?: HealthCardPlatformKey): Promise<Listening>;
  /** A token of a partner's. */
  token(who: TestPartner, scopes?: readonly PartnerScope[]): Promise<string>;
  /** Somebody who registered, bound a card at each platform that somebody stands for, agreed to everything, and was asked about. */
  tellable(): Promise<Tellable>;
  /** Such a person changes their decision: one event for every platform. */
  decides(): Promise<Tellable>;
}

/** Who is told of whom in a world. */
export async function hearingIn(world: World, now: () => Date): Promise<Hearing> {
  const owner = await ownerOf(world.databaseUrl);
  const standing = new Map<HealthCardPlatformKey, TestPartner>();
  const token = (who: TestPartner, scopes?: readonly PartnerScope[]) => partnerToken(owner, now(), who, scopes);

  async function tellable(): Promise<Tellable> {
    const who = person();
    const citizen = await world.citizen(who);
    await deciding.register(citizen);
    const tokens: Partial<Record<HealthCardPlatformKey, string>> = {};
    for (const [platform, asker] of standing) {
      await aboutCards.bind(citizen, platform);
      for (const consent of ['asks', 'told'] as const) await aboutCards.agree(citizen, consent, platform);
      const answer = await askStatus(new Caller(world.http, await token(asker)), { holderHash: holderHash({ hashKey: HASH_KEY }, who.documentNumber) });
      tokens[platform] = String(answer['cardToken']);
    }
    // In life an event is spread within a second: what they decided before they agreed was on its way already.
    const known = Object.values(tokens);
    await owner.em.fork().execute(`update outbox_event set spread_at = ? where donor_id in (select donor_id from health_card_answer where id = any(?::uuid[]))`, [now(), `{${known.join(',')}}`]);
    return { citizen, documentNumber: who.documentNumber, version: 1, tokens };
  }

  return {
    owner,
    token,
    tellable,
    async listening(platform = 'CITY') {
      const receiver = await webhookReceiver();
      const who = await partner(owner, now(), { kind: 'HEALTH_CARD_PLATFORM', scopes: ['events:read', 'donor-status:read', 'policy:read'], pointsPerHour: 1_000_000 });
      const { endpoint, secret } = await addWebhook(owner, world.vault, who.id, receiver.url, { now: now(), requestId: randomUUID() });
      standing.set(platform, who);
      // A setting of the operator, which the tests change while the register runs.
      Object.assign(world.config.healthCards.find(({ key }) => key === platform) ?? {}, { partner: who.id });
      return { platform, receiver, who, endpoint, secret };
    },
    async decides() {
      const told = await tellable();
      await deciding.edit(told.citizen, told.version);
      return { ...told, version: told.version + 1 };
    },
  };
}
