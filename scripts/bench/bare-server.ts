/**
 * The floor: what somebody could write by hand in an afternoon over the same database. `node:http`, `pg`, named
 * statements, JSON. It asks whose session the token is, then for that person's decisions, and answers the same fields
 * as the register does for the screen "my decision", with the register's own pure rules for masks, ages and divisions.
 *
 * It has none of the guarantees: personal values lie in plain text (a table of its own), fingerprints are passed on
 * unchecked, no trusted documents, no limit on size or time, no request id, no log, no masking of faults, nothing that
 * keeps a later change from showing more.
 */
import { createServer, type IncomingMessage } from 'node:http';
import { json } from 'node:stream/consumers';
import type { RegisterDonorMutationVariables } from '../../schema/generated/graphql.ts';
import { connectBare } from './bare-database.ts';
import { lookUp, readRules } from './bare-look-up.ts';
import { listOrganisations } from './bare-organisations.ts';
import { register, Refusal } from './bare-register.ts';
import { announce } from './served.ts';

const { ask, inTransaction } = connectBare();
const rules = readRules(process.env);

const server = createServer((request, response) => {
  void answerTo(request)
    .then((answered) => {
      const body = Buffer.from(JSON.stringify(answered));
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length, 'cache-control': 'no-store' });
      response.end(body);
    })
    .catch((error: unknown) => {
      if (error instanceof Refusal) {
        response.writeHead(error.status).end();
        return;
      }
      console.error(error);
      response.writeHead(500).end();
    });
});

async function answerTo(request: IncomingMessage): Promise<object> {
  const token = request.headers.authorization?.slice('Bearer '.length) ?? '';
  if (request.url === '/organisations') return { organisations: await listOrganisations(ask) };
  if (request.url === '/decisions') return { registerDonor: await register({ ask, inTransaction, rules }, token, ((await json(request)) as RegisterDonorMutationVariables).input) };
  const viewer = await lookUp(ask, rules, token);
  if (viewer === null) throw new Refusal(401);
  return { viewer };
}

announce(server);
