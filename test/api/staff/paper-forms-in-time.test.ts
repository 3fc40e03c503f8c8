import { describe, expect, it } from 'vitest';
import { DisavowalsDocument, ResolveDisavowalDocument } from '../../../schema/generated/graphql.ts';
import { Donor } from '../../../server/src/donors/donor.entity.ts';
import { createLog } from '../../../server/src/log.ts';
import { PaperForm, PaperScanFile } from '../../../server/src/paper-forms/paper-form.entity.ts';
import { runRetention } from '../../../server/src/retention/run-retention.ts';
import { carryOutErasure, forgetOutsideOfRecord } from '../../../server/src/rights/carry-out-erasure.ts';
import { ProcessingRestriction } from '../../../server/src/rights/processing-restriction.entity.ts';
import { personIndexOf } from '../../../server/src/identity/sessions.ts';
import { PersonKey } from '../../../server/src/vault/person-key.entity.ts';
import { Caller } from '../../kit/caller.ts';
import { choicesOf, deciding, disavow, latestOf, ownPage } from '../../kit/decisions.ts';
import { nationalSideOf } from '../../kit/national-register.ts';
import { ownerOf, partner, partnerToken } from '../../kit/partners.ts';
import { compared, formOf, lookAt, paper, refusing, typed, uploaded } from '../../kit/paper-forms.ts';
import { pendingOf, submissionFor, submitted } from '../../kit/submissions.ts';
import { createWorld, NOW, person } from '../../kit/world.ts';

const world = await createWorld();
const DAY = 86_400_000;
const desk = async (divisionCode = '330106') => ({ maker: await world.staff({ role: 'REGISTRAR', divisionCode }), checker: await world.staff({ role: 'MANAGER', divisionCode }) });
const donorOf = async (caller: Caller) => {
  const { donor } = await ownPage(caller);
  return world.orm.em.fork().findOneOrFail(Donor, { registrationNumber: donor?.registrationNumber ?? '' });
};

/** A paper brought to the desk, entered twice and approved: what the approval answers. */
async function brought(identity: ReturnType<typeof person>, special: Readonly<Record<string, unknown>> = {}) {
  const { maker, checker } = await desk();
  const form = await typed(world, maker, identity, special);
  const read = { documentNumber: identity.documentNumber, ...(special['choices'] ? { choices: special['choices'] as ReturnType<typeof choicesOf> } : {}), ...(special['signedOn'] ? { signedOn: special['signedOn'] as string } : {}) };
  expect(await compared(world, checker, form.id, read)).toMatchObject({ differences: [] });
  return { form, maker, checker, answer: await paper.approve(checker, form.id) };
}

