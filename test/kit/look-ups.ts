import { randomUUID } from 'node:crypto';
import type { VerifiedIdentity } from '../../server/src/identity/identity-provider.ts';
import {
  ConfirmLookUpDocument,
  DeclineLookUpDocument,
  LookUpDecisionDocument,
  LookUpDeskDocument,
  OpenLookUpDocument,
  OwnLookUpsDocument,
  type LookUpDecisionInput,
} from '../../schema/generated/graphql.ts';
import type { Caller } from './caller.ts';
import type { StaffWish } from './staff.ts';

/** The hospital of a test that says nothing else, in 西湖区 (test/kit/staff.ts). */
export const HOSPITAL = { hospitalKey: 'demo-hospital', areaCode: '330106' } as const;

/** What is asked about a person; `special` says what is different. */
export function questionAbout({ documentType, documentNumber, fullName, birthday }: Pick<VerifiedIdentity, 'documentType' | 'documentNumber' | 'fullName' | 'birthday'>, special: Partial<LookUpDecisionInput> = {}): LookUpDecisionInput {
  return { idempotencyKey: randomUUID(), documentType, documentNumber, fullName, birthday, ...HOSPITAL, caseNumber: 'CASE-2026-1', occasion: 'DEATH_EXPECTED', purpose: 'CLARIFY_WILL', breakGlassReason: null, ...special };
}

/** Broken glass. */
export const AT_ONCE = { breakGlassReason: 'MINUTES_MATTER' } as const;

/** The commands of a look-up; each answers with the result union. */
export const lookingUp = {
  ask: async (caller: Caller, input: LookUpDecisionInput) => (await caller.run(LookUpDecisionDocument, { input })).lookUpDecision,
  confirm: async (caller: Caller, id: string) => (await caller.run(ConfirmLookUpDocument, { input: { id } })).confirmLookUp,
  decline: async (caller: Caller, id: string) => (await caller.run(DeclineLookUpDocument, { input: { id } })).declineLookUp,
  open: async (caller: Caller, id: string) => (await caller.run(OpenLookUpDocument, { input: { id } })).openLookUp,
  desk: async (caller: Caller) => (await caller.run(LookUpDeskDocument, {})).lookUpDesk,
};

/** Asks and answers the id. @throws Error when it was refused. */
export async function asked(caller: Caller, input: LookUpDecisionInput): Promise<string> {
  const answer = await lookingUp.ask(caller, input);
  if (answer.__typename !== 'LookUpDecisionSuccess') throw new Error(`The look-up was refused: ${JSON.stringify(answer)}`);
  return answer.lookUp.id;
}

/** Two people of one hospital: who asks, and who can confirm. */
export async function twoClinicians<Member extends Caller>(world: { staff(wish: StaffWish): Promise<Member> }, hospitalKey: string = HOSPITAL.hospitalKey): Promise<readonly [Member, Member]> {
  const wish = { role: 'CLINICIAN', hospitalKey, divisionCode: HOSPITAL.areaCode } as const;
  return [await world.staff({ ...wish, name: '演示医生甲' }), await world.staff({ ...wish, name: '演示医生乙' })];
}

/** What a person sees of those who looked them up. */
export async function ownLookUps(citizen: Caller, after: string | null = null) {
  const { viewer } = await citizen.run(OwnLookUpsDocument, { after });
  if (!viewer?.lookUps) throw new Error('Nobody is signed in, or too weakly');
  return { ...viewer, lookUps: viewer.lookUps };
}
