import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { AnswerDataRequestDocument, DisavowalsDocument, FileDataRequestDocument, ResolveDisavowalDocument, TakeDataRequestDocument } from '../../schema/generated/graphql.ts';
import { Donor } from '../../server/src/donors/donor.entity.ts';
import { OutboxEvent } from '../../server/src/outbox/outbox-event.entity.ts';
import type { Caller } from '../kit/caller.ts';
import { deciding, disavow, latestOf, ownPage, queueWithdrawal } from '../kit/decisions.ts';
import { wish } from '../kit/wishes.ts';
import { createWorld, NOW, person } from '../kit/world.ts';

const world = await createWorld();
const events = () => world.orm.em.fork().find(OutboxEvent, {}, { orderBy: { occurredAt: 'asc', donorVersion: 'asc' } });

/** The kinds of the events that a deed left. */
async function eventsOf(deed: () => Promise<unknown>): Promise<string[]> {
  const before = new Set((await events()).map(({ id }) => id));
  await deed();
  return (await events()).filter(({ id }) => !before.has(id)).map(({ kind }) => kind);
}

async function registered(): Promise<Caller> {
  const citizen = await world.citizen();
  await deciding.register(citizen);
  return citizen;
}

async function queued(citizen: Caller): Promise<void> {
  world.wait(121_000);
  world.provider.isDown = true;
  await world.anonymous().query('mutation { signIn(input: { method: ZHELIBAN_TICKET_ID, ticket: "debug_tk_0", container: OPEN_WEB }) { __typename } }');
  const answer = await queueWithdrawal(citizen, (await ownPage(citizen)).donor?.version ?? 0);
  world.provider.isDown = false;
  expect(answer.__typename).toBe('QueueWithdrawalSuccess');
}

async function resolved(finding: 'ACCOUNT_MISUSED' | 'PERSON_CONFIRMS'): Promise<void> {
  const staff = await world.staff({ role: 'MANAGER' });
  const { disavowals } = await staff.run(DisavowalsDocument, { first: 1, after: null, openOnly: true });
  const { resolveDisavowal } = await staff.run(ResolveDisavowalDocument, { input: { disavowalId: disavowals.nodes[0]?.id ?? '', finding } });
  expect(resolveDisavowal.__typename).toBe('ResolveDisavowalSuccess');
}

async function erased(citizen: Caller): Promise<void> {
  const { fileDataRequest } = await citizen.run(FileDataRequestDocument, { input: { kind: 'ERASURE', text: null } });
  if (fileDataRequest.__typename !== 'FileDataRequestSuccess') throw new Error(fileDataRequest.__typename);
  const requestId = fileDataRequest.request.id;
  const staff = await world.staff({ role: 'REGISTRAR' });
  await staff.run(TakeDataRequestDocument, { input: { requestId } });
  const { answerDataRequest } = await staff.run(AnswerDataRequestDocument, { input: { requestId, refusalReason: null, sentence: '已经删除。' } });
  expect(answerDataRequest.__typename).toBe('AnswerDataRequestSuccess');
}

