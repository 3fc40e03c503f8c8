/** The register's own schema with resolvers by hand over prepared statements: what mercurius and graphql-yoga serve. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RegisterDonorMutation, RegisterDonorMutationVariables } from '../../schema/generated/graphql.ts';
import { root } from '../stages.ts';
import { connectBare } from './bare-database.ts';
import { lookUp, readRules } from './bare-look-up.ts';
import { listOrganisations } from './bare-organisations.ts';
import { registerPlainly } from './bare-register.ts';

/** Who asks: the token in the header of a request. */
export interface Asker {
  readonly token: string;
}

/** Reads the token from an `authorization` header. */
export function askerOf(authorization: string | null | undefined): Asker {
  return { token: authorization?.slice('Bearer '.length) ?? '' };
}

/** The text of the schema. */
export const typeDefs = readFileSync(join(root, 'schema/schema.graphql'), 'utf8');

/** Resolvers of the three fields that are measured; what lies below them are properties of what they answer. */
export function makeResolvers() {
  const { ask } = connectBare();
  const rules = readRules(process.env);
  return {
    Query: {
      viewer: (_root: unknown, _args: unknown, { token }: Asker) => lookUp(ask, rules, token),
      organisations: () => listOrganisations(ask),
    },
    Mutation: {
      registerDonor: (_root: unknown, { input }: RegisterDonorMutationVariables, { token }: Asker): Promise<RegisterDonorMutation['registerDonor']> => registerPlainly({ ask, rules }, token, input),
    },
  };
}
