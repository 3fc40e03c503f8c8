import { describe, expect, it } from 'vitest';
import { DisavowalsDocument, GiveConsentDocument, ResolveDisavowalDocument, TakeBackConsentDocument } from '../../../schema/generated/graphql.ts';
import { checkEvidence } from '../../../server/src/evidence/check-evidence.ts';
import { deciding, disavow, latestOf, ownPage } from '../../kit/decisions.ts';
import { coordinators, ethicsLookUp, fetchEvidence, issueEvidence, pagesOf } from '../../kit/evidence.ts';
import { formerFile, formerRow, statedIn, takenOver, type FormerCells } from '../../kit/former-system.ts';
import { contentOf } from '../../kit/evidence-forgeries.ts';
import { wordsOf } from '../../kit/health-cards.ts';
import { nationalSideOf } from '../../kit/national-register.ts';
import { compared, paper, refusing, typed } from '../../kit/paper-forms.ts';
import { plainClient } from '../../kit/deeds.ts';
import { createWorld, person } from '../../kit/world.ts';

const world = await createWorld();
let rows = 0;

const allRefused: FormerCells = Object.fromEntries(Object.keys(statedIn({})).map((item) => [item.toLowerCase(), '不同意']));

/** Somebody who agreed in the former system on a day, taken over today. */
async function formerDonor(decidedOn: string, special: FormerCells = {}) {
  const identity = person({ fullName: '演示旧人' });
  const { sums } = await takenOver(world, formerFile([formerRow(++rows, { document_number: identity.documentNumber, decided_on: decidedOn, ...special })]));
  expect(sums.taken).toBe(1);
  return { identity, citizen: await world.citizen(identity) };
}

describe('a decision that was taken over counts from its day in the former system', () => {
  it.each([
    ['2026-11-10', 'ApprovePaperFormSuccess'],
    ['2026-11-20', 'PaperFormBarred'],
  ])('a paper signed on 2026-11-15 against one of %s: %s', async (decidedOn, answer) => {
    const { identity, citizen } = await formerDonor(decidedOn);
    const [maker, checker] = [await world.staff({ role: 'REGISTRAR', divisionCode: '330106' }), await world.staff({ role: 'MANAGER', divisionCode: '330106' })];
    const form = await typed(world, maker, identity, { ...refusing, signedOn: '2026-11-15' });
    expect(await compared(world, checker, form.id, { documentNumber: identity.documentNumber, signedOn: '2026-11-15', choices: refusing.choices })).toMatchObject({ differences: [] });
    expect((await paper.approve(checker, form.id)).__typename).toBe(answer);
    expect(await latestOf(citizen)).toMatchObject({ state: answer === 'PaperFormBarred' ? 'AGREED' : 'REFUSED' });
  });

  it('the national register is told that day, and a later word that it holds is the later one', async () => {
    const { citizen } = await formerDonor('2021-06-01');
    const number = (await ownPage(citizen)).donor?.registrationNumber ?? '';
    const side = await nationalSideOf(world);
    side.simulator.knows(number, 'REFUSED', '2024-05-05T00:00:00.000Z');
    await side.exchange();
    await side.exchange();
    expect(side.simulator.received.find(({ registrationNumber }) => registrationNumber === number)).toMatchObject({ recordedAt: '2021-05-31T16:00:00.000Z' });
    expect(await latestOf(citizen)).toMatchObject({ nationalSync: { state: 'CONFLICT', difference: 'THEIRS_IS_LATER' } });
  });

  it('of one day a refusal is the later word for the national register, too', async () => {
    const { citizen } = await formerDonor('2021-06-01', allRefused);
    const number = (await ownPage(citizen)).donor?.registrationNumber ?? '';
    const side = await nationalSideOf(world);
    side.simulator.knows(number, 'AGREED', '2021-06-01T02:00:00.000Z');
    await side.exchange();
    await side.exchange();
    expect(side.simulator.received.find(({ registrationNumber }) => registrationNumber === number)).toMatchObject({ recordedAt: '2021-06-01T15:59:59.999Z' });
    expect(await latestOf(citizen)).toMatchObject({ state: 'REFUSED', nationalSync: { state: 'CONFIRMED' } });
  });

  it('also when it was put back after a dispute', async () => {
    const { identity, citizen } = await formerDonor('2021-06-01');
    const [maker, checker] = [await world.staff({ role: 'REGISTRAR', divisionCode: '330106' }), await world.staff({ role: 'MANAGER', divisionCode: '330106' })];
    const form = await typed(world, maker, identity, { ...refusing, signedOn: '2026-11-15' });
    await compared(world, checker, form.id, { documentNumber: identity.documentNumber, signedOn: '2026-11-15', choices: refusing.choices });
    expect((await paper.approve(checker, form.id)).__typename).toBe('ApprovePaperFormSuccess');
    const number = (await ownPage(citizen)).donor?.registrationNumber ?? '';
    expect((await disavow(citizen, (await latestOf(citizen)).id)).__typename).toBe('DisavowDecisionSuccess');
    const manager = await world.staff({ role: 'MANAGER', divisionCode: '330000' });
    const { disavowals } = await manager.run(DisavowalsDocument, { first: 100, after: null, openOnly: true });
    const dispute = disavowals.nodes.find(({ registrationNumber }) => registrationNumber === number);
    expect((await manager.run(ResolveDisavowalDocument, { input: { disavowalId: dispute?.id ?? '', finding: 'ACCOUNT_MISUSED' } })).resolveDisavowal.__typename).toBe('ResolveDisavowalSuccess');
    expect(await latestOf(citizen)).toMatchObject({ action: 'REINSTATED', state: 'AGREED' });

    const side = await nationalSideOf(world);
    await side.exchange();
    expect(side.simulator.received.filter(({ registrationNumber }) => registrationNumber === number).at(-1)).toMatchObject({ sequence: 3, recordedAt: '2021-05-31T16:00:00.000Z' });
    // A refusal of the years between is later than their own last word.
    const { lines } = await takenOver(world, formerFile([formerRow(++rows, { document_number: identity.documentNumber, decided_on: '2023-01-01', ...allRefused })]));
    expect(lines.map(({ code }) => code)).toEqual(['LATER_THAN_DECIDED_HERE']);
  });
});

