import { randomBytes, randomUUID } from 'node:crypto';
import { extractText, getDocumentProxy } from 'unpdf';
import { IssueEvidencePackageDocument } from '../../schema/generated/graphql.ts';
import { personIndexOf } from '../../server/src/identity/sessions.ts';
import type { VerifiedIdentity } from '../../server/src/identity/identity-provider.ts';
import { LookUpStep } from '../../server/src/lookups/look-up-step.entity.ts';
import { LookUp } from '../../server/src/lookups/look-up.entity.ts';
import { StaffAccount } from '../../server/src/staff/staff-account.entity.ts';
import { hospitalOf } from './staff.ts';
import { deciding, choicesOf } from './decisions.ts';
import { NOW, person, type StaffCaller, type World } from './world.ts';

/** What is special about a look-up of a test. */
export type LookUpWish = Partial<Pick<LookUp, 'areaCode' | 'caseNumber' | 'occasion' | 'purpose' | 'status' | 'finding' | 'answeredAt' | 'breakGlassReason'>>;

/** A look-up for the ethics committee as the register leaves it once it was answered. @returns its id. */
export async function ethicsLookUp({ orm, vault }: World, about: VerifiedIdentity, [asked, confirmed]: readonly [StaffCaller, StaffCaller | null], special: LookUpWish = {}): Promise<string> {
  const em = orm.em.fork();
  const id = randomUUID();
  const answered = (special.status ?? 'ANSWERED') === 'ANSWERED';
  const personIndex = personIndexOf(vault, about);
  const lookUp = em.create(LookUp, {
    id,
    personIndex,
    requestedBy: em.getReference(StaffAccount, asked.accountId),
    secondPerson: confirmed && em.getReference(StaffAccount, confirmed.accountId),
    ...{ nameMark: randomBytes(32), keyMark: randomBytes(32), prefixMark: randomBytes(32), requestKey: randomUUID(), requestDigest: randomBytes(32), drawnForReview: false, choicesDisclosed: answered },
    hospital: await hospitalOf(em, 'demo-hospital', special.areaCode ?? '330106'),
    areaCode: '330106',
    caseNumber: 'DEMO-2026-0007',
    occasion: 'DEATH_EXPECTED',
    purpose: 'ETHICS_REVIEW',
    breakGlassReason: null,
    status: 'ANSWERED',
    finding: answered ? 'AGREED' : null,
    requestedAt: new Date(NOW.getTime() - 600_000),
    decidedAt: confirmed ? new Date(NOW.getTime() - 300_000) : null,
    answeredAt: answered ? NOW : null,
    expiresAt: new Date(NOW.getTime() + 3_600_000),
    seenByOwnerAt: null,
    ...special,
  });
  em.create(LookUpStep, { lookUp, step: 'ASKED', at: lookUp.requestedAt, account: em.getReference(StaffAccount, asked.accountId), personIndex, details: {} });
  await em.flush();
  return id;
}

/** Two coordinators of one place, one who asks and one who confirms. */
export async function coordinators(world: World, divisionCode = '330106'): Promise<readonly [StaffCaller, StaffCaller]> {
  return [await world.staff({ role: 'COORDINATOR', divisionCode, name: '演示协调员甲' }), await world.staff({ role: 'COORDINATOR', divisionCode, name: '演示协调员乙' })];
}

/** Asks for a package as the staff's screen does. */
export async function issueEvidence(caller: StaffCaller, lookUpId: string, idempotencyKey: string = randomUUID()) {
  return (await caller.run(IssueEvidencePackageDocument, { input: { lookUpId, idempotencyKey } })).issueEvidencePackage;
}

/** Fetches what waits at a path, with the caller's own token. */
export async function fetchEvidence({ http }: World, caller: { readonly token: string | null }, path: string) {
  const request = http.get(path).responseType('blob');
  if (caller.token) request.set('authorization', `Bearer ${caller.token}`);
  return request;
}

/** A person who decided three times, asked about for the committee: the file that was issued. */
export async function issuedFile(world: World, special: Partial<VerifiedIdentity> = {}): Promise<Buffer> {
  const about = person(special);
  const citizen = await world.citizen(about);
  await deciding.register(citizen);
  world.wait(60_000);
  await deciding.refuse(citizen, 1);
  world.wait(60_000);
  await deciding.edit(citizen, 2, choicesOf('AGREE', { SKIN: 'REFUSE', BRAIN_TISSUE: 'NOT_STATED' }));
  const [asked, confirmed] = await coordinators(world);
  const issued = await issueEvidence(asked, await ethicsLookUp(world, about, [asked, confirmed]));
  if (issued.__typename !== 'IssueEvidencePackageSuccess' || issued.path === null) throw new Error(`No package was issued: ${issued.__typename}`);
  return (await fetchEvidence(world, asked, issued.path)).body as Buffer;
}

/** The text of each page, as any PDF reader finds it. */
export async function pagesOf(pdf: Uint8Array): Promise<readonly string[]> {
  const { text } = await extractText(await getDocumentProxy(new Uint8Array(pdf)), { mergePages: false });
  return text;
}
