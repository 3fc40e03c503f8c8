import { startEmbeddedPostgres } from './postgres.ts';

/**
 * A process that owns a database, for tests to kill: prints the address when ready, or the reason it could not start.
 * `node owner.fixture.ts <folder> [forgetful]`. SIGINT is ignored, as a server does that still answers requests.
 */
const say = (words: string) => process.stdout.write(`${words}\n`);
const [folder = '', forgetful] = process.argv.slice(2);
process.on('SIGINT', () => say('still answering'));
process.once('SIGTERM', () => void database.stop().then(() => process.exit(0)));

const database = await startEmbeddedPostgres({
  dataFolder: folder,
  database: 'sanxian',
  forgetful: forgetful === 'forgetful',
}).catch((error: unknown) => {
  say(error instanceof Error ? error.message : String(error));
  process.exit(1);
});
say(database.url);
