import type { ErasureTools } from '../donors/erase-donor.ts';
import { submissionsFor } from '../submissions/submission.queries.ts';
import { formsOfPerson, removeScan } from './paper-form.queries.ts';

/** Destroys the scans of a person who is erased, with their keys (个人信息保护法 art. 47); their hashes stay, about nobody. Ask before what was sent is forgotten. */
export async function forgetPaperFormsOf({ em, vault }: ErasureTools, indexes: readonly Buffer[], donorId: string | null): Promise<void> {
  const sent = (await submissionsFor(em, indexes)).map(({ submission }) => submission.id);
  for (const form of await formsOfPerson(em, donorId, sent)) {
    await removeScan(em, form.scan.id);
    vault.forget(form.scan.id);
  }
}
