import { Field, Int, ObjectType } from 'type-graphql';
import { DateScalar } from '../graphql/scalars.ts';

/** How many people's agreement stands, as published. */
@ObjectType('RegistrationFigure', {
  description: 'How many people of a division are on the register with an agreement that stands, from a day on. A part of it moves only when ten people or more have, and fewer than ten are published as none.',
})
export class RegistrationFigureType {
  @Field(() => DateScalar, { description: 'The day in China from which on this holds.' })
  day!: string;

  @Field(() => Int, { description: 'How many people.' })
  people!: number;
}
