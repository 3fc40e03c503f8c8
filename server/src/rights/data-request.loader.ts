import DataLoader from 'dataloader';
import type { Em } from '../database/orm.ts';
import { DataRequestStep } from './data-request.entity.ts';

/** The steps of many requests in one query, the first one first, with the body whose staff took them. */
export function dataRequestStepLoader(em: Em): DataLoader<string, DataRequestStep[]> {
  return new DataLoader<string, DataRequestStep[]>(async (ids) => {
    const steps = await em.find(DataRequestStep, { dataRequest: { $in: [...ids] } }, { orderBy: { sequence: 'asc' }, populate: ['account.organisation'] });
    return ids.map((id) => steps.filter((step) => step.dataRequest.id === id));
  });
}
