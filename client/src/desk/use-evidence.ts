import { type ShallowRef, shallowRef } from 'vue';
import { IssueEvidencePackageDocument, type IssueEvidencePackageMutation } from '../../../schema/generated/graphql.ts';
import { useExecute } from '../api/execute.ts';
import { uniqueKey } from '../api/unique-key.ts';
import { useDownload } from './download.ts';
import { type Command, useCommand } from './use-command.ts';

/** A package that was issued. */
export type EvidenceIssue = Extract<IssueEvidencePackageMutation['issueEvidencePackage'], { readonly __typename: 'IssueEvidencePackageSuccess' }>['evidenceIssue'];

/** Issuing the evidence package of a look-up and saving its file. */
export interface Evidence extends Pick<Command, 'busy' | 'trouble'> {
  /** The package as the register holds it. */
  readonly issued: Readonly<ShallowRef<EvidenceIssue | null>>;
  /** Whether the file was handed to the browser. */
  readonly isSaved: Readonly<ShallowRef<boolean>>;
  /** Whether the package is on record and its file cannot be fetched any more: another must be issued. */
  readonly isGone: Readonly<ShallowRef<boolean>>;
  /** Issues and saves. After a lost reply the same package is asked for again, as long as it waits. */
  issue(): Promise<void>;
}

/** The evidence package of one look-up. */
export function useEvidence(lookUpId: string): Evidence {
  const execute = useExecute();
  const download = useDownload();
  const { busy, trouble, attempt } = useCommand();
  const issued = shallowRef<EvidenceIssue | null>(null);
  const isSaved = shallowRef(false);
  const isGone = shallowRef(false);
  let key = uniqueKey();

  async function issue(): Promise<void> {
    isSaved.value = false;
    isGone.value = false;
    const answer = await attempt(async () => {
      const { issueEvidencePackage } = await execute(IssueEvidencePackageDocument, { input: { lookUpId, idempotencyKey: key } });
      if (issueEvidencePackage.__typename !== 'IssueEvidencePackageSuccess') return issueEvidencePackage;
      const { path, evidenceIssue } = issueEvidencePackage;
      issued.value = evidenceIssue;
      // A file is handed out once: a reply that got lost on the way is not given again.
      return { saved: path !== null && (await download(path, `evidence-${evidenceIssue.id}.pdf`)) };
    });
    if (!answer) return;
    isSaved.value = answer.saved;
    isGone.value = !answer.saved;
    key = uniqueKey();
  }

  return { issued, isSaved, isGone, busy, trouble, issue };
}
