import DataLoader from 'dataloader';
import type { Em } from '../database/orm.ts';
import { FamilyMessageStep } from './family-message.entity.ts';

/** What happened to many messages in one query, the first one first. */
export function familyMessageStepLoader(em: Em): DataLoader<string, FamilyMessageStep[]> {
  return new DataLoader<string, FamilyMessageStep[]>(async (ids) => {
    const steps = await em.find(FamilyMessageStep, { familyMessage: { $in: [...ids] } }, { orderBy: { at: 'asc', id: 'asc' } });
    return ids.map((id) => steps.filter((step) => step.familyMessage.id === id));
  });
}
