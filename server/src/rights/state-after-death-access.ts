import type { Context } from '../graphql/context.ts';
import { AfterDeathAccess, type AfterDeathSetting } from './after-death-access.entity.ts';
import { assuredOwner } from './preconditions.ts';
import { latestAfterDeathAccess } from './rights.queries.ts';

/** Keeps who may see a person's data after their death (个人信息保护法 art. 49). Saying the same again changes nothing. */
export async function stateAfterDeathAccess(context: Context, setting: AfterDeathSetting): Promise<AfterDeathAccess> {
  const { citizen, record } = await assuredOwner(context);
  const latest = await latestAfterDeathAccess(context.em, record.donor.id);
  if (latest?.setting === setting) return latest;
  return context.em.create(AfterDeathAccess, {
    donor: record.donor,
    sequence: (latest?.sequence ?? 0) + 1,
    setting,
    channel: citizen.session.channel,
    statedAt: context.now(),
  });
}
