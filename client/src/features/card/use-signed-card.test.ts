import { beforeEach, expect, test, vi } from 'vitest';
import { NetworkLost } from '../../api/faults.ts';
import { mountPage } from '../../testing/within-app.ts';
import { type SignedCard, useSignedCard } from './use-signed-card.ts';

beforeEach(() => sessionStorage.clear());

test('a press whose answer was lost is the same press when it is repeated, until its card is revoked: then it asks for another card', async () => {
  const issue = vi.fn().mockRejectedValueOnce(new NetworkLost('')).mockRejectedValueOnce(new NetworkLost('')).mockResolvedValue({ issueDonorCard: { __typename: 'IssueDonorCardSuccess' } });
  const answers = { IssueDonorCard: issue, RevokeDonorCard: () => ({ revokeDonorCard: { __typename: 'RevokeDonorCardSuccess' } }) };
  let result: SignedCard | undefined;
  const { asked } = await mountPage({ template: '<div />', setup: () => void (result = useSignedCard(() => Promise.resolve())) }, {}, { answers });
  const keys = () => asked.filter(({ name }) => name === 'IssueDonorCard').map(({ variables }) => (variables['input'] as { readonly idempotencyKey: string }).idempotencyKey);

  await result?.issue();
  await result?.issue();
  await result?.revoke('card');
  await result?.issue();

  const [first, second, third] = keys();
  expect(first).toBe(second);
  expect(third).not.toBe(second);
  expect(result?.done.value).toBe('issued');
});
