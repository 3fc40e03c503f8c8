import type { Em } from '../database/orm.ts';
import type { StaffAccount } from '../staff/staff-account.entity.ts';
import type { Vault } from '../vault/vault.ts';
import { formsOfPerson, scanFile, stepsOf } from './paper-form.queries.ts';

/** What a person's copy of their data says about their paper forms: which offices typed and checked each, its scan, and each look at it. */
export async function paperFormCopiesOf(em: Em, donorId: string | null, submissionIds: readonly string[]) {
  return Promise.all(
    (await formsOfPerson(em, donorId, submissionIds)).map(async (form) => {
      const { id, sha256, mediaType, byteLength, pages, uploadedAt } = form.scan.unwrap();
      return {
        id: form.id,
        submissionId: form.submission.id,
        receiptNumber: form.submission.unwrap().receiptNumber,
        status: form.status(),
        reason: form.reason ?? null,
        signedOn: form.signedOn,
        residenceCode: form.residenceCode ?? null,
        scan: { id, sha256: Buffer.from(sha256).toString('hex'), mediaType: String(mediaType), byteLength, pages, uploadedAt, isKept: (await scanFile(em, id)) !== null },
        steps: (await stepsOf(em, form.id)).map((step) => ({ id: step.id, kind: step.kind, organisation: step.account?.unwrap().organisation?.unwrap().name ?? null, differences: step.differing?.length ?? null, at: step.at })),
      };
    }),
  );
}

/** Somebody of the staff with their office, as the person may read it. */
export function personOf(vault: Vault, account: StaffAccount): string {
  const office = account.organisation?.unwrap().name;
  return [office, account.fullName(vault)].filter((part) => part !== undefined).join(' ');
}
