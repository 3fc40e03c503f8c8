/**
 * `pnpm audit:timing`: whether the time of an answer tells who is on the register. The long form of
 * test/contract/look-up-timing.test.ts: 20,000 pairs for each kind of caller, and what could be told without our measures.
 * About 20 minutes; other work on the machine only makes the clock coarser.
 */
import { command, runStreaming, type Stage } from './stages.ts';

// The test prints tables itself, so vitest must neither collect nor decorate what it prints.
const audit: Stage = command('the clock, in the long form', 'vitest', ['run', '--project', 'contract', '--disable-console-intercept', '--reporter=dot', 'test/contract/look-up-timing.test.ts']);

Object.assign(process.env, { SANXIAN_AUDIT: 'long' });
const { passed } = await runStreaming(audit);
if (!passed) process.exitCode = 1;
