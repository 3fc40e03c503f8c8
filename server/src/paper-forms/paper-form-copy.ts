import type { Em } from '../database/orm.ts';
import type { Vault } from '../vault/vault.ts';
import { formsOfPerson, scanFile, stepsOf } from './paper-form.queries.ts';
import type { StaffAccount } from '../staff/staff-account.entity.ts';

/** What a person's copy of their data says about their paper forms: who typed and checked each, its scan, and who looked at it. */
export async function paperFormCopiesOf({ em, vault }: { readonly em: Em; readonly vault: Vault }, donorId: string | null, submissionIds: readonly string[]) {
  return Promise.all(
    (await formsOfPerson(em, donorId, submissionIds)).map(async (form) => {
      const { sha256, mediaType, byteLength, pages } = form.scan.unwrap();
      return {
        id: form.id,
        submissionId: form.submission.id,
        status: form.status(),
        reason: form.reason ?? null,
        signedOn: form.signedOn,
        residenceCode: form.residenceCode ?? null,
        typedAt: form.typedAt,
        typedBy: personOf(vault, form.maker.unwrap()),
        decidedAt: form.decidedAt ?? null,
        checkedBy: form.checker ? personOf(vault, form.checker.unwrap()) : null,
        scan: { sha256: Buffer.from(sha256).toString('hex'), mediaType, byteLength, pages, isKept: (await scanFile(em, form.scan.id)) !== null },
        steps: (await stepsOf(em, form.id)).map(({ kind, account, differing, at }) => ({ kind, by: account ? personOf(vault, account.unwrap()) : null, differing: differing ?? null, at })),
      };
    }),
  );
}

/** Somebody of the staff with their office, as the person may read it. */
export function personOf(vault: Vault, account: StaffAccount): string {
  const office = account.organisation?.unwrap().name;
  return [office, account.fullName(vault)].filter((part) => part !== undefined).join(' ');
}
