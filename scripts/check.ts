/** `pnpm check`: types, lint, the rules of the house and the generated files. Arguments name the only stages to run. */
import { breachesOf } from './checks/house-rules.ts';
import { readTree } from './checks/tree.ts';
import { command, root, runSideBySide, type Stage } from './stages.ts';

const houseRules: Stage = {
  name: 'house rules',
  run: async (say) => {
    const breaches = breachesOf(readTree(root));
    for (const { path, line, message, rule } of breaches) say(`${path}${line === undefined ? '' : `:${line}`}  ${message}  (${rule})\n`);
    return Promise.resolve(breaches.length === 0);
  },
};

const stages: readonly Stage[] = [
  houseRules,
  command('types of server, scripts and tests', 'tsc', ['--noEmit', '-p', 'tsconfig.json']),
  command('types of the client', 'vue-tsc', ['--noEmit', '-p', 'client/tsconfig.json']),
  command('schema and generated files are current', 'node', ['scripts/schema.ts', '--check']),
  command('list of divisions is current', 'node', ['scripts/divisions-data.ts', '--check']),
  command('lint', 'eslint', ['--max-warnings=0', '.']),
];

const wanted = process.argv.slice(2);
const chosen = stages.filter(({ name }) => wanted.length === 0 || wanted.some((word) => name.includes(word)));
const outcomes = await runSideBySide(chosen, 2);
if (outcomes.some(({ passed }) => !passed)) process.exitCode = 1;
