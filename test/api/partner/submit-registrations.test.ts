import { createHash, randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { EditDecisionDocument, RefuseDonationDocument } from '../../../schema/generated/graphql.ts';
import { allItems } from '../../../server/src/donors/donation-kinds.ts';
import { createLog } from '../../../server/src/log.ts';
import { personIndexOf } from '../../../server/src/identity/sessions.ts';
import { forgetOutsideOfRecord } from '../../../server/src/rights/carry-out-erasure.ts';
import { runRetention } from '../../../server/src/retention/run-retention.ts';
import { DecisionSubmission, Submission, SubmissionContent } from '../../../server/src/submissions/submission.entity.ts';
import { submissionReport } from '../../../server/src/submissions/submission-report.ts';
import { Caller } from '../../kit/caller.ts';
import { choicesOf, consentTo, deciding, latestOf } from '../../kit/decisions.ts';
import { ownerOf, partner, partnerToken } from '../../kit/partners.ts';
import { decline, pendingOf, readBack, submissionFor, submit, submitted } from '../../kit/submissions.ts';
import { createWorld, NOW, person } from '../../kit/world.ts';

const world = await createWorld();
const owner = await ownerOf(world.databaseUrl);
const DAY = 86_400_000;
const name = `演示代办 ${randomUUID()}`;
const sender = new Caller(world.http, await partnerToken(owner, NOW, await partner(owner, NOW, { name })));
const tallyFor = async (who: string) => (await submissionReport(world.orm.em.fork(), { from: new Date(0), to: new Date(NOW.getTime() + DAY), sampleSize: 2 })).find(({ partnerName }) => partnerName === who);

/** A partner of its own, for tests that count. */
async function anotherSender() {
  const own = `演示代办 ${randomUUID()}`;
  return { name: own, caller: new Caller(world.http, await partnerToken(owner, NOW, await partner(owner, NOW, { name: own }))) };
}

describe('a partner who sends a registration', () => {
  it('reads back what was understood, item by item, with the hash of exactly this text, and finds both again', async () => {
    const who = person();
    const sent = await submitted(sender, submissionFor(who, { documentNumber: ` ${who.documentNumber.toLowerCase()} ` }));
    expect(sent.receiptNumber).toMatch(/^DJ-\d{4}-\d{4}$/);
    const lines = sent.readBack?.split('\n') ?? [];
    expect(lines[0]).toBe('sanxian-submission=1');
    expect(lines).toContain(`document=${who.documentType} ${who.documentNumber}`);
    for (const item of allItems) expect(lines.filter((line) => line.startsWith(`${item}=`))).toEqual([`${item}=${{ SKIN: 'REFUSE', BONE: 'NOT_STATED' }[item as string] ?? 'AGREE'}`]);
    expect(createHash('sha256').update(sent.readBack ?? '').digest('hex')).toBe(sent.sha256);
    expect(await readBack(sender, sent.id)).toEqual(sent);
  });

  it('is answered once for one key, and told when the key belongs to another input', async () => {
    const input = submissionFor(person());
    const first = await submitted(sender, input);
    expect(await submitted(sender, input)).toEqual(first);
    expect(await submit(sender, { ...input, channel: 'PARTNER_PROGRAMME' })).toMatchObject({ __typename: 'IdempotencyKeyReused' });
  });

  it('cannot read what another partner sent', async () => {
    const { id } = await submitted(sender, submissionFor(person()));
    expect(await readBack((await anotherSender()).caller, id)).toBeNull();
    expect(await readBack(sender, 'no-id')).toBeNull();
  });

  it('is turned away without the scope', async () => {
    const without = new Caller(world.http, await partnerToken(owner, NOW, await partner(owner, NOW, { scopes: ['policy:read'] }), ['policy:read']));
    await expect(submit(without, submissionFor(person()))).rejects.toThrow('FORBIDDEN');
  });

  it('gets the same answer for a donor, for a person who withdrew and for a stranger, and nothing about them', async () => {
    const [donor, withdrawn] = [person(), person()];
    await deciding.register(await world.citizen(donor));
    const leaving = await world.citizen(withdrawn);
    await deciding.register(leaving);
    await deciding.withdraw(leaving, 1);
    const shapes = [];
    for (const who of [donor, withdrawn, person()]) {
      const { id, readBack: text } = await submitted(sender, submissionFor(who));
      const names = text?.split('\n').map((line) => line.split('=')[0]);
      shapes.push({ names, kept: await world.orm.em.fork().count(SubmissionContent, { submission: id }) });
    }
    expect(shapes[1]).toEqual(shapes[0]);
    expect(shapes[2]).toEqual(shapes[0]);
  });

  it.each([
    ['an item is not stated', { choices: choicesOf('AGREE').slice(1) }, 'choices.HEART', 'MISSING_ITEM'],
    ['an item is stated twice', { choices: [...choicesOf('AGREE'), { item: 'HEART', choice: 'REFUSE' }] }, 'choices.12', 'DUPLICATE'],
    ['nothing is agreed to, and not everything refused', { choices: choicesOf('NOT_STATED') }, 'choices', 'NOTHING_AGREED'],
    ['no choice is sent at all', { choices: [] }, 'choices.HEART', 'MISSING_ITEM'],
    ['the number is none', { documentNumber: '330106197708090000' }, 'documentNumber', 'MALFORMED'],
    ['the birthday is not that of the number', { birthday: '1950-01-01' }, 'birthday', 'UNKNOWN_VALUE'],
    ['the person is too young', { documentType: 'PASSPORT', documentNumber: 'E12345678', birthday: '2015-01-01' }, 'birthday', 'OUT_OF_RANGE'],
    ['the name is empty', { fullName: ' ' }, 'fullName', 'REQUIRED'],
    ['nobody ever showed such words', { words: { version: '2026-11-23', hash: '0'.repeat(64) } }, 'words', 'UNKNOWN_VALUE'],
    ['the words are those of a refusal', { words: consentTo('REFUSE') }, 'words', 'UNKNOWN_VALUE'],
    ['the language is a sentence', { language: '中文' }, 'language', 'MALFORMED'],
    ['it was said in the future', { expressedAt: '2031-01-01T00:00:00.000Z' }, 'expressedAt', 'OUT_OF_RANGE'],
  ])('is refused when %s, and no value is repeated', async (_, special, path, code) => {
    const who = person();
    const refused = await submit(sender, submissionFor(who, special));
    expect(refused.problems?.map((problem) => `${problem.path.join('.')} ${problem.code}`)).toContain(`${path} ${code}`);
    expect(JSON.stringify(refused)).not.toContain(who.documentNumber);
    expect(JSON.stringify(refused)).not.toContain(who.fullName);
  });

  it('cannot send for one person again and again', async () => {
    const who = person();
    for (let count = 0; count < 5; count++) await submitted(sender, submissionFor(who));
    expect(await submit(sender, submissionFor(who))).toMatchObject({ __typename: 'TooManyRequests' });
    expect(await submit(sender, submissionFor(person()))).toMatchObject({ __typename: 'SubmitRegistrationSuccess' });
  });

  it('leaves no name and no number readable in the database', async () => {
    const who = person({ fullName: '演示金丝雀代交' });
    const { id } = await submitted(sender, submissionFor(who));
    const [kept] = await world.orm.em.fork().execute<{ text: string }[]>('select row_to_json(submission)::text || row_to_json(content)::text as text from submission join submission_content as content on submission_id = id where id = ?', [id]);
    expect(kept?.text).toContain(id);
    expect(kept?.text).not.toContain(who.documentNumber);
    expect(kept?.text).not.toContain('金丝雀');
  });
});

describe('the person for whom something was sent', () => {
  it('stands where they stood, reads every item, and nobody else sees it', async () => {
    const who = person();
    const { id, sha256 } = await submitted(sender, submissionFor(who));
    const citizen = await world.citizen(who);
    expect((await citizen.query('{ viewer { state } }')).data).toEqual({ viewer: { state: 'SILENT' } });
    const [pending] = await pendingOf(citizen);
    expect(pending).toMatchObject({ id, sha256, partnerName: name, channel: 'PAPER_FORM', isSameName: true, expiresAt: new Date(NOW.getTime() + 60 * DAY).toISOString() });
    expect(pending?.choices.map(({ item, choice }) => `${item} ${choice}`)).toEqual(choicesOf('AGREE', { SKIN: 'REFUSE', BONE: 'NOT_STATED' }).map(({ item, choice }) => `${item} ${choice}`));
    expect(await pendingOf(await world.citizen())).toEqual([]);
    expect(await pendingOf(await world.citizen({ ...who, assuranceLevel: 'BASIC_REAL_NAME' }))).toEqual([]);
  });

  it('is not shown another person’s name when a number was mistyped', async () => {
    const who = person();
    await submitted(sender, submissionFor(who, { fullName: '演示别人' }));
    const [pending] = await pendingOf(await world.citizen(who));
    expect(pending).toMatchObject({ isSameName: false });
    expect(pending?.maskedName).not.toContain('演示别人');
  });

  it('confirms by a decision of their own, whose record names the submission by its hash', async () => {
    const who = person();
    const { id, sha256, receiptNumber } = await submitted(sender, submissionFor(who));
    const citizen = await world.citizen(who);
    const done = await deciding.register(citizen, { choices: choicesOf('AGREE', { SKIN: 'REFUSE', BONE: 'NOT_STATED' }), submissionId: id });
    expect(done.__typename).toBe('RegisterDonorSuccess');
    expect((await citizen.query('{ viewer { donor { decision { channel submission { receiptNumber partnerName channel sha256 } } } } }')).data).toMatchObject({ viewer: { donor: { decision: { submission: { receiptNumber, partnerName: name, channel: 'PAPER_FORM', sha256 } } } } });
    expect(await pendingOf(citizen)).toEqual([]);
    // Whoever sent it reads back the same as before: what became of it is not theirs to know.
    expect(await readBack(sender, id)).toMatchObject({ sha256, readBack: expect.stringContaining('HEART=AGREE') as string });
    const row = await world.orm.em.fork().findOneOrFail(DecisionSubmission, { submission: id });
    await expect(owner.em.fork().execute('update decision_submission set submission_hash = ? where submission_id = ?', [Buffer.alloc(32), id])).rejects.toThrow();
    expect(Buffer.from(row.submissionHash).toString('hex')).toBe(sha256);
  });

  it('needs a fresh sign-in and the words in force to confirm, as for any decision', async () => {
    const who = person();
    const { id } = await submitted(sender, submissionFor(who));
    const citizen = await world.citizen(who);
    expect(await deciding.register(citizen, { submissionId: id, consent: { version: 'old', hash: 'old' } })).toMatchObject({ __typename: 'ConsentOutdated' });
    expect(await pendingOf(citizen)).toHaveLength(1);
  });

  it('changes what stands by confirming, and refuses by confirming a refusal', async () => {
    const who = person();
    const citizen = await world.citizen(who);
    await deciding.register(citizen);
    const first = await submitted(sender, submissionFor(who));
    const input = { idempotencyKey: randomUUID(), expectedVersion: 1, choices: choicesOf('AGREE', { SKIN: 'REFUSE', BONE: 'NOT_STATED' }), contact: null, consent: consentTo('AGREE'), submissionId: first.id };
    expect((await citizen.run(EditDecisionDocument, { input })).editDecision.__typename).toBe('EditDecisionSuccess');
    const second = await submitted(sender, submissionFor(who, { choices: choicesOf('REFUSE'), words: consentTo('REFUSE') }));
    expect((await citizen.run(RefuseDonationDocument, { input: { idempotencyKey: randomUUID(), expectedVersion: 2, consent: consentTo('REFUSE'), submissionId: second.id } })).refuseDonation.__typename).toBe('RefuseDonationSuccess');
    const rows = await world.orm.em.fork().find(Submission, { id: { $in: [first.id, second.id] } });
    expect(rows.map(({ status, changedItems }) => ({ status, changedItems }))).toEqual([{ status: 'CONFIRMED', changedItems: [] }, { status: 'CONFIRMED', changedItems: [] }]);
  });

  it('cannot confirm what was sent for somebody else, what was confirmed already, or what they said was not theirs', async () => {
    const [who, other] = [person(), person()];
    const [mine, theirs] = [await submitted(sender, submissionFor(who)), await submitted(sender, submissionFor(other))];
    const citizen = await world.citizen(who);
    const refused = { __typename: 'InvalidInput', problems: [{ path: ['submissionId'] }] };
    expect(await deciding.register(citizen, { submissionId: theirs.id })).toMatchObject(refused);
    expect(await deciding.register(citizen, { submissionId: 'no-id' })).toMatchObject(refused);
    expect(await decline(citizen, theirs.id)).toMatchObject(refused);
    expect(await decline(citizen, mine.id)).toMatchObject({ __typename: 'DeclineSubmissionSuccess', pendingSubmissions: [] });
    expect(await decline(citizen, mine.id)).toMatchObject({ __typename: 'DeclineSubmissionSuccess' });
    expect(await deciding.register(citizen, { submissionId: mine.id })).toMatchObject(refused);
    expect(await world.orm.em.fork().count(DecisionSubmission, { submission: { $in: [mine.id, theirs.id] } })).toBe(0);
    expect((await citizen.query('{ viewer { state } }')).data).toEqual({ viewer: { state: 'SILENT' } });
  });

  it('decides without it, and it still waits', async () => {
    const who = person();
    await submitted(sender, submissionFor(who));
    const citizen = await world.citizen(who);
    await deciding.register(citizen);
    expect((await latestOf(citizen)).choices.every(({ choice }) => choice === 'AGREE')).toBe(true);
    expect(await pendingOf(citizen)).toHaveLength(1);
  });
});

describe('the report', () => {
  it('counts for each partner and channel what became of it, which items people changed, and draws a sample', async () => {
    const own = await anotherSender();
    const sent = choicesOf('AGREE', { SKIN: 'REFUSE', BONE: 'NOT_STATED' });
    const rightly = choicesOf('AGREE', { SKIN: 'REFUSE', BONE: 'NOT_STATED', EYE_TISSUE: 'REFUSE' });
    const outcomes = [...Array.from({ length: 5 }, () => rightly), sent, 'declined', 'waiting'] as const;
    for (const outcome of outcomes) {
      const who = person();
      const { id } = await submitted(own.caller, submissionFor(who));
      const citizen = await world.citizen(who);
      if (outcome === 'declined') await decline(citizen, id);
      else if (outcome !== 'waiting') await deciding.register(citizen, { choices: outcome, submissionId: id });
    }
    const tally = await tallyFor(own.name);
    expect(tally).toMatchObject({ channel: 'PAPER_FORM', submitted: 8, waiting: 1, confirmedUnchanged: 1, confirmedChanged: 5, declined: 1, expired: 0, changedItems: [{ item: 'EYE_TISSUE', count: 5 }], suspectedItems: ['EYE_TISSUE'] });
    expect(new Set(tally?.sample.map(({ receiptNumber }) => receiptNumber)).size).toBe(2);
  });

  it('is for managers alone, and names nobody', async () => {
    const document = '{ submissionReport(from: "2026-01-01T00:00:00Z", to: "2027-01-01T00:00:00Z", sampleSize: 1) { partnerName channel submitted suspectedItems sample { receiptNumber sha256 } } }';
    const manager = await world.staff({ role: 'MANAGER' });
    const { data, errors } = await manager.query(document);
    expect(errors).toBeUndefined();
    expect((data as { submissionReport: unknown[] }).submissionReport.length).toBeGreaterThan(0);
    expect((await (await world.staff({ role: 'REGISTRAR' })).query(document)).errors?.[0]).toMatchObject({ extensions: { code: 'FORBIDDEN' } });
    expect((await manager.query(document.replace('sampleSize: 1', 'sampleSize: 101'))).errors?.[0]).toMatchObject({ extensions: { code: 'BAD_USER_INPUT' } });
  });
});

describe('what was sent', () => {
  it('goes at once when the person is erased, also one who was never on the register; its number stays', async () => {
    const own = await anotherSender();
    const [gone, stays] = [person(), person()];
    const [one, other] = [await submitted(own.caller, submissionFor(gone)), await submitted(own.caller, submissionFor(stays))];
    const em = world.orm.em.fork();
    await forgetOutsideOfRecord({ em, vault: world.vault, now: () => NOW }, [personIndexOf(world.vault, gone)], null);
    await em.flush();
    expect(await readBack(own.caller, one.id)).toMatchObject({ readBack: null, sha256: one.sha256 });
    expect((await readBack(own.caller, other.id))?.readBack).toBe(other.readBack);
    expect(await pendingOf(await world.citizen(gone))).toEqual([]);
    expect(await tallyFor(own.name)).toMatchObject({ submitted: 2, waiting: 1, expired: 1 });
  });

  it('is erased when its time is over, whatever became of it; its number and its hash stay', async () => {
    const own = await anotherSender();
    const [waiting, confirmed] = [person(), person()];
    const [one, other] = [await submitted(own.caller, submissionFor(waiting)), await submitted(own.caller, submissionFor(confirmed))];
    await deciding.register(await world.citizen(confirmed), { submissionId: other.id });
    const round = (at: number) => runRetention(world.orm, world.config, { now: () => new Date(NOW.getTime() + at), log: createLog('silent') });
    await round(60 * DAY - 1);
    expect((await readBack(own.caller, one.id))?.readBack).not.toBeNull();
    await round(60 * DAY);
    for (const { id, sha256 } of [one, other]) expect(await readBack(own.caller, id)).toMatchObject({ readBack: null, sha256 });
    expect(await tallyFor(own.name)).toMatchObject({ submitted: 2, waiting: 0, expired: 1, confirmedChanged: 1 });
    expect(await pendingOf(await world.citizen(waiting))).toEqual([]);
  });
});
