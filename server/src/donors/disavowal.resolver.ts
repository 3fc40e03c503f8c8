import { Arg, Ctx, FieldResolver, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { badInput, fromCursor, pageSize, toConnection, type Connection } from '../graphql/connections.ts';
import { whenThere } from '../graphql/brought.ts';
import type { Context } from '../graphql/context.ts';
import { DateTimeScalar } from '../graphql/scalars.ts';
import { staffIn } from '../staff/staff.policy.ts';
import type { Decision } from './decision.entity.ts';
import { disavowDecision } from './disavow-decision.ts';
import { disavowableUntil, disavowalScopeOf } from './disavowal.policy.ts';
import { disavowalsInScope, openDisavowal, type DisavowalPlace } from './disavowal.queries.ts';
import {
  disavowalCase,
  DisavowalCaseConnection,
  type DisavowalCaseType,
  disavowalOf,
  DisavowalType,
  DisavowDecisionInput,
  DisavowDecisionResult,
  DisavowDecisionSuccess,
  QueuedWithdrawalType,
  QueueWithdrawalInput,
  QueueWithdrawalResult,
  QueueWithdrawalSuccess,
  ResolveDisavowalInput,
  ResolveDisavowalResult,
  ResolveDisavowalSuccess,
} from './disavowal.types.ts';
import type { Donor } from './donor.entity.ts';
import { DecisionType, DonorType } from './donor.types.ts';
import { once } from './once.ts';
import { queueWithdrawal } from './queue-withdrawal.ts';
import { openWithdrawal } from './queued-withdrawal.queries.ts';
import type { QueuedWithdrawal } from './queued-withdrawal.entity.ts';
import { resolveDisavowal } from './resolve-disavowal.ts';

/** «This was not me», and a withdrawal while sign-in is out of order; then what staff make of the former. */
@Resolver()
export class DisavowalResolver {
  @Mutation(() => DisavowDecisionResult, { description: 'Says of one of the caller’s decisions that it was not theirs: nobody relies on it until staff have found out. Asks for no fresh sign-in.' })
  disavowDecision(@Ctx() context: Context, @Arg('input', () => DisavowDecisionInput, { description: 'Which decision.' }) input: DisavowDecisionInput) {
    return once(context, 'disavowDecision', input, () => disavowDecision(context, input)).then(DisavowDecisionSuccess.of);
  }

  @Mutation(() => QueueWithdrawalResult, { description: 'Keeps a withdrawal while nobody can sign in; it counts at once and becomes a decision at the next sign-in. Where sign-in works, it is refused.' })
  async queueWithdrawal(@Ctx() context: Context, @Arg('input', () => QueueWithdrawalInput, { description: 'The withdrawal.' }) input: QueueWithdrawalInput) {
    return QueueWithdrawalSuccess.of(await queueWithdrawal(context, input));
  }

  @Query(() => DisavowalCaseConnection, { description: 'The disavowals of the caller’s area, the oldest first; for managers, registrars and auditors.' })
  async disavowals(
    @Ctx() context: Context,
    @Arg('first', () => Int, { defaultValue: 20, description: 'How many, 1 to 100.' }) first: number,
    @Arg('after', () => String, { nullable: true, description: 'The cursor after which to go on.' }) after: string | null,
    @Arg('openOnly', () => Boolean, { defaultValue: true, description: 'Only those that nobody has resolved.' }) openOnly: boolean,
  ): Promise<Connection<DisavowalCaseType>> {
    const { em, actor } = context;
    const scope = disavowalScopeOf(staffIn(actor, 'MANAGER', 'REGISTRAR', 'AUDITOR'));
    const { records, totalCount } = await disavowalsInScope(em, scope, { openOnly, after: after ? placeFrom(after) : null, limit: pageSize(first) + 1 });
    const cases = await Promise.all(records.map((record) => disavowalCase(record, context)));
    return toConnection(cases, { first, after, totalCount, keyOf: ({ disavowedAt, id }) => `${disavowedAt.getTime()}.${id}` });
  }

  @Mutation(() => ResolveDisavowalResult, { description: 'Ends the dispute about a decision with what was found out; for managers and registrars of the person’s area.' })
  async resolveDisavowal(@Ctx() context: Context, @Arg('input', () => ResolveDisavowalInput, { description: 'What was found out.' }) input: ResolveDisavowalInput) {
    return Object.assign(new ResolveDisavowalSuccess(), { record: await resolveDisavowal(context, input) });
  }
}

/** What a donor sees of disputes about their record. */
@Resolver(() => DonorType)
export class DisputedDonorResolver {
  @FieldResolver(() => DisavowalType, { nullable: true, description: 'The disavowal that nobody has resolved yet; while there is one, nobody relies on an agreement of this person. Null when nothing is contested.' })
  contested(@Root() donor: Donor, @Ctx() { em }: Context): null | Promise<DisavowalType | null> {
    return donor.openDisavowals > 0 ? openDisavowal(em, donor.id).then(disavowalOf) : null;
  }

  @FieldResolver(() => Boolean, { description: 'Whether nobody relies on an agreement of this person, because the national register holds another word of theirs that is later, or of which nobody knows the time; deciding anew ends it.' })
  nationalHold(@Root() { nationalHold }: Donor): boolean {
    return nationalHold;
  }

  @FieldResolver(() => QueuedWithdrawalType, { nullable: true, description: 'The withdrawal that waits for the person’s next sign-in, or null.' })
  queuedWithdrawal(@Root() donor: Donor, @Ctx() { em }: Context): null | Promise<QueuedWithdrawal | null> {
    return donor.withdrawalQueued ? openWithdrawal(em, donor.id) : null;
  }
}

/** What a donor sees of a dispute about one decision. */
@Resolver(() => DecisionType)
export class DisputedDecisionResolver {
  @FieldResolver(() => DisavowalType, { nullable: true, description: 'What the person said against it, and what came of that; null when they said nothing.' })
  disavowal(@Root() decision: Decision, @Ctx() { loaders }: Context): DisavowalType | null | Promise<DisavowalType | null> {
    return whenThere(loaders.disavowal.of(decision.id), disavowalOf);
  }

  @FieldResolver(() => DateTimeScalar, { nullable: true, description: 'Until when the person can still say that it was not theirs (`disavowDecision`); null when they cannot.' })
  disavowableUntil(@Root() decision: Decision, @Ctx() { loaders, config, now }: Context): Date | null | Promise<Date | null> {
    return whenThere(loaders.disavowal.of(decision.id), (record) => disavowableUntil(decision, record, config.decisions, now()));
  }
}

function placeFrom(cursor: string): DisavowalPlace {
  const [, time, id] = /^(\d{1,15})\.([0-9a-f-]{36})$/.exec(fromCursor(cursor)) ?? [];
  if (!time || !id || !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) throw badInput('The cursor in `after` is not one of ours');
  return { disavowedAt: new Date(Number(time)), id };
}
