import { randomUUID } from 'node:crypto';
import { AnswerDataRequestDocument, ConfirmKinshipDocument, FileNearKinRequestDocument, ProveKinshipDocument, ReviewKinshipDocument, TakeDataRequestDocument, type DataRequestRefusalReason, type DeathProof, type FileNearKinRequestInput } from '../../schema/generated/graphql.ts';
import type { VerifiedIdentity } from '../../server/src/identity/identity-provider.ts';
import type { Caller } from './caller.ts';

/** What a child asks about a parent who died. */
export function aboutParent({ fullName, documentNumber }: Pick<VerifiedIdentity, 'fullName' | 'documentNumber'>, special: Partial<FileNearKinRequestInput> = {}): FileNearKinRequestInput {
  return { tie: 'CHILD', fullName, documentNumber, occasion: '想知道母亲生前的决定。', ...special };
}

/** The commands about requests of near kin; each answers with the result union. */
export const nearKin = {
  file: async (caller: Caller, input: FileNearKinRequestInput) => (await caller.run(FileNearKinRequestDocument, { input })).fileNearKinRequest,
  take: async (staff: Caller, requestId: string) => (await staff.run(TakeDataRequestDocument, { input: { requestId } })).takeDataRequest,
  prove: async (staff: Caller, requestId: string, deathProof: DeathProof = 'DEATH_CERTIFICATE') => (await staff.run(ProveKinshipDocument, { input: { requestId, deathProof, kinshipProof: 'HOUSEHOLD_REGISTER' } })).proveKinship,
  review: async (staff: Caller, requestId: string) => (await staff.run(ReviewKinshipDocument, { input: { requestId } })).reviewKinship,
  confirm: async (staff: Caller, requestId: string, expectedVersion: number) => (await staff.run(ConfirmKinshipDocument, { input: { requestId, expectedVersion } })).confirmKinship,
  answer: async (staff: Caller, requestId: string, refusalReason: DataRequestRefusalReason | null = null, sentence = '请带证件来领取。', idempotencyKey: string | null = randomUUID()) =>
    (await staff.run(AnswerDataRequestDocument, { input: { requestId, refusalReason, sentence, idempotencyKey } })).answerDataRequest,
};

/** Somebody reads the papers that another put on record, and confirms them; answers with what came of it. */
export async function second(staff: Caller, requestId: string) {
  const read = await nearKin.review(staff, requestId);
  return read.__typename === 'ReviewKinshipSuccess' ? nearKin.confirm(staff, requestId, read.version) : read;
}

/** Files a request. @throws Error when it was refused. */
export async function filedNearKin(caller: Caller, input: FileNearKinRequestInput): Promise<string> {
  const answer = await nearKin.file(caller, input);
  if (answer.__typename !== 'FileNearKinRequestSuccess') throw new Error(`Nothing was filed: ${JSON.stringify(answer)}`);
  return answer.request.id;
}
