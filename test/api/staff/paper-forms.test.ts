import { describe, expect, it } from 'vitest';
import { AuditEntry } from '../../../server/src/audit/audit-entry.entity.ts';
import { Decision } from '../../../server/src/donors/decision.entity.ts';
import { OutboxEvent } from '../../../server/src/outbox/outbox-event.entity.ts';
import { PaperFormStep, PaperScanFile } from '../../../server/src/paper-forms/paper-form.entity.ts';
import { asJpeg, asPdf } from '../../../server/src/paper-forms/scan-file.fixture.ts';
import { SubmissionContent } from '../../../server/src/submissions/submission.entity.ts';
import { choicesOf, consentTo, deciding, latestOf, ownPage } from '../../kit/decisions.ts';
import { compared, formOf, lookAt, paper, refusing, SIGNED_ON, typed, upload, uploaded } from '../../kit/paper-forms.ts';
import { pendingOf } from '../../kit/submissions.ts';
import { createWorld, person, type StaffCaller } from '../../kit/world.ts';

const world = await createWorld();
const registrar = (divisionCode = '330106', name = '演示登记员') => world.staff({ role: 'REGISTRAR', divisionCode, name });
const [maker, checker] = [await registrar(), await registrar()];
const old = () => person({ birthday: '1941-03-09', fullName: '金丝雀老人' });

/** A form that was typed, looked at and entered again just as it was typed. */
async function matched(identity = old(), special: Readonly<Record<string, unknown>> = {}, by: StaffCaller = checker) {
  const form = await typed(world, maker, identity, special);
  const read = { documentNumber: identity.documentNumber, ...(special['choices'] ? { choices: special['choices'] as ReturnType<typeof choicesOf> } : {}), ...(special['signedOn'] ? { signedOn: special['signedOn'] as string } : {}) };
  const answer = await compared(world, by, form.id, read);
  expect(answer).toMatchObject({ __typename: 'ComparePaperFormSuccess', differences: [] });
  return { identity, form, answer };
}
const paperOf = async (caller: { query: StaffCaller['query'] }) => ((await caller.query('{ viewer { donor { decision { action state channel paper { receiptNumber signedOn typedBy checkedBy scanSha256 timesShown isScanKept partnerName } } } } }')).data as { viewer: { donor: { decision: { paper: unknown } } | null } }).viewer.donor?.decision;
const stepsOf = (formId: string) => world.orm.em.fork().find(PaperFormStep, { paperForm: formId }, { orderBy: { sequence: 'asc' } });

