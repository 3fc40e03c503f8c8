import { Field, ObjectType, registerEnumType } from 'type-graphql';
import { DateScalar } from '../graphql/scalars.ts';
import { DivisionLevel } from './division.entity.ts';

registerEnumType(DivisionLevel, {
  name: 'DivisionLevel',
  description: 'How high a division stands (GB/T 2260).',
  valuesConfig: {
    PROVINCE: { description: 'A province, autonomous region or municipality.' },
    CITY: { description: 'A prefecture-level city, or the step between a municipality and its districts.' },
    COUNTY: { description: 'A district, county or county-level city.' },
  },
});

/** What the world may see of a division: all of it. */
@ObjectType('Division', { description: 'An administrative division of China by GB/T 2260, current or ended.' })
export class DivisionType {
  @Field(() => String, { description: 'The six digits of GB/T 2260; an ended code stays valid inside identity numbers.' })
  code!: string;

  @Field(() => String, { description: 'The name without the divisions above it: 西湖区.' })
  name!: string;

  @Field(() => String, { description: 'The name with the divisions above it: 浙江省杭州市西湖区.' })
  fullName!: string;

  @Field(() => DivisionLevel, { description: 'How high it stands.' })
  level!: DivisionLevel;

  @Field(() => DivisionType, { nullable: true, description: 'The division directly above; null for a province.' })
  parent!: DivisionType | null;

  @Field(() => DateScalar, { nullable: true, description: 'The first day on which it exists; null when it began before our records.' })
  validFrom!: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'The last day on which it exists; null while it does.' })
  validTo!: string | null;

  @Field(() => [DivisionType], { description: 'The divisions that took over its area when it ended; empty while it exists.' })
  successors!: readonly DivisionType[];
}
