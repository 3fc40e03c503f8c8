/** `pnpm schema` prints the contract and generates what clients use; with --check it only tells whether they are current. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { buildSchema } from 'graphql';
import { committedText, generatedFiles, type GeneratedFile } from './codegen.ts';
import { errorCatalogue } from './error-catalogue.ts';
import { printedSchema } from './print-schema.ts';
import { announcedDeprecations, partnerFaults, partnerReference, partnerSdl, releasedSdl, todayInChina, undatedDeprecations } from './partner-contract.ts';
import { retainedFaults } from './retained.ts';
import { root } from './stages.ts';

const onlyCheck = process.argv.includes('--check');

const path = 'schema/schema.graphql';
const contract = await printedSchema();
const partners = partnerSdl(buildSchema(contract));
const files: readonly GeneratedFile[] = [
  { path, text: contract },
  { path: 'schema/partners.graphql', text: partners },
  { path: 'docs/partners/reference.md', text: partnerReference(partners) },
  { path: 'docs/partners/errors.md', text: errorCatalogue(partners) },
  ...(await generatedFiles(root, contract)),
];
const stale = files.filter((file) => committedText(root, file.path) !== file.text);

for (const file of stale) {
  console.log(onlyCheck ? `${file.path} is not current: run \`pnpm schema\` and commit it` : `${file.path} written`);
  if (onlyCheck) continue;
  mkdirSync(dirname(resolve(root, file.path)), { recursive: true });
  writeFileSync(resolve(root, file.path), file.text);
}

const broken = [...undatedDeprecations(buildSchema(contract)), ...retainedFaults(root, buildSchema(contract)), ...(await partnerFaults(releasedSdl(root), partners, announcedDeprecations(root), todayInChina()))];
for (const fault of broken) console.log(fault);
if (stale.length === 0 && broken.length === 0) console.log('schema: everything is current, and every released client and partner is still answered');
if (broken.length > 0 || (onlyCheck && stale.length > 0)) process.exitCode = 1;
