/** `pnpm schema:release`: takes the partners' part of the contract as released, and writes what changed into their changelog. */
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { changesSince, releasedSdl, todayInChina } from './partner-contract.ts';
import { root } from './stages.ts';

const now = readFileSync(resolve(root, 'schema/partners.graphql'), 'utf8');
const lines = await changesSince(releasedSdl(root), now);
const changelog = resolve(root, 'docs/partners/changelog.md');

if (lines.length === 0) console.log('nothing changed for partners');
else {
  const text = readFileSync(changelog, 'utf8');
  const head = text.search(/^## /m);
  const at = head < 0 ? text.length : head;
  writeFileSync(changelog, `${`${text.slice(0, at)}## ${todayInChina()}\n\n${lines.join('\n')}\n\n${text.slice(at)}`.trimEnd()}\n`);
  writeFileSync(resolve(root, 'schema/released/partners.graphql'), now);
  console.log(`${lines.length} changes, released`);
}
