/** PostGraphile as its documentation sets it up, pointed at the schema of plain views and tables (`plain-schema.ts`). */
import { createServer } from 'node:http';
import { postgraphile } from 'postgraphile';
import { makePgService } from 'postgraphile/adaptors/pg';
import { grafserv } from 'postgraphile/grafserv/node';
import { PostGraphileAmberPreset } from 'postgraphile/presets/amber';
import { announce } from './served.ts';

const pgService = makePgService({
  connectionString: process.env['DATABASE_URL'] ?? '',
  schemas: ['plain'],
  poolConfig: { max: Number(process.env['POOL_SIZE']), application_name: process.env['BARE_NAME'] ?? '' },
});
const server = createServer();
await postgraphile({ extends: [PostGraphileAmberPreset], pgServices: [pgService], grafserv: { graphiql: false, websockets: false } }).createServ(grafserv).addTo(server);
announce(server);
