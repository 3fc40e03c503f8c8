/**
 * `pnpm card:vectors`: writes the cards in `schema/card-vectors/` by which anybody can try a verifier of their own. A card that
 * still says what it should is kept as it is, since each signature is another; so a second run changes nothing, and
 * `test/contract/card-vectors.test.ts` fails when what is published is not what this makes.
 */
import { readFileSync, writeFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './stages.ts';
import { makeVectors, type CardVectors } from './card-vectors/make-vectors.ts';

const path = join(root, 'schema/card-vectors/vectors.json');
const before = existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as CardVectors) : null;
writeFileSync(path, `${JSON.stringify(await makeVectors(before), null, 2)}\n`);
process.stdout.write('schema/card-vectors/vectors.json written\n');