describe('the latest word holds, by the day of the signature', () => {
  it('a paper that was signed before the person decided here does not override them', async () => {
    const identity = person();
    const citizen = await world.citizen(identity);
    await deciding.refuse(citizen, null);
    expect((await brought(identity)).answer).toMatchObject({ __typename: 'PaperFormBarred', bar: 'OVERTAKEN' });
    expect(await latestOf(citizen)).toMatchObject({ state: 'REFUSED', sequence: 1 });
  });

  it('a paper that was signed before the person withdrew does not bring their wish back', async () => {
    const identity = person();
    const citizen = await world.citizen(identity);
    await deciding.register(citizen);
    await deciding.withdraw(citizen, 1);
    expect((await brought(identity)).answer).toMatchObject({ bar: 'OVERTAKEN' });
  });

  it('on the same day nobody knows which came first: an agreement does not take effect, a refusal does', async () => {
    const [agreeing, opposed] = [person(), person()];
    for (const who of [agreeing, opposed]) await deciding.register(await world.citizen(who));
    expect((await brought(agreeing, { signedOn: '2026-11-23' })).answer).toMatchObject({ bar: 'OVERTAKEN' });
    expect((await brought(opposed, { signedOn: '2026-11-23', ...refusing })).answer).toMatchObject({ __typename: 'ApprovePaperFormSuccess' });
    expect(await latestOf(await world.citizen(opposed))).toMatchObject({ state: 'REFUSED', sequence: 2 });
  });

  it('a refusal that was signed again is recorded, so that an agreement signed in between does not come after it', async () => {
    const identity = person();
    expect((await brought(identity, { signedOn: '2026-11-10', ...refusing })).answer).toMatchObject({ __typename: 'ApprovePaperFormSuccess' });
    expect((await brought(identity, { signedOn: '2026-11-20', ...refusing })).answer).toMatchObject({ __typename: 'ApprovePaperFormSuccess' });
    expect((await brought(identity, { signedOn: '2026-11-15' })).answer).toMatchObject({ bar: 'OVERTAKEN' });
    expect((await brought(identity, { signedOn: '2026-11-20', ...refusing })).answer).toMatchObject({ bar: 'CHANGES_NOTHING' });
    const citizen = await world.citizen(identity);
    expect(await latestOf(citizen)).toMatchObject({ state: 'REFUSED', action: 'REAFFIRMED', sequence: 2 });
    const side = await nationalSideOf(world);
    await side.send();
    const { donor } = await ownPage(citizen);
    expect(side.simulator.received.filter(({ registrationNumber }) => registrationNumber === donor?.registrationNumber).map(({ recordedAt }) => recordedAt)).toEqual(['2026-11-10T15:59:59.999Z', '2026-11-20T15:59:59.999Z']);
  });

  it('of two papers the one that was signed later holds, in whichever order they arrive', async () => {
    const identity = person();
    expect((await brought(identity, { signedOn: '2026-11-10' })).answer).toMatchObject({ __typename: 'ApprovePaperFormSuccess' });
    expect((await brought(identity, { signedOn: '2026-11-05', choices: choicesOf('AGREE') })).answer).toMatchObject({ bar: 'OVERTAKEN' });
    expect((await brought(identity, { signedOn: '2026-11-15', choices: choicesOf('AGREE') })).answer).toMatchObject({ __typename: 'ApprovePaperFormSuccess' });
    expect(await latestOf(await world.citizen(identity))).toMatchObject({ action: 'EDITED', sequence: 2 });
  });

  it('what the register put back after a dispute counts as said when the person said it', async () => {
    const identity = person();
    expect((await brought(identity, { signedOn: '2026-11-10' })).answer).toMatchObject({ __typename: 'ApprovePaperFormSuccess' });
    const citizen = await world.citizen(identity);
    await deciding.edit(citizen, 1);
    await disavow(citizen, (await latestOf(citizen)).id);
    const manager = await world.staff({ role: 'MANAGER', divisionCode: '330000' });
    const { registrationNumber } = await donorOf(citizen);
    const { disavowals } = await manager.run(DisavowalsDocument, { first: 100, after: null, openOnly: true });
    const disavowalId = disavowals.nodes.find((each) => each.registrationNumber === registrationNumber)?.id ?? '';
    expect((await manager.run(ResolveDisavowalDocument, { input: { disavowalId, finding: 'ACCOUNT_MISUSED' } })).resolveDisavowal).toMatchObject({ __typename: 'ResolveDisavowalSuccess' });
    expect(await latestOf(citizen)).toMatchObject({ action: 'REINSTATED', sequence: 3 });
    expect((await brought(identity, { signedOn: '2026-11-05', ...refusing })).answer).toMatchObject({ bar: 'OVERTAKEN' });
    expect((await brought(identity, { signedOn: '2026-11-15', ...refusing })).answer).toMatchObject({ __typename: 'ApprovePaperFormSuccess' });
    expect(await latestOf(citizen)).toMatchObject({ state: 'REFUSED', sequence: 4 });
  });
});

describe('a paper that passed the comparison is still refused', () => {
  it('while something of the person is in dispute', async () => {
    const identity = person();
    const citizen = await world.citizen(identity);
    await deciding.register(citizen);
    await disavow(citizen, (await latestOf(citizen)).id);
    expect((await brought(identity, { signedOn: '2026-11-23', ...refusing })).answer).toMatchObject({ bar: 'FROZEN' });
  });

  it('when the person asked that nothing but storage be done with their record', async () => {
    const identity = person();
    const citizen = await world.citizen(identity);
    await deciding.register(citizen);
    const em = world.orm.em.fork();
    em.create(ProcessingRestriction, { donor: await donorOf(citizen), sequence: 1, restricted: true, statedAt: NOW });
    await em.flush();
    expect((await brought(identity, { signedOn: '2026-11-23', ...refusing })).answer).toMatchObject({ bar: 'RESTRICTED' });
  });

  it('when the register knows the number under another name', async () => {
    const identity = person();
    await deciding.register(await world.citizen(identity));
    expect((await brought({ ...identity, fullName: '另外一人' }, { signedOn: '2026-11-23', ...refusing })).answer).toMatchObject({ bar: 'NAME_DIFFERS' });
  });

  it('when a refusal stands already', async () => {
    const identity = person();
    await deciding.refuse(await world.citizen(identity), null);
    expect((await brought(identity, { signedOn: '2026-11-23', ...refusing })).answer).toMatchObject({ bar: 'CHANGES_NOTHING' });
  });
});

