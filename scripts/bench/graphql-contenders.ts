/** Starts the GraphQL servers that serve the register's own schema without being the register. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Request } from 'autocannon';
import { MyDecisionDocument, type MyDecisionQuery, OrganisationsDocument, type OrganisationsQuery, RegisterDonorDocument, type RegisterDonorMutation } from '../../schema/generated/graphql.ts';
import { root } from '../stages.ts';
import { appHeaders, type Contender, listOf, registeredOf, type Start, startProgram, viewerOf } from './contenders.ts';
import { newRegistration } from './fresh-people.ts';
import { LISTED } from './operations.ts';

const documents = JSON.parse(readFileSync(join(root, 'schema/generated/persisted-documents.json'), 'utf8')) as Readonly<Record<string, string>>;

const OWN_SCHEMA = "the register's schema and documents, sent as text; resolvers over the named statements of bare, pooled; registering: session, then donor and decision by one statement, no audit, no outbox";

/** mercurius, see `mercurius-server.ts`. */
export function startMercurius(start: Start): Promise<Contender> {
  return startOwnSchema('mercurius', 'mercurius-server.ts', `mercurius with jit on fastify: ${OWN_SCHEMA}`, start);
}

/** graphql-yoga, see `yoga-server.ts`. */
export function startYoga(start: Start): Promise<Contender> {
  return startOwnSchema('yoga', 'yoga-server.ts', `graphql-yoga on node:http: ${OWN_SCHEMA}`, start);
}

async function startOwnSchema(name: string, program: string, what: string, start: Start): Promise<Contender> {
  const ask = ({ id, operationName }: { readonly id: string; readonly operationName: string }, variables: object, headers: Readonly<Record<string, string>> = {}): Request => ({
    ...{ method: 'POST', path: '/graphql', headers: { ...appHeaders, ...headers } },
    body: JSON.stringify({ query: documents[id], operationName, variables }),
  });
  const dataOf = <Data>(body: string) => (JSON.parse(body) as { readonly data?: Partial<Data> }).data;
  const as = (token: string) => ({ authorization: `Bearer ${token}` });
  return {
    ...(await startProgram(name, program, start)),
    name,
    what,
    request: (token) => ask(MyDecisionDocument, {}, as(token)),
    viewerIn: (body) => viewerOf(name, dataOf<MyDecisionQuery>(body)),
    listRequest: () => ask(OrganisationsDocument, { first: LISTED }),
    listIn: (body) => listOf(name, dataOf<OrganisationsQuery>(body)),
    registerRequest: ({ token }) => ask(RegisterDonorDocument, newRegistration(), as(token)),
    deeds: ['plain.enrolment', 'plain.registration'],
    registeredIn: (body) => registeredOf(name, dataOf<RegisterDonorMutation>(body)),
  };
}
