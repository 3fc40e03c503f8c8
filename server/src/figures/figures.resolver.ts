import { Arg, Ctx, Query, Resolver } from 'type-graphql';
import { findDivision } from '../divisions/division.queries.ts';
import { badInput } from '../graphql/connections.ts';
import type { Context } from '../graphql/context.ts';
import { DateScalar } from '../graphql/scalars.ts';
import { publishedFigures } from './figures.queries.ts';
import { RegistrationFigureType } from './figures.types.ts';

const DAY = 86_400_000;

/** The most days of one question. */
const MOST_DAYS = 366;

/** Figures for everybody. */
@Resolver()
export class FiguresResolver {
  @Query(() => [RegistrationFigureType], { description: 'The published figures of a division: on the first day asked for, and on each day on which they moved, the oldest first.' })
  async registrationFigures(
    @Ctx() { em }: Context,
    @Arg('divisionCode', () => String, { description: 'The six digits of GB/T 2260.' }) divisionCode: string,
    @Arg('from', () => DateScalar, { description: 'The first day.' }) from: string,
    @Arg('to', () => DateScalar, { description: 'The last day, at most 365 days later.' }) to: string,
  ): Promise<readonly RegistrationFigureType[]> {
    const days = (Date.parse(to) - Date.parse(from)) / DAY + 1;
    if (days < 1 || days > MOST_DAYS) throw badInput(`\`to\` must lie 0 to ${MOST_DAYS - 1} days after \`from\``);
    const division = findDivision(divisionCode);
    return division ? publishedFigures(em, division.code, from, to) : [];
  }
}
