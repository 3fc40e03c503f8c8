import { configuredAuditKeys } from '../../server/src/audit/audit-keys.ts';
import { sealBatches } from '../../server/src/audit/seal-batches.ts';
import { commitDeed, plainClient } from './deeds.ts';

/**
 * A server that writes and seals without pause, for tests to kill: says after each round which decisions are committed.
 * `node sealing.fixture.ts <database address> <signing key>`.
 */
const [databaseUrl = '', signing = ''] = process.argv.slice(2);
const { signing: key } = configuredAuditKeys(signing, '');
const [writer, sealer] = [await plainClient(databaseUrl), await plainClient(databaseUrl)];
const now = () => new Date();

for (;;) {
  const sealed = sealBatches(sealer, { key, now, limit: 7 });
  for (let deeds = 0; deeds < 10; deeds++) process.stdout.write(`${(await commitDeed(writer, now())).decisionId}\n`);
  await sealed;
}