describe('a person of 85 who signed a paper and has no phone', () => {
  it('is heard once a second person has entered the paper again, and finds it when they sign in one day', async () => {
    const { identity, form, answer } = await matched();
    expect(answer).toMatchObject({ readBack: form.readBack, triesLeft: 0 });
    expect((await (await world.citizen(identity)).query('{ viewer { state } }')).data).toEqual({ viewer: { state: 'SILENT' } });
    expect(await paper.approve(checker, form.id)).toMatchObject({ __typename: 'ApprovePaperFormSuccess', paperForm: { status: 'APPROVED', mayCheck: false } });

    const citizen = await world.citizen(identity);
    expect(await paperOf(citizen)).toMatchObject({ action: 'REGISTERED', state: 'AGREED', channel: 'RED_CROSS_OFFICE', paper: { receiptNumber: form.receiptNumber, signedOn: SIGNED_ON, timesShown: 1, isScanKept: true, partnerName: null } });
    const { choices } = await latestOf(citizen);
    expect(choices.map(({ item, choice }) => ({ item, choice }))).toEqual(choicesOf('AGREE', { SKIN: 'REFUSE', BONE: 'NOT_STATED' }));
    expect(await pendingOf(citizen)).toEqual([]);
  });

  it('is on the register as anybody else: told to other systems, waiting for the national register, found by the next sign-in and not entered twice', async () => {
    const { identity, form } = await matched();
    await paper.approve(checker, form.id);
    const citizen = await world.citizen(identity);
    const { donor } = await ownPage(citizen);
    const em = world.orm.em.fork();
    expect(await em.count(OutboxEvent, { donor: { registrationNumber: donor?.registrationNumber ?? '' }, kind: 'DECISION_CHANGED' })).toBe(1);
    expect(donor?.decision.nationalSync).toMatchObject({ state: 'PENDING' });
    expect(await deciding.register(citizen)).toMatchObject({ __typename: 'DonorAlreadyRegistered' });
    expect(await deciding.withdraw(citizen, donor?.version ?? 0)).toMatchObject({ __typename: 'WithdrawDecisionSuccess' });
  });

  it('may have refused on paper: then nobody decides for them', async () => {
    const { identity, form } = await matched(old(), refusing);
    expect(await paper.approve(checker, form.id)).toMatchObject({ __typename: 'ApprovePaperFormSuccess' });
    expect(await paperOf(await world.citizen(identity))).toMatchObject({ action: 'REFUSED', state: 'REFUSED' });
  });

  it('can say years later that it was not theirs, and see the scan; each look is on record', async () => {
    const { identity, form } = await matched();
    await paper.approve(checker, form.id);
    const citizen = await world.citizen(identity);
    const { id } = await latestOf(citizen);
    const shown = await lookAt(world, citizen, 'decision', id);
    expect(shown.status).toBe(200);
    expect(Buffer.from(shown.body as Buffer)).toEqual(asJpeg());
    expect((await stepsOf(form.id)).map(({ kind, account }) => [kind, account === null || account === undefined])).toEqual([['TYPED', false], ['SCAN_SHOWN', false], ['COMPARED', false], ['APPROVED', false], ['SCAN_SHOWN', true]]);
    const { data } = await citizen.query('{ viewer { donor { decision { disavowableUntil } } } }');
    expect(JSON.stringify(data)).toContain('2036-');
    expect((await lookAt(world, await world.citizen(), 'decision', id)).status).toBe(422);
  });

  it('may answer it themselves before anybody has checked it; then the form is closed', async () => {
    const identity = old();
    const form = await typed(world, maker, identity);
    const citizen = await world.citizen(identity);
    const [pending] = await pendingOf(citizen);
    expect(pending).toMatchObject({ receiptNumber: form.receiptNumber, channel: 'PAPER_FORM', expressedBy: 'SIGNED_ON_PAPER', isSameName: true });
    expect(pending?.partnerName).toContain('红十字会');
    expect(await deciding.register(citizen, { submissionId: pending?.id ?? '' })).toMatchObject({ __typename: 'RegisterDonorSuccess' });
    expect((await lookAt(world, checker, 'form', form.id)).status).toBe(403);
    expect((await paper.list(maker, 'MINE')).nodes.find(({ id }) => id === form.id)).toMatchObject({ status: 'CONFIRMED_BY_PERSON' });
    expect(await paperOf(citizen)).toMatchObject({ paper: null });
  });
});

