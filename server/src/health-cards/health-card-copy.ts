import type { Em } from '../database/orm.ts';
import type { Vault } from '../vault/vault.ts';
import { answersAbout, bindingsOf, cardStepsOf } from './health-card.queries.ts';

/** More questions than a platform asks about one card in its years. */
const EVERY_ANSWER = 100_000;

/** What a person's copy of their data says about health cards: each that they bound, and each question of a platform (docs/personal-data-export.md). */
export async function healthCardCopyOf(em: Em, vault: Vault, donorId: string) {
  const bindings = await bindingsOf(em, donorId);
  const steps = await cardStepsOf(em, bindings.map(({ id }) => id));
  const answers = await answersAbout(em, donorId, EVERY_ANSWER);
  return {
    healthCards: bindings.map((binding) => ({
      id: binding.id,
      platform: binding.platform,
      cardId: binding.card(vault)?.cardId ?? null,
      channel: binding.channel,
      boundAt: binding.boundAt,
      unboundAt: binding.unboundAt ?? null,
      lastSent: binding.sent ?? null,
      lastConfirmed: binding.told ?? null,
      steps: steps.filter((step) => step.binding.id === binding.id).map(({ id, kind, mark, at }) => ({ id, kind, mark: mark ?? null, at })),
    })),
    healthCardQuestions: answers.toReversed().map(({ id, platform, partner, told, registeredOn, at }) => ({ id, platform, asker: partner.unwrap().name, told, registeredOn: registeredOn ?? null, at })),
  };
}
