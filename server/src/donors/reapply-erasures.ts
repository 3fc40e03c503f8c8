import { randomUUID } from 'node:crypto';
import { recordAudit } from '../audit/record-audit.ts';
import { alone } from '../database/alone.ts';
import type { Orm } from '../database/orm.ts';
import type { Vault } from '../vault/vault.ts';
import { erasedButPresent } from './donor.queries.ts';
import type { Donor } from './donor.entity.ts';
import { eraseDonor, type ErasureTools } from './erase-donor.ts';

/**
 * Erases again whom an older copy of the register brought back: their keys are gone, so nothing of theirs can be read, but the
 * copy still has them in the index. Run at every start; what tells of erasures lies in the key store (docs/operations.md).
 * @param forgetNamedByDocument the other rooms' part of an erasure (`forgetOutsideOfRecord`)
 * @returns how many
 */
export async function reapplyErasures(orm: Orm, vault: Vault, now: () => Date, forgetNamedByDocument: (tools: ErasureTools, donor: Donor) => Promise<void>): Promise<number> {
  // The usual start finds none and waits for nobody.
  if ((await erasedButPresent(orm.em.fork())).length === 0) return 0;
  return alone(orm, async (em) => {
    const donors = await erasedButPresent(em);
    for (const donor of donors) {
      // Before the indexes go: what is named by the document alone is found by them.
      await forgetNamedByDocument({ em, vault, now }, donor);
      await eraseDonor({ em, vault, now }, donor);
    }
    recordAudit(em, { actorKind: 'SYSTEM', actorId: null, sessionId: null, operation: 'reapplyErasures', requestId: randomUUID(), at: now() });
    return donors.length;
  });
}
