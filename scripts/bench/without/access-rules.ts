/** In place of `graphql/field-guard.ts`, for measuring only: no field asks the table who may see it. */
import type { GraphQLSchema } from 'graphql';

export * from '../../../server/src/graphql/field-guard.ts';

/** Guards nothing. */
export function guardFields(schema: GraphQLSchema): GraphQLSchema {
  // That is what is measured.
  return schema;
}
