import { randomUUID } from 'node:crypto';
import {
  AnswerFamilyMessageDocument,
  MyFamilyMessagesDocument,
  OpenFamilyMessageDocument,
  TakeBackFamilyMessageDocument,
  TellFamilyDocument,
  type FamilyAnswer,
  type TellFamilyInput,
} from '../../schema/generated/graphql.ts';
import { Donor } from '../../server/src/donors/donor.entity.ts';
import { ProcessingRestriction } from '../../server/src/rights/processing-restriction.entity.ts';
import type { Caller } from './caller.ts';
import { ownPage } from './decisions.ts';
import { NOW, type World } from './world.ts';

/** What opens a message. */
export interface LinkAndCode {
  readonly secret: string;
  readonly code: string;
}

/** A message of somebody: to their daughter, of the whole decision, unless it says otherwise. */
export function toDaughter(special: Partial<TellFamilyInput> = {}): TellFamilyInput {
  return { idempotencyKey: randomUUID(), label: '女儿', content: 'WHOLE_DECISION', ...special };
}

/** The commands about messages to the family; each answers with the result union. */
export const family = {
  tell: async (caller: Caller, special: Partial<TellFamilyInput> = {}) => (await caller.run(TellFamilyDocument, { input: toDaughter(special) })).tellFamily,
  takeBack: async (caller: Caller, messageId: string) => (await caller.run(TakeBackFamilyMessageDocument, { input: { messageId } })).takeBackFamilyMessage,
  open: async (caller: Caller, { secret, code }: LinkAndCode) => (await caller.run(OpenFamilyMessageDocument, { input: { secret, code } })).openFamilyMessage,
  answer: async (caller: Caller, { secret, code }: LinkAndCode, answer: FamilyAnswer) => (await caller.run(AnswerFamilyMessageDocument, { input: { secret, code, answer } })).answerFamilyMessage,
};

/** Makes a message. @throws Error when it was refused. */
export async function told(caller: Caller, special: Partial<TellFamilyInput> = {}): Promise<LinkAndCode & { readonly id: string }> {
  const answer = await family.tell(caller, special);
  if (answer.__typename !== 'TellFamilySuccess') throw new Error(`Nothing was told: ${JSON.stringify(answer)}`);
  return { id: answer.familyMessage.id, secret: answer.secret, code: answer.digits };
}

/** What a family member reads. @throws Error when link and code open nothing. */
export async function opened(world: { anonymous(): Caller }, linkAndCode: LinkAndCode) {
  const answer = await family.open(world.anonymous(), linkAndCode);
  if (answer.__typename !== 'OpenFamilyMessageSuccess') throw new Error(`Nothing was opened: ${JSON.stringify(answer)}`);
  return answer.opened;
}

/** The person's own messages, the newest first. */
export async function ownMessages(caller: Caller) {
  const { viewer } = await caller.run(MyFamilyMessagesDocument, { first: 20, after: null });
  return viewer?.familyMessages?.nodes ?? [];
}

/** Another code than the right one. */
export function otherCode(code: string, by = 1): string {
  return String((Number(code) + by) % 1_000_000).padStart(6, '0');
}

/** Restricts somebody's record, as staff do who grant it. */
export async function restrict({ orm }: Pick<World, 'orm'>, citizen: Caller): Promise<void> {
  const number = (await ownPage(citizen)).donor?.registrationNumber ?? '';
  const em = orm.em.fork();
  em.create(ProcessingRestriction, { donor: await em.findOneOrFail(Donor, { registrationNumber: number }), sequence: 1, restricted: true, statedAt: NOW });
  await em.flush();
}
