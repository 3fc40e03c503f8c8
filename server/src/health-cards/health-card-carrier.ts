import type { Logger } from 'pino';
import type { AppConfig } from '../config.ts';
import type { Em, Orm } from '../database/orm.ts';
import type { Carrier, Change, Outcome, Outgoing } from '../outbox/carrier.ts';
import type { Vault } from '../vault/vault.ts';
import type { HealthCardBinding } from './health-card.entity.ts';
import { HealthCardTrouble, type HealthCardPlatform } from './health-card-platform.ts';
import { bindingsToTell, bindingToTell, dependsOn, destinationOf, HEALTH_CARD, lastSentBeside, noteFailing, noteSending, noteSettled, platformsToTell } from './health-card.queries.ts';
import { platformsOf } from './platforms.ts';
import { contentOf, NO_MARK, wantedMark } from './wanted-mark.ts';

/** What telling platforms needs. */
export interface HealthCardTools {
  readonly config: Pick<AppConfig, 'healthCards'>;
  readonly vault: Vault;
  readonly orm: Orm;
  readonly now: () => Date;
  readonly log: Logger;
}

/**
 * Brings the marks on people's health cards into agreement with the register. An event only says that something changed: what is sent is
 * what holds at the moment of sending, so a repetition changes nothing, and a late message never brings back what is over.
 */
export class HealthCardCarrier implements Carrier {
  readonly kind = HEALTH_CARD;
  readonly #tools: HealthCardTools;

  constructor(tools: HealthCardTools) {
    this.#tools = tools;
  }

  async destinationsOf(em: Em, changes: readonly Change[]): Promise<ReadonlyMap<string, readonly string[]>> {
    const platforms = await platformsToTell(em, changes.map(({ donorId }) => donorId));
    return new Map(changes.map(({ id, donorId }) => [id, (platforms.get(donorId) ?? []).map(destinationOf)]));
  }

  async deliver({ destination, donorId }: Outgoing, signal: AbortSignal): Promise<Outcome> {
    const { config, orm, vault, now } = this.#tools;
    const platform = [...platformsOf(config, now).values()].find(({ key }) => destinationOf(key) === destination);
    // Not connected just now: it waits until it is.
    if (!platform) return { delivered: false, trouble: 'PLATFORM_NOT_CONNECTED' };
    const bindings = await bindingsToTell(orm.em.fork(), donorId, platform.key);
    const cards = new Map(bindings.map((binding) => [binding.id, binding.card(vault)?.cardId]));
    const failed = new Map<string | undefined, Outcome>();
    for (const { id } of bindings) {
      const cardId = cards.get(id);
      // A former card that the platform will not hear of any more holds up no other; of one card the order holds.
      if (failed.has(cardId)) continue;
      const sentBefore = await lastSentBeside(orm.em.fork(), { id, donorId, platform: platform.key });
      const outcome = await this.#tell(platform, { id, notBefore: (sentBefore?.getTime() ?? 0) + 1 }, signal);
      if (!outcome.delivered) failed.set(cardId, outcome);
    }
    return [...failed.values()][0] ?? { delivered: true };
  }

  /** @param notBefore the earliest instant that the platform takes for later than what it was told of this card under an earlier binding. */
  async #tell(platform: HealthCardPlatform, { id, notBefore }: { readonly id: string; readonly notBefore: number }, signal: AbortSignal): Promise<Outcome> {
    const { orm, vault, now } = this.#tools;
    const em = orm.em.fork();
    const judged = await dependsOn(em, id);
    // Read after what it is judged by: who unbinds in between is judged once more.
    const binding = await bindingToTell(em, id);
    if (!binding) return { delivered: true };
    const wanted = await wantedMark(em, binding);
    const content = contentOf(wanted);
    const isOver = Boolean(binding.unboundAt) && wanted === null;
    const settle = (told: string | null) => noteSettled(em, binding.id, { content: told, judged, forget: isOver }, now());
    // Of whom the platform was never told anything, it is told nothing now.
    if (wanted === null && !binding.sent) return settle(null).then(() => ({ delivered: true }));
    if (content === binding.told && content === binding.sent) return settle(content).then(() => ({ delivered: true }));

    const card = binding.card(vault);
    if (!card) return { delivered: false, trouble: 'CARD_FORGOTTEN', isFinal: true };
    const asOf = asOfNow(binding, content, new Date(Math.max(now().getTime(), notBefore)));
    await noteSending(em, binding.id, content, asOf);
    try {
      if (wanted) await platform.putOn({ cardId: card.cardId, ...wanted, asOf }, signal);
      else await platform.takeOff({ cardId: card.cardId, asOf }, signal);
    } catch (error) {
      await noteFailing(em, binding.id, now());
      if (!(error instanceof HealthCardTrouble)) throw error;
      return { delivered: false, trouble: error.code, ...(error.statusCode === undefined ? {} : { statusCode: error.statusCode }) };
    }
    await settle(wanted ? content : NO_MARK);
    return { delivered: true };
  }
}

/** The same instant for the same content, so that a repetition is one; a later one for another, also when the clock went back. */
function asOfNow({ sent, sentAsOf }: HealthCardBinding, content: string, now: Date): Date {
  if (!sentAsOf) return now;
  return sent === content ? sentAsOf : new Date(Math.max(now.getTime(), sentAsOf.getTime() + 1));
}
