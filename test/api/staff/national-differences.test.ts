import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { NationalDifferencesDocument, SendToNationalRegisterDocument } from '../../../schema/generated/graphql.ts';
import type { Caller } from '../../kit/caller.ts';
import { cardOnPage, cards, issued, verdictOn } from '../../kit/cards.ts';
import { deciding, latestOf, ownPage, registration } from '../../kit/decisions.ts';
import { coordinators, ethicsLookUp, issueEvidence } from '../../kit/evidence.ts';
import { family, told } from '../../kit/family.ts';
import { aboutCards, askStatus, cardWorld, cityCardOf } from '../../kit/health-cards.ts';
import { AT_ONCE, lookingUp, questionAbout } from '../../kit/look-ups.ts';
import { nationalRegisterDiffers, nationalSideOf } from '../../kit/national-register.ts';
import { aboutParent, filedNearKin, nearKin, second } from '../../kit/near-kin.ts';
import { PUBLIC_URL } from '../../kit/partners.ts';
import { NOW, person } from '../../kit/world.ts';

const cardsWorld = await cardWorld();
const { world } = cardsWorld;
/** Later than whatever is decided here. */
const LATER = new Date(NOW.getTime() + 10 * 24 * 3_600_000).toISOString();
const registrar = await world.staff({ role: 'REGISTRAR', divisionCode: '330106' });
const elsewhere = await world.staff({ role: 'REGISTRAR', divisionCode: '330302' });

/** Somebody of 西湖区 who agreed, and of whom the national register knows something else. */
async function differing(knows: 'REFUSED' | 'NONE' = 'REFUSED', since: string | null = LATER, before: (citizen: Caller, about: ReturnType<typeof person>) => Promise<unknown> = () => Promise.resolve()) {
  const about = person();
  const citizen = await world.citizen(about);
  await deciding.register(citizen, { contact: { ...registration().contact, residenceCode: '330106' } });
  await before(citizen, about);
  const number = (await ownPage(citizen)).donor?.registrationNumber ?? '';
  const side = await nationalSideOf(world);
  side.simulator.knows(number, knows, since);
  // Where the cards were told first, their dispatcher has spread the event: the round that looks for what was never sent finds it.
  side.clock.wait(7_200_000);
  await side.exchange();
  await side.exchange();
  return { about, citizen, number, side };
}

const verdict = (card: string) => verdictOn(world.http, card, { issuer: PUBLIC_URL, now: NOW });
const listFor = async (staff: Caller) => (await staff.run(NationalDifferencesDocument, { first: 100, after: null })).nationalDifferences;
const caseOf = async (staff: Caller, number: string) => (await listFor(staff)).nodes.find(({ registrationNumber }) => registrationNumber === number);
const sendAgain = async (staff: Caller, decisionId: string) => (await staff.run(SendToNationalRegisterDocument, { input: { decisionId } })).sendToNationalRegister;

describe('what the national register has not confirmed', () => {
  it('is seen by the staff of the person’s area with what is to be done, and never what was decided', async () => {
    const { number } = await differing();
    const found = await caseOf(registrar, number);
    expect(found).toMatchObject({ state: 'CONFLICT', difference: 'THEIRS_IS_LATER', isHeld: true, area: { code: '330106' } });
    expect(JSON.stringify(found)).not.toMatch(/AGREE|REFUSE|HEART/);
    expect(await caseOf(elsewhere, number)).toBeUndefined();
  });

  it('is sent again by them, under a new number, and is confirmed when the other side has been mended', async () => {
    const { number, side } = await differing();
    const found = await caseOf(registrar, number);
    expect(await sendAgain(registrar, found?.id ?? '')).toMatchObject({ __typename: 'SendToNationalRegisterSuccess', case: { state: 'PENDING', isHeld: true } });
    side.simulator.forgets(number);
    await side.exchange();
    expect(await caseOf(registrar, number)).toBeUndefined();
    const messages = side.simulator.received.filter((each) => each.registrationNumber === number).map(({ messageId }) => messageId);
    expect(new Set(messages).size).toBe(2);
  });

  it('cannot be sent again by staff of another area, nor a decision that is not the latest, confirmed or unknown; each is answered alike', async () => {
    const { number, citizen, side } = await differing();
    const { id } = (await caseOf(registrar, number)) ?? { id: '' };
    const refused = { __typename: 'InvalidInput' };
    expect(await sendAgain(elsewhere, id)).toMatchObject(refused);
    expect(await sendAgain(registrar, randomUUID())).toMatchObject(refused);
    expect(await sendAgain(registrar, 'nonsense')).toMatchObject(refused);
    world.wait(1_000);
    await deciding.reaffirm(citizen, (await ownPage(citizen)).donor?.version ?? 0);
    expect(await sendAgain(registrar, id)).toMatchObject(refused);
    side.simulator.forgets(number);
    await side.exchange();
    expect(await sendAgain(registrar, (await latestOf(citizen)).id)).toMatchObject(refused);
  });

  it('is listed after three days without an answer, too', async () => {
    const citizen = await world.citizen();
    await deciding.register(citizen, { contact: { ...registration().contact, residenceCode: '330106' } });
    const number = (await ownPage(citizen)).donor?.registrationNumber ?? '';
    expect(await caseOf(registrar, number)).toBeUndefined();
    world.wait(3 * 24 * 3_600_000 + 1);
    const late = await world.staff({ role: 'REGISTRAR', divisionCode: '330106' });
    expect(await caseOf(late, number)).toMatchObject({ state: 'PENDING', difference: null, isHeld: false });
    world.wait(-(3 * 24 * 3_600_000 + 1));
  });
});

