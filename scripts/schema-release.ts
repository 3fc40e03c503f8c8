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
  writeFileSync(changelog, `${`${text.slice(0, at)}## ${todayInChina()}\n\n${told(lines).join('\n')}\n\n${text.slice(at)}`.trimEnd()}\n`);
  writeFileSync(resolve(root, 'schema/released/partners.graphql'), now);
  console.log(`${lines.length} changes, released`);
}

/** What a reader wants to know: of a new type that it is new, not each of its parts, which stand in the reference; and no change of wording. */
function told(all: readonly string[]): string[] {
  const added = new Set(all.flatMap((line) => /^- Type '(\w+)' was added$/.exec(line)?.[1] ?? []));
  const isOfNewType = (line: string) => [...line.matchAll(/'(\w+)(?:\.\w+)*'/g)].some(([, name]) => name !== undefined && added.has(name));
  return all.filter((line) => /^- Type '\w+' was added$/.test(line) || (!isOfNewType(line) && !/(has description|Description)/.test(line)));
}
