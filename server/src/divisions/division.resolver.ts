import { Arg, Ctx, Query, Resolver } from 'type-graphql';
import type { Context } from '../graphql/context.ts';
import { DateScalar } from '../graphql/scalars.ts';
import { shanghaiDayOf } from '../identity/calendar.ts';
import { divisionsBelow, findDivision } from './division.queries.ts';
import { DivisionType } from './division.types.ts';

/** Questions about divisions; open to everybody. */
@Resolver(() => DivisionType)
export class DivisionResolver {
  @Query(() => [DivisionType], { description: 'The divisions directly below one, in the order of their codes; the provinces when none is named.' })
  divisions(
    @Ctx() context: Context,
    @Arg('parentCode', () => String, { nullable: true, description: 'The code of the division above.' }) parentCode?: string | null,
    @Arg('on', () => DateScalar, { nullable: true, description: 'The day that counts; today in China when left out.' }) on?: string | null,
    @Arg('includeFormer', () => Boolean, { defaultValue: false, description: 'Whether those that ended before that day are listed too.' }) includeFormer?: boolean,
  ): readonly DivisionType[] {
    return divisionsBelow(parentCode ?? null, on ?? shanghaiDayOf(context.now()), includeFormer);
  }

  @Query(() => DivisionType, { nullable: true, description: 'The division of a code, current or ended; null when there never was one.' })
  division(@Arg('code', () => String, { description: 'The six digits of GB/T 2260.' }) code: string): DivisionType | null {
    return findDivision(code);
  }
}
