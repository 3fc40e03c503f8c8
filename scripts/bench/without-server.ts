/** The register with modules of its own replaced (`without.ts`), served as `pnpm start` serves it in production; compiled before it runs. */
import { start } from '../../server/src/main.ts';

const set = (name: string): string => process.env[name] ?? '';
const { url, close } = await start({ databaseUrl: set('DATABASE_URL'), migrationUrl: set('MIGRATION_DATABASE_URL'), port: 0, dataFolder: set('SANXIAN_DATA'), mode: 'production' });
console.log(url);
const end = () => void close().then(() => process.exit());
// Who started us is gone, or wants us gone.
process.on('disconnect', end);
process.on('SIGTERM', end);