describe('nothing takes effect', () => {
  it('by whoever typed it, though they enter it again', async () => {
    const identity = old();
    const form = await typed(world, maker, identity);
    expect((await lookAt(world, maker, 'form', form.id)).status).toBe(403);
    expect(await paper.compare(maker, form.id, { documentNumber: identity.documentNumber })).toMatchObject({ __typename: 'AnotherPersonNeeded' });
    expect(await paper.approve(maker, form.id)).toMatchObject({ __typename: 'AnotherPersonNeeded' });
    expect((await paper.list(maker, 'WAITING')).nodes.find(({ id }) => id === form.id)).toMatchObject({ mayCheck: false });
  });

  it('by somebody who is the person on the paper, or has their name', async () => {
    const identity = person({ fullName: '演示同名' });
    const namesake = await registrar('330106', '演示同名');
    expect(await paper.type(namesake, formOf(identity, await uploaded(world, namesake)))).toMatchObject({ __typename: 'AnotherPersonNeeded' });
    const form = await typed(world, maker, identity);
    expect((await lookAt(world, namesake, 'form', form.id)).status).toBe(403);
    expect(await paper.approve(namesake, form.id)).toMatchObject({ __typename: 'AnotherPersonNeeded' });
  });

  it('without looking at the scan, and without entering it again', async () => {
    const identity = old();
    const form = await typed(world, maker, identity);
    expect(await paper.compare(checker, form.id, { documentNumber: identity.documentNumber })).toMatchObject({ __typename: 'PaperFormNotCompared' });
    await lookAt(world, checker, 'form', form.id);
    expect(await paper.approve(checker, form.id)).toMatchObject({ __typename: 'PaperFormNotCompared' });
    // What another person entered does not count for this one.
    const third = await registrar();
    await compared(world, third, form.id, { documentNumber: identity.documentNumber });
    expect(await paper.approve(checker, form.id)).toMatchObject({ __typename: 'PaperFormNotCompared' });
    expect(await paper.approve(third, form.id)).toMatchObject({ __typename: 'ApprovePaperFormSuccess' });
  });

  it.each([
    ['the number', { documentNumber: '330106194103090000' }, 'documentNumber'],
    ['the day of the signature', { signedOn: '2026-11-19' }, 'signedOn'],
    ['one single organ', { choices: choicesOf('AGREE', { SKIN: 'REFUSE', BONE: 'NOT_STATED', HEART: 'REFUSE' }) }, 'HEART'],
    ['an item that was not stated', { choices: choicesOf('AGREE', { SKIN: 'REFUSE' }) }, 'BONE'],
  ])('when %s is read differently: first only what differs is named, then both readings are shown, then this person is done with it', async (_, special, field) => {
    const identity = old();
    const form = await typed(world, maker, identity);
    const wrong = { documentNumber: identity.documentNumber, ...special };
    expect(await compared(world, checker, form.id, wrong)).toMatchObject({ differences: [{ field, typed: null }], readBack: null, triesLeft: 1 });
    expect(await paper.approve(checker, form.id)).toMatchObject({ __typename: 'PaperFormNotCompared' });
    const last = await paper.compare(checker, form.id, wrong);
    expect(last).toMatchObject({ differences: [{ field }], readBack: null, triesLeft: 0 });
    const shown = last.__typename === 'ComparePaperFormSuccess' ? last.differences[0]?.typed : null;
    expect(shown).toBeTruthy();
    // Of the number only what differs: never the whole of it.
    expect(shown).not.toContain(identity.documentNumber);
    expect(await paper.compare(checker, form.id, { documentNumber: identity.documentNumber })).toMatchObject({ __typename: 'PaperFormNotCompared' });
    expect(await paper.approve(checker, form.id)).toMatchObject({ __typename: 'PaperFormNotCompared' });
    expect(JSON.stringify((await stepsOf(form.id)).map(({ differing }) => differing))).not.toContain('3301');
    expect(await paper.giveBack(checker, form.id, 'SENT_BACK', 'TYPED_WRONGLY')).toMatchObject({ __typename: 'ReturnPaperFormSuccess' });
  });

  it('when an item is left out of the second entry', async () => {
    const identity = old();
    const form = await typed(world, maker, identity);
    expect(await compared(world, checker, form.id, { documentNumber: identity.documentNumber, choices: choicesOf('AGREE').slice(1) })).toMatchObject({ __typename: 'InvalidInput', problems: [{ path: ['choices', 'HEART'], code: 'MISSING_ITEM' }] });
  });

  it('outside of the area: beside and below it the form does not exist, above it may be checked', async () => {
    const { form, identity } = await matched(old(), {}, await registrar('330100'));
    for (const elsewhere of ['330105', '330200']) {
      const stranger = await registrar(elsewhere);
      expect((await lookAt(world, stranger, 'form', form.id)).status).toBe(422);
      expect(await paper.compare(stranger, form.id, { documentNumber: identity.documentNumber })).toMatchObject({ __typename: 'InvalidInput' });
      expect(await paper.approve(stranger, form.id)).toMatchObject({ __typename: 'InvalidInput' });
      expect(await paper.giveBack(stranger, form.id, 'REJECTED')).toMatchObject({ __typename: 'InvalidInput' });
      expect((await paper.list(stranger, 'WAITING')).nodes.map(({ id }) => id)).not.toContain(form.id);
    }
  });

  it.each(['COORDINATOR', 'AUDITOR', 'CLINICIAN'] as const)('by a %s', async (role) => {
    const other = await world.staff({ role });
    const { form } = await matched();
    expect((await lookAt(world, other, 'form', form.id)).status).toBe(403);
    expect((await upload(world, other, asJpeg())).status).toBe(403);
    await expect(paper.approve(other, form.id)).rejects.toThrow('FORBIDDEN');
  });

  it('for whoever is not signed in', async () => {
    expect((await upload(world, world.anonymous(), asJpeg())).status).toBe(401);
    const { form } = await matched();
    expect((await lookAt(world, world.anonymous(), 'form', form.id)).status).toBe(401);
  });

  it('when it was rejected, and whoever typed it reads why', async () => {
    const { form, identity } = await matched();
    expect(await paper.giveBack(checker, form.id, 'REJECTED')).toMatchObject({ paperForm: { status: 'REJECTED', reason: 'ILLEGIBLE' } });
    expect(await paper.approve(checker, form.id)).toMatchObject({ __typename: 'PaperFormClosed' });
    expect(await paper.giveBack(await registrar(), form.id, 'SENT_BACK')).toMatchObject({ __typename: 'PaperFormClosed' });
    expect((await paper.list(maker, 'MINE')).nodes.find(({ id }) => id === form.id)).toMatchObject({ reason: 'ILLEGIBLE' });
    expect(await pendingOf(await world.citizen(identity))).toEqual([]);
  });
});

