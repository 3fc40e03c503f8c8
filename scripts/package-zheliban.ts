/**
 * `pnpm package:zheliban`: builds what is uploaded to 浙里办 into .data/zheliban and tries every listing rule that a machine can
 * prove. Settings come from the environment (docs/containers.md). Fails when the upload is not fit to be listed.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { listingBreaches, listingRules } from './listing-check.ts';
import { root } from './stages.ts';
import { makeUpload } from './zheliban-package.ts';

const folder = join(root, '.data', 'zheliban', 'upload');
const zip = `${folder}.zip`;
const upload = await makeUpload(folder, process.env);
writeFileSync(zip, upload.zip);
console.log(`上传包 · upload: .data/zheliban/upload.zip (${(upload.zip.length / 1000).toFixed(0)} kB, ${upload.files.size} 个文件 · files)`);

const breaches = listingBreaches(upload);
for (const rule of Object.keys(listingRules)) console.log(`${breaches.some((breach) => breach.rule === rule) ? '✗' : '✓'} ${rule}`);
for (const { rule, message } of breaches) console.log(`  ${rule}: ${message}`);
if (breaches.length > 0) {
  console.log('还不能上传 · not fit to be uploaded yet');
  process.exitCode = 1;
}
