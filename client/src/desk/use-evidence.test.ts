import { expect, test, vi } from 'vitest';
import { NetworkLost } from '../api/faults.ts';
import { withinDesk } from './testing/within-desk.ts';
import { useEvidence } from './use-evidence.ts';

const evidenceIssue = { id: 'e-1', issuedAt: '2026-11-26T08:00:00Z' };
const issued = (path: string | null = '/evidence/e-1') => ({ IssueEvidencePackage: () => ({ issueEvidencePackage: { __typename: 'IssueEvidencePackageSuccess', path, evidenceIssue } }) });
const keysOf = (asked: { variables: Record<string, unknown> }[]) => asked.map(({ variables }) => (variables['input'] as { idempotencyKey: string }).idempotencyKey);

test('the package is issued, and its file saved under its number', async () => {
  const download = vi.fn(() => Promise.resolve(true));
  const { result } = withinDesk(() => useEvidence('l'), issued(), download);
  await result.issue();
  expect(download).toHaveBeenCalledWith('/evidence/e-1', 'evidence-e-1.pdf');
  expect([result.isSaved.value, result.isGone.value]).toEqual([true, false]);
});

test('a file that got lost on the way is asked for under the same key, a new package under a new one', async () => {
  const download = vi.fn<() => Promise<boolean>>().mockRejectedValueOnce(new NetworkLost('')).mockResolvedValue(true);
  const { result, asked } = withinDesk(() => useEvidence('l'), issued(), download);
  await result.issue();
  expect(result.trouble.value).toMatchObject({ is: 'failed' });
  await result.issue();
  await result.issue();
  const [first, again, another] = keysOf(asked);
  expect([first === again, again === another]).toEqual([true, false]);
});

test.each([['was fetched already', null, true], ['is no longer there', '/evidence/e-1', false]])('a file that %s is told as gone', async (_why, path, there) => {
  const { result } = withinDesk(() => useEvidence('l'), issued(path), () => Promise.resolve(there));
  await result.issue();
  expect([result.isSaved.value, result.isGone.value]).toEqual([false, true]);
});

test('a refusal downloads nothing and is told', async () => {
  const download = vi.fn(() => Promise.resolve(true));
  const { result } = withinDesk(() => useEvidence('l'), { IssueEvidencePackage: () => ({ issueEvidencePackage: { __typename: 'EvidenceNotOpen', message: '不能出具' } }) }, download);
  await result.issue();
  expect(download).not.toHaveBeenCalled();
  expect(result.trouble.value).toMatchObject({ is: 'refused', message: '不能出具' });
});
