import type { KeyedOperation } from '../donors/idempotent-request.entity.ts';
import { onceKept } from '../donors/once.ts';
import type { Context } from '../graphql/context.ts';
import { ownBodyDonation } from './body-donation.queries.ts';
import { BodyDeclaration } from './body-donation.entity.ts';
import type { BodyOutcome } from './record-body-declaration.ts';

/** `once` for declarations about the body: the same key with the same input is answered with the first declaration again. */
export function onceForBody(context: Context, operation: KeyedOperation, input: { readonly idempotencyKey: string }, command: () => Promise<BodyOutcome>): Promise<BodyOutcome> {
  return onceKept(context, operation, input, command, {
    keep: ({ declaration }) => ({ decision: null, bodyDeclaration: declaration }),
    async again({ bodyDeclaration }, citizen) {
      const donation = await ownBodyDonation(context.em, citizen);
      if (!donation || !bodyDeclaration) throw new Error('An answered request has lost its body donation');
      return { donation, declaration: await context.em.findOneOrFail(BodyDeclaration, { id: bodyDeclaration.id, bodyDonation: donation.id }) };
    },
  });
}
