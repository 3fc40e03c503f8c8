/** `pnpm schema` prints the contract and generates what clients use; with --check it only tells whether they are current. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { committedText, generatedFiles } from './codegen.ts';

const root = resolve(import.meta.dirname, '..');
const onlyCheck = process.argv.includes('--check');

let stale = 0;
for (const { path, text } of await generatedFiles(root)) {
  if (committedText(root, path) === text) continue;
  stale += 1;
  console.log(onlyCheck ? `${path} is not current: run \`pnpm schema\` and commit it` : `${path} written`);
  if (onlyCheck) continue;
  mkdirSync(dirname(resolve(root, path)), { recursive: true });
  writeFileSync(resolve(root, path), text);
}
if (stale === 0) console.log('schema: everything is current');
if (onlyCheck && stale > 0) process.exitCode = 1;