it('a form that was sent back is typed in again with the same scan, as a form of its own', async () => {
  const { form, identity } = await matched();
  const again = formOf(identity, form.scanId);
  expect(await paper.type(maker, again)).toMatchObject({ __typename: 'InvalidInput', problems: [{ path: ['scanId'] }] });
  await paper.giveBack(checker, form.id, 'SENT_BACK', 'TYPED_WRONGLY');
  const second = await paper.type(maker, again);
  expect(second).toMatchObject({ __typename: 'EnterPaperFormSuccess', paperForm: { scanId: form.scanId } });
  expect(second.__typename === 'EnterPaperFormSuccess' && second.paperForm.sha256).not.toBe(form.sha256);
});

it('two second persons at once make exactly one decision', async () => {
  const { form, identity } = await matched();
  const third = await registrar();
  await compared(world, third, form.id, { documentNumber: identity.documentNumber });
  const answers = await Promise.all([paper.approve(checker, form.id), paper.approve(third, form.id)]);
  expect(answers.map(({ __typename }) => __typename).toSorted()).toEqual(['ApprovePaperFormSuccess', 'PaperFormClosed']);
  const { donor } = await ownPage(await world.citizen(identity));
  expect(await world.orm.em.fork().count(Decision, { donor: { registrationNumber: donor?.registrationNumber ?? '' } })).toBe(1);
});

it('the paper and the phone at once: the one or the other, never both', async () => {
  const { form, identity } = await matched();
  const citizen = await world.citizen(identity);
  const [pending] = await pendingOf(citizen);
  await Promise.all([paper.approve(checker, form.id), deciding.register(citizen, { submissionId: pending?.id ?? '' })]);
  const { donor } = await ownPage(citizen);
  expect(await world.orm.em.fork().count(Decision, { donor: { registrationNumber: donor?.registrationNumber ?? '' } })).toBe(1);
});

it('each upload, look, entry and verdict leaves an audit entry with the account and without a value', async () => {
  const { form, identity } = await matched();
  await paper.approve(checker, form.id);
  const entries = await world.orm.em.fork().find(AuditEntry, { actorId: { $in: [maker.accountId, checker.accountId] } });
  for (const operation of ['keepPaperScan', 'enterPaperForm', 'showPaperScan', 'comparePaperForm', 'approvePaperForm']) expect(entries.map((entry) => entry.operation)).toContain(operation);
  expect(JSON.stringify(entries)).not.toContain(identity.documentNumber);
  expect(world.logged.join('')).not.toContain(identity.documentNumber);
});

