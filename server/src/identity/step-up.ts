import type { Context } from '../graphql/context.ts';
import type { Citizen } from './actor.ts';

/** Where this citizen can raise their assurance level; null when their container has no such page. */
export function stepUpUrlFor(context: Pick<Context, 'identityProviders'>, citizen: Citizen): string | null {
  const provider = context.identityProviders.find((each) => each.method === citizen.identity.provider);
  return provider?.stepUpUrl(citizen.session.channel, null) ?? null;
}
