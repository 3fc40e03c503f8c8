/**
 * Sends what somebody expressed on paper, and compares what was understood: `CLIENT_ID=… PERSON='{"documentType":…}' node submit.ts`. Needs
 * the scopes `registrations:submit` and `policy:read`.
 */
import { createHash, randomUUID } from 'node:crypto';
import { ask, dataOf } from './sanxian.ts';

interface Policy {
  readonly donationPolicy: { readonly kinds: readonly { readonly items: readonly string[] }[]; readonly consents: readonly { readonly purpose: string; readonly version: string; readonly hash: string }[] };
}
interface Submitted {
  readonly submitRegistration: { readonly __typename: string; readonly submission?: { readonly id: string; readonly receiptNumber: string; readonly readBack: string; readonly sha256: string } };
}

const scope = 'registrations:submit policy:read';
const person = JSON.parse(process.env['PERSON'] ?? '{}') as object;

// The words that you show, and every item: nothing is ever filled in.
const { donationPolicy } = dataOf(await ask<Policy>(scope, { query: '{ donationPolicy { kinds { items } consents { purpose version hash } } }' }));
const words = donationPolicy.consents.find(({ purpose }) => purpose === 'AGREE');
const choices = donationPolicy.kinds.flatMap(({ items }) => items.map((item) => ({ item, choice: item === 'SKIN' ? 'REFUSE' : 'AGREE' })));

const input = {
  // Made once for each form and kept with it: whatever happens to the answer, the form can be sent again.
  idempotencyKey: randomUUID(),
  ...person,
  channel: 'PAPER_FORM',
  language: 'zh-CN',
  choices,
  words: { version: words?.version, hash: words?.hash },
  expressedBy: 'SIGNED_ON_PAPER',
  expressedAt: new Date(Date.now() - 3_600_000).toISOString(),
};
const { submitRegistration } = dataOf(
  await ask<Submitted>(scope, {
    query: `mutation ($input: SubmitRegistrationInput!) {
      submitRegistration(input: $input) {
        __typename
        ... on SubmitRegistrationSuccess { submission { id receiptNumber readBack sha256 } }
        ... on Refusal { code message }
        ... on InvalidInput { problems { path code message } }
      }
    }`,
    variables: { input },
  }),
);
const { submission } = submitRegistration;
if (!submission) throw new Error(JSON.stringify(submitRegistration));
const lines = submission.readBack.split('\n');
const isRight = choices.every(({ item, choice }) => lines.includes(`${item}=${choice}`)) && createHash('sha256').update(submission.readBack).digest('hex') === submission.sha256;
console.log(`${submission.receiptNumber} ${isRight ? 'understood as sent' : 'MISUNDERSTOOD'}`);
