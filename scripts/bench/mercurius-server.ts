/** Mercurius on fastify, compiled from the first request on (`jit`), as its documentation sets it up. */
import fastify, { type FastifyRequest } from 'fastify';
import mercurius from 'mercurius';
import { askerOf, makeResolvers, typeDefs } from './own-schema.ts';
import { announce } from './served.ts';

declare module 'mercurius' {
  interface MercuriusContext {
    token: string;
  }
}

const app = fastify();
await app.register(mercurius, { schema: typeDefs, resolvers: makeResolvers(), jit: 1, context: ({ headers }: FastifyRequest) => askerOf(headers.authorization) });
await app.ready();
announce(app.server);