it('a decision without words that nobody took over is no evidence', async () => {
  const { identity } = await formerDonor('2021-06-01');
  const owner = await plainClient(world.databaseUrl);
  await owner.query('alter table audit_entry disable trigger user');
  await owner.query(`update audit_entry set operation = 'approvePaperForm' where changes @> (select jsonb_build_array(jsonb_build_object('entity', 'Decision', 'id', id)) from decision where donor_id = (select donor_id from former_registration where reference = $1))`, [`DJ-${rows}`]);
  await owner.query('alter table audit_entry enable trigger user');
  await owner.end();
  const [asked, confirmed] = await coordinators(world);
  const lookUp = await ethicsLookUp(world, identity, [asked, confirmed]);
  await expect(issueEvidence(asked, lookUp)).rejects.toThrow('INTERNAL_SERVER_ERROR');
});

it('a committee is handed a whole package about one of many who were taken over together, and nothing of the others', async () => {
  const identity = person({ fullName: '演示旧人' });
  const others = Array.from({ length: 20 }, () => formerRow(++rows));
  await takenOver(world, formerFile([...others, formerRow(++rows, { document_number: identity.documentNumber })]));
  const [asked, confirmed] = await coordinators(world);
  const issued = await issueEvidence(asked, await ethicsLookUp(world, identity, [asked, confirmed]));
  if (issued.__typename !== 'IssueEvidencePackageSuccess' || issued.path === null) throw new Error(issued.__typename);
  const file = (await fetchEvidence(world, asked, issued.path)).body as Buffer;
  const { evidence, audit } = world.config;
  expect((await checkEvidence(file, { evidenceKeys: evidence.known, auditKeys: audit.keys.known, pagesOf })).fault).toBeNull();
  expect((await pagesOf(file)).join('')).toContain('从原登记系统转入');
  const [entry] = contentOf(file).decisions.map(({ proof }) => proof.entry.row);
  expect(entry?.match(/Decision/g)).toHaveLength(1);
});

it('whoever took back that they may be telephoned has no number again by a later row', async () => {
  const { identity, citizen } = await formerDonor('2021-06-01');
  const again = (decidedOn: string) => takenOver(world, formerFile([formerRow(++rows, { document_number: identity.documentNumber, decided_on: decidedOn, phone: '13700007788' })]));
  const maskedPhone = async () => (await ownPage(citizen)).donor?.contact.maskedPhone;
  expect((await again('2022-06-01')).sums.changed).toBe(1);
  expect(await maskedPhone()).toMatch(/88$/);
  expect((await citizen.run(GiveConsentDocument, { input: { purpose: 'CONTACT_ME', words: wordsOf('CONTACT_ME') } })).giveConsent.__typename).toBe('GiveConsentSuccess');
  expect((await citizen.run(TakeBackConsentDocument, { input: { purpose: 'CONTACT_ME' } })).takeBackConsent.__typename).toBe('TakeBackConsentSuccess');
  expect(await maskedPhone()).toBeNull();
  expect((await again('2023-06-01')).sums.changed).toBe(1);
  expect(await maskedPhone()).toBeNull();
});

it('a withdrawal that was confirmed while an import ran is the last word', async () => {
  const people = await Promise.all(Array.from({ length: 12 }, () => formerDonor('2021-06-01')));
  const later = people.map(({ identity }) => formerRow(++rows, { document_number: identity.documentNumber, decided_on: '2022-06-01' }));
  const [, ...answers] = await Promise.all([takenOver(world, formerFile(later)), ...people.map(({ citizen }) => deciding.withdraw(citizen, 1))]);
  for (const [at, { citizen }] of people.entries()) {
    const isWithdrawn = answers[at]?.__typename === 'WithdrawDecisionSuccess';
    expect(isWithdrawn || answers[at]?.__typename === 'DecisionChangedMeanwhile', answers[at]?.__typename).toBe(true);
    expect(await latestOf(citizen)).toMatchObject({ state: isWithdrawn ? 'WITHDRAWN' : 'AGREED', sequence: 2 });
  }
});

it('whoever was taken over changes, withdraws and contests like everybody else', async () => {
  const { citizen } = await formerDonor('2021-06-01');
  expect((await deciding.reaffirm(citizen, 1)).__typename).toBe('ReaffirmDecisionSuccess');
  expect((await deciding.edit(citizen, 2)).__typename).toBe('EditDecisionSuccess');
  expect((await deciding.withdraw(citizen, 3)).__typename).toBe('WithdrawDecisionSuccess');
  expect(await latestOf(citizen)).toMatchObject({ state: 'WITHDRAWN', sequence: 4 });
});
