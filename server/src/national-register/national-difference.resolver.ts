import { Arg, Ctx, Int, Mutation, Query, Resolver } from 'type-graphql';
import { disavowalScopeOf } from '../donors/disavowal.policy.ts';
import { badInput, fromCursor, pageSize, toConnection, type Connection } from '../graphql/connections.ts';
import type { Context } from '../graphql/context.ts';
import { staffIn } from '../staff/staff.policy.ts';
import { nationalDifferencesIn } from './national-differences.queries.ts';
import { nationalDifferenceCase, NationalDifferenceCaseConnection, type NationalDifferenceCaseType, SendToNationalRegisterInput, SendToNationalRegisterResult, SendToNationalRegisterSuccess } from './national-difference.types.ts';
import type { DifferenceRow } from './national-sync.queries.ts';
import { sendToNationalRegister } from './send-to-national-register.ts';

/** What the staff of an area see of differences between the registers. */
@Resolver()
export class NationalDifferenceResolver {
  @Query(() => NationalDifferenceCaseConnection, { description: 'The standing decisions of the caller’s area that the national register did not accept, holds otherwise, or has not confirmed for three days; the oldest first. For managers and registrars.' })
  async nationalDifferences(
    @Ctx() context: Context,
    @Arg('first', () => Int, { defaultValue: 20, description: 'How many, 1 to 100.' }) first: number,
    @Arg('after', () => String, { nullable: true, description: 'The cursor after which to go on.' }) after: string | null,
  ): Promise<Connection<NationalDifferenceCaseType> & { readonly isTotalExact: boolean }> {
    const scope = disavowalScopeOf(staffIn(context.actor, 'MANAGER', 'REGISTRAR'));
    const { records, totalCount, isTotalExact } = await nationalDifferencesIn(context.em, scope, { now: context.now(), after: after ? placeFrom(after) : null, limit: pageSize(first) + 1 });
    const cases = await Promise.all(records.map((record) => nationalDifferenceCase(record, context)));
    return { ...toConnection(cases, { first, after, totalCount, keyOf: ({ since, id }) => `${since.getTime()}.${id}` }), isTotalExact };
  }

  @Mutation(() => SendToNationalRegisterResult, { description: 'Has a decision sent to the national register again; for managers and registrars of the person’s area.' })
  async sendToNationalRegister(@Ctx() context: Context, @Arg('input', () => SendToNationalRegisterInput, { description: 'Which decision.' }) input: SendToNationalRegisterInput) {
    return Object.assign(new SendToNationalRegisterSuccess(), { record: await sendToNationalRegister(context, input) });
  }
}

function placeFrom(cursor: string): DifferenceRow {
  const [, time, id] = /^(\d{1,15})\.([0-9a-f-]{36})$/.exec(fromCursor(cursor)) ?? [];
  if (!time || !id || !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) throw badInput('The cursor in `after` is not one of ours');
  return { since: new Date(Number(time)), decisionId: id };
}