describe('every change of a decision leaves exactly one event, in the same unit of work:', () => {
  it.each<[string, () => Promise<() => Promise<unknown>>, string]>([
    ['registering', async () => { const citizen = await world.citizen(); return () => deciding.register(citizen); }, 'DECISION_CHANGED'],
    ['editing', async () => { const citizen = await registered(); return () => deciding.edit(citizen, 1); }, 'DECISION_CHANGED'],
    ['reaffirming', async () => { const citizen = await registered(); return () => deciding.reaffirm(citizen, 1); }, 'DECISION_CHANGED'],
    ['refusing without a record', async () => { const citizen = await world.citizen(); return () => deciding.refuse(citizen, null); }, 'DECISION_CHANGED'],
    ['refusing what one had agreed to', async () => { const citizen = await registered(); return () => deciding.refuse(citizen, 1); }, 'DECISION_CHANGED'],
    ['withdrawing', async () => { const citizen = await registered(); return () => deciding.withdraw(citizen, 1); }, 'DECISION_CHANGED'],
    ['disavowing', async () => { const citizen = await registered(); const { id } = await latestOf(citizen); return () => disavow(citizen, id); }, 'DECISION_CHANGED'],
    ['ending a dispute, nothing put back', async () => Promise.resolve(() => resolved('PERSON_CONFIRMS')), 'DECISION_CHANGED'],
    ['ending a dispute, the own word put back', async () => { const citizen = await registered(); await disavow(citizen, (await latestOf(citizen)).id); return () => resolved('ACCOUNT_MISUSED'); }, 'DECISION_CHANGED'],
    ['leaving a withdrawal while sign-in is out of order', async () => { const citizen = await registered(); return () => queued(citizen); }, 'DECISION_CHANGED'],
    ['a withdrawal that was left becoming a decision', async () => { const who = person(); const citizen = await world.citizen(who); await deciding.register(citizen); await queued(citizen); return () => world.citizen(who); }, 'DECISION_CHANGED'],
    ['being erased', async () => { const citizen = await registered(); await deciding.withdraw(citizen, 1); return () => erased(citizen); }, 'PERSON_ERASED'],
  ])('%s', async (_, prepare, kind) => {
    expect(await eventsOf(await prepare())).toEqual([kind]);
  });

  it('and none when it is refused, repeated, or about something else', async () => {
    const citizen = await world.citizen();
    const idempotencyKey = randomUUID();
    await deciding.register(citizen, { idempotencyKey });
    expect(await eventsOf(() => deciding.register(citizen, { idempotencyKey }))).toEqual([]);
    expect(await eventsOf(() => deciding.withdraw(citizen, 9))).toEqual([]);
    expect(await eventsOf(() => wish(citizen, '请安静。'))).toEqual([]);
    expect(await eventsOf(() => world.citizen())).toEqual([]);
  });

  it('as the audit confirms over everything that was done here', async () => {
    const [row] = await world.orm.em.fork().execute<{ deeds: string; events: string }[]>(
      `select (select count(*) from audit_entry where jsonb_path_exists(changes, '$[*] ? ((@.entity == "Decision" || @.entity == "Disavowal" || @.entity == "DisavowalResolution" || @.entity == "QueuedWithdrawal") && @.change == "create" || @.entity == "Donor" && @.fields[*] == "erasedAt" && @.change == "update")')) as deeds,
       (select count(*) from outbox_event) as events`,
    );
    expect(Number(row?.events)).toBeGreaterThan(15);
    expect(row?.events).toBe(row?.deeds);
  });
});

describe('an event', () => {
  it('is numbered by the version that the change made of the record, so that the order of a person’s events is sure', async () => {
    const citizen = await registered();
    await deciding.edit(citizen, 1);
    const number = (await ownPage(citizen)).donor?.registrationNumber ?? '';
    const donor = await world.orm.em.fork().findOneOrFail(Donor, { registrationNumber: number });
    const own = (await events()).filter((event) => event.donor.id === donor.id);
    expect(own.map(({ donorVersion }) => donorVersion)).toEqual([1, 2]);
    expect(donor.version).toBe(2);
  });

  it('is not written when its change is not: a unit of work that fails leaves neither', async () => {
    const em = world.orm.em.fork();
    const citizen = await registered();
    const number = (await ownPage(citizen)).donor?.registrationNumber ?? '';
    const before = (await events()).length;
    const donor = await em.findOneOrFail(Donor, { registrationNumber: number });
    donor.erasedAt = NOW;
    // The database refuses a donor who is erased and still has a name: the event was to be written in the same flush.
    await expect(em.flush()).rejects.toThrow();
    expect((await events()).length).toBe(before);
  });

  it('knows nothing of what was decided', async () => {
    const columns = await world.orm.em.fork().execute<{ name: string }[]>(`select column_name as name from information_schema.columns where table_name like 'outbox_%' and table_schema = current_schema() order by 1`);
    expect(columns.map(({ name }) => name)).not.toEqual(expect.arrayContaining([expect.stringMatching(/state|choice|action|finding|organ|index/)]));
  });
});
