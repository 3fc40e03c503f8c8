import type { CarrierTools } from '../carriers.ts';
import type { Em } from '../database/orm.ts';
import type { Carrier, Change, Outcome, Outgoing } from '../outbox/carrier.ts';
import { OutboxEventKind } from '../outbox/outbox-event.entity.ts';
import { cloudEvent, eventTypes } from './cloud-event.ts';
import { postWebhook } from './post-webhook.ts';
import { WebhookEndpoint } from './webhook-endpoint.entity.ts';
import { destinationOf, endpointIdOf, giveSubject, listeningEndpoints, subjectOf, WEBHOOK } from './webhook.queries.ts';
import { nameFor } from './who-hears.ts';

/** The register as the source of events, where no public address is set. */
const NAMELESS = 'urn:sanxian:register';

/** How the register names itself in events. */
export function sourceOf(publicUrl: string | null): string {
  return publicUrl ?? NAMELESS;
}

/** Tells partners by webhooks that something changed about somebody who lets them know it, by the name of the answer that they hold. */
export class WebhookCarrier implements Carrier {
  readonly kind = WEBHOOK;
  readonly #tools: Pick<CarrierTools, 'config' | 'vault' | 'orm' | 'now'>;

  constructor(tools: Pick<CarrierTools, 'config' | 'vault' | 'orm' | 'now'>) {
    this.#tools = tools;
  }

  async destinationsOf(em: Em, changes: readonly Change[]): Promise<ReadonlyMap<string, readonly string[]>> {
    const destinations = new Map<string, readonly string[]>();
    const endpoints = await listeningEndpoints(em);
    if (endpoints.length > 0) for (const change of changes) destinations.set(change.id, await this.#concerned(em, endpoints, change));
    return destinations;
  }

  async #concerned(em: Em, endpoints: readonly WebhookEndpoint[], event: Change): Promise<string[]> {
    const destinations: string[] = [];
    for (const { id, partner } of endpoints) {
      if (event.kind === OutboxEventKind.PERSON_ERASED) {
        // Of whom a partner never heard, it has nothing to let go; and who is erased has no consent left to ask for.
        if (await subjectOf(em, partner.id, event.donorId)) destinations.push(destinationOf(id));
        continue;
      }
      const name = await nameFor(em, this.#tools.config, partner, event.donorId);
      if (!name) continue;
      await giveSubject(em, partner.id, event.donorId, name);
      destinations.push(destinationOf(id));
    }
    return destinations;
  }

  async deliver({ id, destination, kind, donorId, occurredAt }: Outgoing, signal: AbortSignal): Promise<Outcome> {
    const { orm, vault, now, config } = this.#tools;
    const em = orm.em.fork();
    const endpoint = await em.findOne(WebhookEndpoint, { id: endpointIdOf(destination), removedAt: null }, { populate: ['partner'] });
    if (!endpoint) return { delivered: false, trouble: 'ENDPOINT_REMOVED', isFinal: true };
    // A suspension is lifted or not; what waits is sent then.
    if (!endpoint.partner.unwrap().isInForce(now())) return { delivered: false, trouble: 'PARTNER_NOT_IN_FORCE' };
    const subject = await subjectOf(em, endpoint.partner.id, donorId);
    // Asked again for each attempt: who took their consent back while a receiver was down is spoken of no more.
    const isOpen = kind === OutboxEventKind.PERSON_ERASED || (await nameFor(em, config, endpoint.partner, donorId)) !== null;
    if (!subject || !isOpen) return { delivered: false, trouble: 'PERSON_FORGOTTEN', isFinal: true };
    const body = cloudEvent({ id, type: eventTypes[kind], source: sourceOf(config.partners.publicUrl), subject, occurredAt });
    const message = { url: endpoint.url, secrets: endpoint.secrets(vault, now()), id, timestamp: Math.floor(now().getTime() / 1_000), body };
    return postWebhook(message, { isGuarded: config.mode === 'production' }, signal);
  }
}