describe('a form that a partner typed from paper', async () => {
  const owner = await ownerOf(world.databaseUrl);
  const sender = new Caller(world.http, await partnerToken(owner, NOW, await partner(owner, NOW, { name: '演示代办' })));

  it('is checked in the same way once its scan lies beside it, and its report counts it', async () => {
    const [identity, { maker, checker }] = [person(), await desk()];
    const { receiptNumber } = await submitted(sender, submissionFor(identity));
    const attached = await paper.attach(maker, { scanId: await uploaded(world, maker), receiptNumber, signedOn: '2026-11-20' });
    if (attached.__typename !== 'AttachPaperScanSuccess') throw new Error(JSON.stringify(attached));
    const { id } = attached.paperForm;
    expect(attached.paperForm).toMatchObject({ partnerName: '演示代办', receiptNumber });
    expect(await paper.approve(maker, id)).toMatchObject({ __typename: 'AnotherPersonNeeded' });
    expect(await compared(world, checker, id, { documentNumber: identity.documentNumber })).toMatchObject({ differences: [] });
    expect(await paper.approve(checker, id)).toMatchObject({ __typename: 'ApprovePaperFormSuccess' });
    expect(await latestOf(await world.citizen(identity))).toMatchObject({ state: 'AGREED' });
  });

  it('gets one scan only, by the number of something that waits and came from paper', async () => {
    const { maker } = await desk();
    const { receiptNumber } = await submitted(sender, submissionFor(person(), { channel: 'PARTNER_PROGRAMME' }));
    expect(await paper.attach(maker, { scanId: await uploaded(world, maker), receiptNumber, signedOn: '2026-11-20' })).toMatchObject({ problems: [{ path: ['receiptNumber'] }] });
    const { receiptNumber: onPaper } = await submitted(sender, submissionFor(person()));
    expect(await paper.attach(maker, { scanId: await uploaded(world, maker), receiptNumber: onPaper, signedOn: '2026-11-20' })).toMatchObject({ __typename: 'AttachPaperScanSuccess' });
    expect(await paper.attach(maker, { scanId: await uploaded(world, maker), receiptNumber: onPaper, signedOn: '2026-11-20' })).toMatchObject({ problems: [{ path: ['receiptNumber'] }] });
  });

  it.each([
    ['the partner says that nobody signed', { expressedBy: 'TOLD_TO_STAFF' }, '2026-11-20'],
    ['the partner says another day than the paper', {}, '2026-11-19'],
  ])('does not take effect when %s', async (_, special, signedOn) => {
    const [identity, { maker, checker }] = [person(), await desk()];
    const { receiptNumber } = await submitted(sender, submissionFor(identity, special));
    const attached = await paper.attach(maker, { scanId: await uploaded(world, maker), receiptNumber, signedOn });
    const id = attached.__typename === 'AttachPaperScanSuccess' ? attached.paperForm.id : '';
    await compared(world, checker, id, { documentNumber: identity.documentNumber, signedOn });
    expect(await paper.approve(checker, id)).toMatchObject({ bar: 'NOT_SIGNED_BY_PERSON' });
  });
});

