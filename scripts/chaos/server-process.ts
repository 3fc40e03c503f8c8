/**
 * The register as it is built, or as another build of it that is named, on the port and the database that its settings name; what `pnpm start` runs after it has
 * started a database.
 */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { RunningServer, StartOptions } from '../../server/src/main.ts';
import { root } from '../stages.ts';

const [, , built = join(root, 'server/dist/main.js')] = process.argv;
const { start } = (await import(pathToFileURL(built).href)) as { start: (options: StartOptions) => Promise<RunningServer> };
const { DATABASE_URL = '', MIGRATION_DATABASE_URL, PORT, SANXIAN_DATA = '' } = process.env;
const server = await start({ databaseUrl: DATABASE_URL, migrationUrl: MIGRATION_DATABASE_URL, port: Number(PORT), dataFolder: SANXIAN_DATA, mode: 'production' });
process.once('SIGTERM', () => void server.close().then(() => process.exit(0)));
// Who started us is gone.
process.once('disconnect', () => process.exit(1));
process.send?.('ready');
