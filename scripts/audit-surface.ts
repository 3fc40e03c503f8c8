/**
 * `pnpm audit:surface`: the long form of the tests of the surface, which print what they find: the graphql-http audits, what
 * hostile requests cost, 10,000 random operations, the published corpora of JSON and of strings, the attacks with tickets, and the search for planted
 * values of people in every output, and every combination of choices through the database. About seven minutes.
 */
import { command, runStreaming, type Stage } from './stages.ts';

const files = ['test/contract/graphql-over-http.test.ts', 'test/contract/surface/', 'test/contract/ticket-attacks.test.ts', 'test/contract/canaries.test.ts', 'test/contract/every-combination.test.ts'];

// The tests print tables themselves, so vitest must neither collect nor decorate what they print.
const audit: Stage = command('the surface, in the long form', 'vitest', ['run', '--project', 'contract', '--no-file-parallelism', '--disable-console-intercept', '--reporter=dot', ...files]);

Object.assign(process.env, { SANXIAN_AUDIT: 'long' });
const { passed } = await runStreaming(audit);
if (!passed) process.exitCode = 1;
