import type { AppConfig } from '../config.ts';
import type { Em } from '../database/orm.ts';
import { cardPurposes } from '../health-cards/card-purposes.ts';
import { latestAnswerTo, openBinding } from '../health-cards/health-card.queries.ts';
import type { Partner } from '../partners/partner.entity.ts';
import { consentsTo, isRestricted } from '../rights/rights.queries.ts';

/**
 * By which name a partner may be told of a person now; null: not at all (个人信息保护法 art. 23, 29). A partner is told of people who
 * bound their card at its platform and agreed to both that it may ask and that it is told: an event is a telling, and it is good for
 * nothing but a question. The name is the token of the answer that the partner was given last, so it can tell whom an event is about,
 * and of whom it never asked it hears nothing. Answers have a token for everybody, so that none of this shows in them.
 */
export async function nameFor(em: Em, { healthCards }: Pick<AppConfig, 'healthCards'>, partner: Pick<Partner, 'id'>, donorId: string): Promise<string | null> {
  const platform = healthCards.find((each) => each.partner === partner.id)?.key;
  if (!platform) return null;
  const binding = await openBinding(em, donorId, platform);
  if (!binding) return null;
  const { asks, told } = cardPurposes[platform];
  if (!(await consentsTo(em, donorId, asks)) || !(await consentsTo(em, donorId, told)) || (await isRestricted(em, donorId))) return null;
  // An answer from before the card was bound anew belongs to the former binding.
  return (await latestAnswerTo(em, partner.id, donorId, binding.boundAt))?.id ?? null;
}
