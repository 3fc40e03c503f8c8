/**
 * What a platform of health cards asks: `CLIENT_ID=… node donor-status.ts CARD [CARD…]`, or with the holder's digest, `HASH_KEY=<base64>` and
 * the number of the document in place of a card. Needs the scope `donor-status:read`.
 */
import { createHmac, randomUUID } from 'node:crypto';
import { ask, dataOf } from './sanxian.ts';

interface Status {
  readonly askDonorStatus: { readonly __typename: string; readonly donor?: string; readonly registeredOn?: string | null; readonly organDonorCode?: string; readonly code?: string };
}

// `filler` means nothing, but always ask for it: without it the length of an answer would tell who decided.
const query = `mutation ($input: AskDonorStatusInput!) {
  askDonorStatus(input: $input) { __typename ... on AskDonorStatusSuccess { donor registeredOn cardToken organDonorCode filler } ... on Refusal { code message } }
}`;
const hashKey = process.env['HASH_KEY'];

for (const word of process.argv.slice(2)) {
  const about = hashKey ? { holderHash: createHmac('sha256', Buffer.from(hashKey, 'base64')).update(`01|${word.toUpperCase()}`).digest('hex') } : { cardId: word };
  const { askDonorStatus: told } = dataOf(await ask<Status>('donor-status:read', { query, variables: { input: { idempotencyKey: randomUUID(), ...about } } }));
  console.log(told.donor ? `${told.donor} ${told.organDonorCode ?? ''}` : (told.code ?? told.__typename));
}
