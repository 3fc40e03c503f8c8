/** graphql-yoga on `node:http`, as its documentation sets it up. */
import { createServer, type RequestListener } from 'node:http';
import { type Asker, askerOf, makeResolvers, typeDefs } from './own-schema.ts';
import { announce } from './served.ts';

/** What we use of the package. Its own types change those of `graphql` for every file of the project, so the compiler must not see them. */
interface Yoga {
  createSchema(parts: { readonly typeDefs: string; readonly resolvers: object }): object;
  createYoga(options: { readonly schema: object; readonly context: (of: { readonly request: Request }) => Asker; readonly graphiql: false; readonly landingPage: false; readonly logging: false }): RequestListener;
}

const { createSchema, createYoga } = (await import('graphql-yoga' as string)) as Yoga;
const yoga = createYoga({
  schema: createSchema({ typeDefs, resolvers: makeResolvers() }),
  context: ({ request }) => askerOf(request.headers.get('authorization')),
  graphiql: false,
  landingPage: false,
  logging: false,
});
announce(createServer(yoga));