describe('while the national register holds something that may be later than an agreement', () => {
  it.each([
    ['a later refusal', 'REFUSED', LATER],
    ['nothing, at a time that nobody knows', 'NONE', null],
  ] as const)('nobody is told of the agreement as if it were sure: %s', async (_what, knows, since) => {
    let card = '';
    const { about, citizen } = await differing(knows, since, async (somebody) => {
      card = (await issued(somebody)).token;
      await aboutCards.bind(somebody);
      await aboutCards.agree(somebody, 'asks');
      await aboutCards.agree(somebody, 'told');
      await cardsWorld.tell();
      expect(await aboutCards.see(somebody)).toMatchObject({ card: { mark: { state: 'ON_CARD', mark: 'AGREED' } } });
      expect(await verdict(card)).toBe('VALID');
    });
    const cardId = cityCardOf(cardsWorld, about);

    expect(await verdict(card), 'the card that was issued').toBe('REVOKED');
    expect(await cardOnPage(citizen), 'the card on the page').toBeNull();
    expect(await cards.issue(citizen), 'a new card').toMatchObject({ __typename: 'DecisionFrozen', code: 'DECISION_FROZEN', message: expect.stringContaining('国家登记系统') as string });
    expect(await askStatus(cardsWorld.askers.CITY, { cardId }), 'the platform that asks').toMatchObject({ donor: 'NOT_STATED', organDonorCode: 'U' });
    await cardsWorld.tell();
    expect((await aboutCards.see(citizen))?.card?.mark.mark ?? null, 'the mark on the health card').toBeNull();

    const answer = await lookingUp.ask(await world.staff({ role: 'CLINICIAN' }), questionAbout(about, AT_ONCE));
    expect(answer, 'a hospital').toMatchObject({ __typename: 'LookUpDecisionSuccess', answer: { finding: 'CONTESTED' } });
    expect(JSON.stringify(answer), 'a hospital').not.toContain('HEART');
    const [asked, confirmed] = await coordinators(world);
    expect(await issueEvidence(asked, await ethicsLookUp(world, about, [asked, confirmed])), 'the package for a committee').toMatchObject({ __typename: 'EvidenceNotOpen' });
    const message = await told(citizen);
    expect(JSON.stringify(await family.open(world.anonymous(), message)), 'the family').not.toContain('HEART');
    const child = await world.citizen();
    const staff = await world.staff({ role: 'REGISTRAR', divisionCode: '330000' });
    const requestId = await filedNearKin(child, aboutParent(about));
    await nearKin.take(staff, requestId);
    expect(await nearKin.prove(staff, requestId), 'near kin').toMatchObject({ __typename: 'ProveKinshipSuccess' });
    await second(await world.staff({ role: 'MANAGER', divisionCode: '330000' }), requestId);
    expect(await nearKin.answer(staff, requestId), 'near kin').toMatchObject({ disclosure: { state: 'CONTESTED', choices: [], recordedAt: null } });
  });

  it('no package is issued on a look-up that was answered before it began; it is issued again when the person has said anew what they want', async () => {
    const about = person();
    const citizen = await world.citizen(about);
    await deciding.register(citizen);
    const [asked, confirmed] = await coordinators(world);
    const lookUpId = await ethicsLookUp(world, about, [asked, confirmed]);
    expect(await issueEvidence(asked, lookUpId)).toMatchObject({ __typename: 'IssueEvidencePackageSuccess' });
    await nationalRegisterDiffers(world, (await ownPage(citizen)).donor?.registrationNumber ?? '');
    expect(await issueEvidence(asked, lookUpId)).toMatchObject({ __typename: 'EvidenceNotOpen', message: expect.stringContaining('登记有疑问') as string });
    world.wait(1_000);
    await deciding.reaffirm(citizen, (await ownPage(citizen)).donor?.version ?? 0);
    expect(await issueEvidence(asked, lookUpId)).toMatchObject({ __typename: 'IssueEvidencePackageSuccess' });
  });

  it('a refusal of the person goes on being told', async () => {
    const about = person();
    const citizen = await world.citizen(about);
    await deciding.refuse(citizen, null);
    const side = await nationalSideOf(world);
    side.simulator.knows((await ownPage(citizen)).donor?.registrationNumber ?? '', 'AGREED', LATER);
    await side.exchange();
    const answer = await lookingUp.ask(await world.staff({ role: 'CLINICIAN' }), questionAbout(about, AT_ONCE));
    expect(answer).toMatchObject({ answer: { finding: 'REFUSED' } });
    expect(await cards.issue(citizen)).toMatchObject({ __typename: 'IssueDonorCardSuccess' });
  });

  it('the person sees why, and deciding anew ends it', async () => {
    const { citizen } = await differing();
    expect((await ownPage(citizen)).donor).toMatchObject({ nationalHold: true, decision: { nationalSync: { state: 'CONFLICT', difference: 'THEIRS_IS_LATER' } } });
    world.wait(1_000);
    await deciding.reaffirm(citizen, (await ownPage(citizen)).donor?.version ?? 0);
    expect((await ownPage(citizen)).donor).toMatchObject({ nationalHold: false });
    expect(await cards.issue(citizen)).toMatchObject({ __typename: 'IssueDonorCardSuccess' });
  });
});