it('scan and form are kept sealed: no byte of the one and no name of the other can be read', async () => {
  const { form } = await matched();
  const file = await world.orm.em.fork().findOneOrFail(PaperScanFile, { scan: form.scanId });
  expect(Buffer.from(file.sealedBytes).includes(asJpeg().subarray(8, 20))).toBe(false);
  const content = await world.orm.em.fork().find(SubmissionContent, {}, { limit: 50 });
  expect(Buffer.concat(content.map(({ sealedText }) => Buffer.from(sealedText))).includes(Buffer.from('金丝雀'))).toBe(false);
});

it('a scan goes out as a download of its true type, in a sandbox, and is kept nowhere', async () => {
  const form = await typed(world, maker, old());
  const { headers } = await lookAt(world, checker, 'form', form.id);
  expect(headers).toMatchObject({ 'content-type': 'image/jpeg', 'x-content-type-options': 'nosniff', 'cache-control': 'no-store', 'content-security-policy': "default-src 'none'; sandbox" });
  expect(headers['content-disposition']).toMatch(/^attachment; filename="scan-[0-9a-f-]+\.jpg"$/);
});

describe('a file is refused', () => {
  it.each([
    ['it is no scan', Buffer.from('<html>'), 422],
    ['it is a PDF with a program', asPdf({ catalog: '/OpenAction << /S /JavaScript >> ' }), 422],
    ['it has five pages', asPdf({ pages: 5 }), 422],
    ['it is larger than eight megabytes', Buffer.alloc(8 * 1024 * 1024 + 1), 413],
  ])('when %s, whatever it is announced as', async (_, bytes, status) => {
    expect((await upload(world, maker, bytes, 'image/jpeg')).status).toBe(status);
  });

  it('when it is another person’s, or proves a form already', async () => {
    const theirs = await uploaded(world, checker);
    expect(await paper.type(maker, formOf(old(), theirs))).toMatchObject({ __typename: 'InvalidInput', problems: [{ path: ['scanId'], code: 'UNKNOWN_VALUE' }] });
    const form = await typed(world, maker, old());
    expect(await paper.type(maker, formOf(old(), form.scanId))).toMatchObject({ __typename: 'InvalidInput' });
  });

  it('when one account sends more than a day’s post', async () => {
    const busy = await registrar();
    for (let count = 0; count < 60; count++) await upload(world, busy, Buffer.from('x'));
    expect((await upload(world, busy, asJpeg())).status).toBe(429);
  });
});

it.each([
  ['an item is not stated', { choices: choicesOf('AGREE').slice(1) }, 'choices.HEART'],
  ['nothing is agreed to, and not everything refused', { choices: choicesOf('NOT_STATED') }, 'choices'],
  ['the number is none', { documentNumber: '330106197708090000' }, 'documentNumber'],
  ['the person is too young', { documentType: 'PASSPORT', documentNumber: 'E12345678', birthday: '2015-01-01' }, 'birthday'],
  ['the person was too young on the day of the signature', { documentType: 'PASSPORT', documentNumber: 'E12345678', birthday: '2008-11-21', signedOn: SIGNED_ON }, 'signedOn'],
  ['it was signed tomorrow', { signedOn: '2026-11-24' }, 'signedOn'],
  ['the words are those of a refusal', { words: consentTo('REFUSE') }, 'words'],
  ['the residence is a whole province', { residenceCode: '330000' }, 'residenceCode'],
])('a typed form is refused when %s', async (_, special, path) => {
  const refused = await paper.type(maker, formOf(old(), await uploaded(world, maker), special));
  expect(refused.__typename === 'InvalidInput' && refused.problems.map((problem) => problem.path.join('.'))).toContain(path);
});