describe('what is kept of a paper', () => {
  const round = (days: number) => runRetention(world.orm, world.config, { now: () => new Date(NOW.getTime() + days * DAY), log: createLog('silent') });
  const isKept = async (scanId: string) => {
    const em = world.orm.em.fork();
    return [await em.count(PaperScanFile, { scan: scanId }), await em.count(PersonKey, { personId: scanId })];
  };

  it('goes with its key: unused scans after a day, unchecked forms after sixty, replaced papers after three years', async () => {
    const { maker } = await desk();
    const unused = await uploaded(world, maker);
    const unchecked = await typed(world, maker, person());
    const identity = person();
    const { form: standing } = await brought(identity);
    const other = person();
    const { form: replaced } = await brought(other);
    const citizen = await world.citizen(other);
    await deciding.withdraw(citizen, (await ownPage(citizen)).donor?.version ?? 0);
    await round(2);
    expect(await isKept(unused)).toEqual([0, 0]);
    expect(await isKept(unchecked.scanId)).toEqual([1, 1]);
    await round(61);
    await round(61);
    expect(await isKept(unchecked.scanId)).toEqual([0, 0]);
    expect((await world.orm.em.fork().findOneOrFail(PaperForm, { id: unchecked.id }, { populate: ['submission'] })).status()).toBe('EXPIRED');
    expect(await isKept(replaced.scanId)).toEqual([1, 1]);
    await round(4 * 366);
    expect(await isKept(replaced.scanId)).toEqual([0, 0]);
    expect(await isKept(standing.scanId)).toEqual([1, 1]);
  });

  it('goes at once when the person is erased, whether or not it took effect; its hash stays', async () => {
    const [identity, stranger] = [person(), person()];
    const { form } = await brought(identity);
    const { maker, checker } = await desk();
    const waiting = await typed(world, maker, stranger);
    const citizen = await world.citizen(identity);
    const donor = await donorOf(citizen);
    const em = world.orm.em.fork();
    const tools = { em, vault: world.vault, now: () => NOW } as never;
    await carryOutErasure(tools, await em.findOneOrFail(Donor, { id: donor.id }));
    await forgetOutsideOfRecord(tools, [personIndexOf(world.vault, stranger)], null);
    await em.flush();
    expect(await isKept(form.scanId)).toEqual([0, 0]);
    expect(await isKept(waiting.scanId)).toEqual([0, 0]);
    expect((await lookAt(world, checker, 'form', waiting.id)).status).toBe(403);
  });

  it('stands in the copy of the person’s data with who typed, who checked and who looked', async () => {
    const identity = person();
    const { form } = await brought(identity);
    const citizen = await world.citizen(identity);
    const { data } = await citizen.query('mutation { exportMyData { ... on ExportMyDataSuccess { document } } }');
    const copy = JSON.parse((data as { exportMyData: { document: string } }).exportMyData.document) as { paperForms: unknown[] };
    expect(copy.paperForms).toMatchObject([{ id: form.id, status: 'APPROVED', signedOn: '2026-11-20', scan: { mediaType: 'image/jpeg', isKept: true }, steps: [{ kind: 'TYPED' }, { kind: 'SCAN_SHOWN' }, { kind: 'COMPARED', differences: 0 }, { kind: 'APPROVED' }] }]);
  });
});

it('lists go on page by page and name nobody', async () => {
  const { maker, checker } = await desk('330200');
  const forms = [];
  for (let count = 0; count < 3; count++) forms.push(await typed(world, maker, person({ fullName: '金丝雀列表' })));
  const first = await paper.list(checker, 'WAITING', 2);
  expect(first).toMatchObject({ totalCount: 3, pageInfo: { hasNextPage: true } });
  const second = await paper.list(checker, 'WAITING', 2, first.pageInfo.endCursor);
  expect([...first.nodes, ...second.nodes].map(({ id }) => id).toSorted()).toEqual(forms.map(({ id }) => id).toSorted());
  expect(JSON.stringify([first, second])).not.toContain('金丝雀');
  expect((await paper.list(maker, 'MINE', 2)).totalCount).toBe(3);
});

it('a form that waits is nothing yet: the person is silent and sees what waits', async () => {
  const { maker } = await desk();
  const identity = person();
  await paper.type(maker, formOf(identity, await uploaded(world, maker)));
  const citizen = await world.citizen(identity);
  expect((await ownPage(citizen)).donor).toBeNull();
  expect(await pendingOf(citizen)).toHaveLength(1);
});

it('a paper does not pass when the second person signed in half an hour ago, and not when they sign in anew', async () => {
  const later = await createWorld();
  const maker = await later.staff({ role: 'REGISTRAR' });
  const checker = await later.staff({ role: 'MANAGER' });
  const identity = person();
  const form = await typed(later, maker, identity);
  await compared(later, checker, form.id, { documentNumber: identity.documentNumber });
  for (let minutes = 0; minutes < 31; minutes += 10) {
    later.wait(600_000);
    await paper.list(checker, 'WAITING');
  }
  expect(await paper.approve(checker, form.id)).toMatchObject({ __typename: 'StaffSignInTooOld' });
  expect(await paper.compare(checker, form.id, { documentNumber: identity.documentNumber })).toMatchObject({ __typename: 'StaffSignInTooOld' });
  expect(await paper.giveBack(checker, form.id, 'REJECTED')).toMatchObject({ __typename: 'StaffSignInTooOld' });
  const fresh = await later.staff({ role: 'MANAGER' });
  await compared(later, fresh, form.id, { documentNumber: identity.documentNumber });
  expect(await paper.approve(fresh, form.id)).toMatchObject({ __typename: 'ApprovePaperFormSuccess' });
});
