import { person, type World } from './world.ts';
import type { VerifiedIdentity } from '../../server/src/identity/identity-provider.ts';
import { ApprovePaperFormDocument, AttachPaperScanDocument, ComparePaperFormDocument, PaperFormsDocument, ReturnPaperFormDocument, EnterPaperFormDocument } from '../../schema/generated/graphql.ts';
import { asJpeg } from '../../server/src/paper-forms/scan-file.fixture.ts';
import type { Caller } from './caller.ts';
import { choicesOf, consentTo } from './decisions.ts';

/** The day on which the papers of tests are signed, unless they say otherwise: three days before the clock of a world. */
export const SIGNED_ON = '2026-11-20';

/** What the door for scans answers. */
export interface ScanDoorAnswer {
  readonly __typename: string;
  readonly scanId?: string;
  readonly mediaType?: string;
  readonly pages?: number;
  readonly sha256?: string;
  readonly message?: string;
}

/** Uploads a file as somebody; the announced type is never believed. */
export async function upload({ http }: Pick<World, 'http'>, caller: Caller, bytes: Buffer, announced = 'application/octet-stream') {
  const request = http.post('/paper-scans').set('content-type', announced);
  if (caller.token) request.set('authorization', `Bearer ${caller.token}`);
  const { status, body } = await request.send(bytes);
  return { status, answer: body as ScanDoorAnswer };
}

/** Uploads a scan that must be taken. @returns its id */
export async function uploaded(world: Pick<World, 'http'>, caller: Caller, bytes: Buffer = asJpeg()): Promise<string> {
  const { answer } = await upload(world, caller, bytes);
  if (answer.scanId === undefined) throw new Error(JSON.stringify(answer));
  return answer.scanId;
}

/** Looks at a scan through the door, as a checker (`form`) or as its owner (`decision`). */
export function lookAt({ http }: Pick<World, 'http'>, caller: Caller, which: 'form' | 'decision', id: string) {
  const request = http.get(`/paper-scans/${which}/${id}`).buffer(true);
  return caller.token ? request.set('authorization', `Bearer ${caller.token}`) : request;
}

/** A complete form of somebody; `special` says what is different. */
export function formOf(identity: Pick<VerifiedIdentity, 'documentType' | 'documentNumber' | 'fullName' | 'birthday'>, scanId: string, special: Readonly<Record<string, unknown>> = {}) {
  const { documentType, documentNumber, fullName, birthday } = identity;
  return { scanId, documentType, documentNumber, fullName, birthday: birthday ?? '', residenceCode: null, choices: choicesOf('AGREE', { SKIN: 'REFUSE', BONE: 'NOT_STATED' }), words: consentTo('AGREE'), signedOn: SIGNED_ON, ...special };
}

/** A complete form that refuses everything. */
export const refusing = { choices: choicesOf('REFUSE'), words: consentTo('REFUSE') };

/** An input for each command of the staff, about no form that there is. */
export function paperInputs(): Readonly<Record<string, object>> {
  const formId = '00000000-0000-4000-8000-000000000000';
  return {
    keepPaperScan: { file: '' },
    showPaperScan: { formId },
    enterPaperForm: formOf(person(), ''),
    attachPaperScan: { scanId: '', receiptNumber: '', signedOn: SIGNED_ON },
    comparePaperForm: { formId, documentNumber: '', signedOn: SIGNED_ON, choices: [] },
    approvePaperForm: { formId },
    returnPaperForm: { formId, verdict: 'REJECTED', reason: 'ILLEGIBLE' },
  };
}

/** The commands of the desk as one person sends them; each answers with the result union. */
export const paper = {
  type: async (caller: Caller, input: ReturnType<typeof formOf>) => (await caller.run(EnterPaperFormDocument, { input })).enterPaperForm,
  attach: async (caller: Caller, input: { scanId: string; receiptNumber: string; signedOn: string }) => (await caller.run(AttachPaperScanDocument, { input })).attachPaperScan,
  compare: async (caller: Caller, formId: string, read: { documentNumber: string; signedOn?: string; choices?: ReturnType<typeof choicesOf> }) =>
    (await caller.run(ComparePaperFormDocument, { input: { formId, signedOn: SIGNED_ON, choices: choicesOf('AGREE', { SKIN: 'REFUSE', BONE: 'NOT_STATED' }), ...read } })).comparePaperForm,
  approve: async (caller: Caller, formId: string) => (await caller.run(ApprovePaperFormDocument, { input: { formId } })).approvePaperForm,
  giveBack: async (caller: Caller, formId: string, verdict: 'REJECTED' | 'SENT_BACK', reason: 'ILLEGIBLE' | 'TYPED_WRONGLY' = 'ILLEGIBLE') => (await caller.run(ReturnPaperFormDocument, { input: { formId, verdict, reason } })).returnPaperForm,
  list: async (caller: Caller, list: 'WAITING' | 'MINE', first = 100, after: string | null = null) => (await caller.run(PaperFormsDocument, { list, first, after })).paperForms,
};

/** Types a form that must be taken. @returns the form and its read-back */
export async function typed(world: Pick<World, 'http'>, caller: Caller, identity: Parameters<typeof formOf>[0], special: Readonly<Record<string, unknown>> = {}) {
  const answer = await paper.type(caller, formOf(identity, await uploaded(world, caller), special));
  if (answer.__typename !== 'EnterPaperFormSuccess') throw new Error(JSON.stringify(answer));
  return { ...answer.paperForm, readBack: answer.readBack };
}

/** Has a second person look and enter what stands on the paper. */
export async function compared(world: Pick<World, 'http'>, caller: Caller, formId: string, read: Parameters<typeof paper.compare>[2]) {
  await lookAt(world, caller, 'form', formId);
  return paper.compare(caller, formId, read);
}
