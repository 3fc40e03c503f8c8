import { randomUUID } from 'node:crypto';
import { DeclineSubmissionDocument, PendingSubmissionsDocument } from '../../schema/generated/graphql.ts';
import type { VerifiedIdentity } from '../../server/src/identity/identity-provider.ts';
import { ExpressedBy, SubmissionChannel } from '../../server/src/submissions/submission.entity.ts';
import type { Caller } from './caller.ts';
import { choicesOf, consentTo } from './decisions.ts';

/** A complete submission for somebody; `special` says what is different. */
export function submissionFor(identity: Pick<VerifiedIdentity, 'documentType' | 'documentNumber' | 'fullName' | 'birthday'>, special: Readonly<Record<string, unknown>> = {}) {
  return {
    idempotencyKey: randomUUID(),
    channel: SubmissionChannel.PAPER_FORM,
    language: 'zh-CN',
    documentType: identity.documentType,
    documentNumber: identity.documentNumber,
    fullName: identity.fullName,
    birthday: identity.birthday,
    choices: choicesOf('AGREE', { SKIN: 'REFUSE', BONE: 'NOT_STATED' }),
    words: consentTo('AGREE'),
    expressedBy: ExpressedBy.SIGNED_ON_PAPER,
    expressedAt: '2026-11-20T02:00:00.000Z',
    ...special,
  };
}

/** What a partner is answered. */
export interface SubmissionAnswer {
  readonly __typename: string;
  readonly code?: string;
  readonly problems?: readonly { readonly path: readonly string[]; readonly code: string; readonly message: string }[];
  readonly submission?: { readonly id: string; readonly receiptNumber: string; readonly receivedAt: string; readonly readBack: string | null; readonly sha256: string };
}

const FIELDS = 'id receiptNumber receivedAt readBack sha256';

/** Sends a registration as a partner. */
export async function submit(caller: Caller, input: object): Promise<SubmissionAnswer> {
  const document = `mutation ($input: SubmitRegistrationInput!) { submitRegistration(input: $input) { __typename ... on SubmitRegistrationSuccess { submission { ${FIELDS} } } ... on Refusal { code message } ... on InvalidInput { problems { path code message } } } }`;
  const { data, errors } = await caller.query(document, { input });
  if (errors) throw new Error(JSON.stringify(errors));
  return (data as { submitRegistration: SubmissionAnswer }).submitRegistration;
}

/** Sends one that must succeed. */
export async function submitted(caller: Caller, input: object) {
  const { submission, ...refused } = await submit(caller, input);
  if (!submission) throw new Error(JSON.stringify(refused));
  return submission;
}

/** Reads one back as a partner. */
export async function readBack(caller: Caller, id: string) {
  const { data, errors } = await caller.query(`query ($id: ID!) { submission(id: $id) { ${FIELDS} } }`, { id });
  if (errors) throw new Error(JSON.stringify(errors));
  return (data as { submission: SubmissionAnswer['submission'] | null }).submission;
}

/** What waits for a citizen. */
export async function pendingOf(citizen: Caller) {
  return (await citizen.run(PendingSubmissionsDocument, {})).viewer?.pendingSubmissions ?? [];
}

/** Says that one is not theirs. */
export async function decline(citizen: Caller, submissionId: string) {
  return (await citizen.run(DeclineSubmissionDocument, { input: { submissionId } })).declineSubmission;
}
