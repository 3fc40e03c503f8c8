import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createWorld, NOW } from '../../kit/world.ts';
import { choicesOf, consentTo, deciding, ownPage, XIHU } from '../../kit/decisions.ts';
import { StateWithdrawalReasonDocument } from '../../../schema/generated/graphql.ts';

const world = await createWorld();

describe('a citizen', () => {
  it('registers, and reads every choice back as stored', async () => {
    const citizen = await world.citizen();
    const mixed = choicesOf('AGREE', { HEART: 'REFUSE', BRAIN_TISSUE: 'NOT_STATED' });
    const registered = await deciding.register(citizen, { choices: mixed });

    expect(registered).toMatchObject({ __typename: 'RegisterDonorSuccess', decision: { action: 'REGISTERED', state: 'AGREED', sequence: 1 } });
    const { state, donor } = await ownPage(citizen);
    expect(state).toBe('AGREED');
    expect(donor?.decision.choices.map(({ item, choice }) => ({ item, choice }))).toEqual(mixed);
    expect(donor?.decision).toMatchObject({ channel: 'OPEN_WEB', consent: { purpose: 'AGREE' }, nationalSync: { state: 'PENDING' } });
    expect(donor?.contact).toMatchObject({ residence: { code: XIHU }, familyKnows: 'NOT_STATED', maskedPhone: expect.stringMatching(/^137\*{4}\d{4}$/) as string });
  });

  it('is silent until the first decision, and sees what can be done', async () => {
    const { state, donor, abilities } = await ownPage(await world.citizen());
    expect([state, donor]).toEqual(['SILENT', null]);
    expect(abilities.filter(({ allowed }) => allowed).map(({ action }) => action)).toEqual(['REGISTER', 'REFUSE']);
  });

  it('changes, reaffirms, refuses, withdraws and registers again; every step stays in the history', async () => {
    const citizen = await world.citizen();
    const steps = [
      await deciding.register(citizen),
      await deciding.edit(citizen, 1),
      await deciding.reaffirm(citizen, 2),
      await deciding.refuse(citizen, 3),
      await deciding.reaffirm(citizen, 4, 'REFUSE'),
      await deciding.withdraw(citizen, 5),
      await deciding.register(citizen, { expectedVersion: 6 }),
    ];
    expect(steps.map((step) => step.__typename)).toEqual([
      'RegisterDonorSuccess',
      'EditDecisionSuccess',
      'ReaffirmDecisionSuccess',
      'RefuseDonationSuccess',
      'ReaffirmDecisionSuccess',
      'WithdrawDecisionSuccess',
      'RegisterDonorSuccess',
    ]);
    const { donor } = await ownPage(citizen);
    expect(donor?.history.totalCount).toBe(7);
    expect(donor?.history.nodes.map(({ sequence, action, state }) => `${sequence} ${action} ${state}`)).toEqual([
      '7 REGISTERED AGREED',
      '6 WITHDRAWN WITHDRAWN',
      '5 REAFFIRMED REFUSED',
      '4 REFUSED REFUSED',
      '3 REAFFIRMED AGREED',
    ]);
  });

  it('dates no decision before the one that it follows, although the clock was set back; the numbers keep the order', async () => {
    const special = { documentNumber: '110105199003074514', birthday: '1990-03-07' };
    const signIn = () => world.citizen(special);
    await deciding.register(await signIn());
    // As when the database's own clock is corrected, or a standby takes over whose clock is behind.
    world.wait(-300_000);
    await deciding.edit(await signIn(), 1);
    await deciding.withdraw(await signIn(), 2);
    await deciding.register(await signIn(), { expectedVersion: 3 });
    await deciding.refuse(await signIn(), 4);
    world.wait(300_000 + 60_000);
    await deciding.reaffirm(await signIn(), 5, 'REFUSE');
    const { donor } = await ownPage(await signIn());
    const history = donor?.history.nodes.map(({ sequence, recordedAt }) => [sequence, Date.parse(recordedAt) - NOW.getTime()]);
    expect(history).toEqual([[6, 60_000], [5, 4], [4, 3], [3, 2], [2, 1]]);
    world.wait(-60_000);
  });

  it('after a larger step back is dated by the clock all the same: a date far ahead would be as wrong', async () => {
    const special = { documentNumber: '11010519491231002X', birthday: '1949-12-31' };
    await deciding.register(await world.citizen(special));
    world.wait(-3_600_000);
    await deciding.edit(await world.citizen(special), 1);
    const { donor } = await ownPage(await world.citizen(special));
    expect(Date.parse(donor?.decision.recordedAt ?? '') - NOW.getTime()).toBe(-3_600_000);
    world.wait(3_600_000);
  });

  it('reads the history page by page, and is told when a cursor is none of ours', async () => {
    const citizen = await world.citizen();
    await deciding.register(citizen);
    await deciding.refuse(citizen, 1);
    const page = (after: string | null) =>
      citizen.query('query ($after: String) { viewer { donor { history(first: 1, after: $after) { nodes { sequence } pageInfo { endCursor } } } } }', { after });
    const first = (await page(null)).data as { viewer: { donor: { history: { pageInfo: { endCursor: string } } } } };
    expect((await page(first.viewer.donor.history.pageInfo.endCursor)).data).toMatchObject({ viewer: { donor: { history: { nodes: [{ sequence: 1 }] } } } });
    for (const key of ['330106 rcs-330106', 'Infinity', '-1', '1.5', '99999999999', '1 or 1=1']) {
      const { errors } = await page(Buffer.from(`c1:${key}`).toString('base64url'));
      expect(errors?.[0]?.extensions.code, key).toBe('BAD_USER_INPUT');
    }
  });

  it('who refuses first is on the register with a refusal for every item', async () => {
    const citizen = await world.citizen();
    await deciding.refuse(citizen, null);
    const { state, donor, abilities } = await ownPage(citizen);
    expect(state).toBe('REFUSED');
    expect(donor?.decision.choices).toHaveLength(12);
    expect(donor?.decision.choices.every(({ choice }) => choice === 'REFUSE')).toBe(true);
    expect(abilities.find(({ action }) => action === 'REFUSE')).toMatchObject({ allowed: false, reason: 'ALREADY_REFUSED' });
  });

  it('who withdraws leaves no wish, neither yes nor no', async () => {
    const citizen = await world.citizen();
    await deciding.register(citizen);
    await deciding.withdraw(citizen, 1);
    const { state, donor } = await ownPage(citizen);
    expect(state).toBe('WITHDRAWN');
    expect(donor?.decision.choices.every(({ choice }) => choice === 'NOT_STATED')).toBe(true);
    expect(await deciding.withdraw(citizen, 2)).toMatchObject({ __typename: 'NoStandingDecision' });
  });

  it('may say afterwards why they withdrew, and only about their own withdrawal', async () => {
    const [citizen, stranger] = [await world.citizen(), await world.citizen()];
    await deciding.register(citizen);
    const withdrawn = await deciding.withdraw(citizen, 1);
    if (withdrawn.__typename !== 'WithdrawDecisionSuccess') throw new Error('not withdrawn');
    const state = (caller: typeof citizen, decisionId: string) => caller.run(StateWithdrawalReasonDocument, { input: { decisionId, reason: 'HEALTH' } });
    expect(await state(citizen, withdrawn.decision.id)).toMatchObject({ stateWithdrawalReason: { reason: 'HEALTH' } });
    for (const [caller, id] of [[stranger, withdrawn.decision.id], [citizen, 'not-an-id'], [citizen, '00000000-0000-4000-8000-000000000000']] as const) {
      expect(await state(caller, id)).toMatchObject({ stateWithdrawalReason: { __typename: 'InvalidInput' } });
    }
  });

  it('is told when the record changed on another phone, and nothing is overwritten', async () => {
    const identity = { documentNumber: '330106198005170015', birthday: '1980-05-17' };
    const phone = await world.citizen(identity, 'ZHELIBAN_APP');
    const computer = await world.citizen(identity, 'OPEN_WEB');
    await deciding.register(phone);
    await deciding.refuse(phone, 1);
    const late = await deciding.edit(computer, 1);
    expect(late).toMatchObject({ __typename: 'DecisionChangedMeanwhile', current: { version: 2, decision: { state: 'REFUSED' } } });
    expect((await ownPage(computer)).donor?.history.totalCount).toBe(2);
  });

  it('who sends two deeds in one request is refused, and neither is done', async () => {
    const citizen = await world.citizen();
    await deciding.register(citizen);
    const deed = (expectedVersion: number, purpose: 'REFUSE' | 'WITHDRAW') => ({ idempotencyKey: randomUUID(), expectedVersion, consent: consentTo(purpose) });
    const document = `mutation ($first: RefuseDonationInput!, $second: WithdrawDecisionInput!) {
      first: refuseDonation(input: $first) { ... on RefuseDonationSuccess { donor { version decision { state } } } }
      second: withdrawDecision(input: $second) { ... on WithdrawDecisionSuccess { donor { version decision { state } } } }
    }`;
    const { data, errors } = await citizen.query(document, { first: deed(1, 'REFUSE'), second: deed(2, 'WITHDRAW') });
    expect([data ?? null, errors?.[0]?.extensions.code]).toEqual([null, 'QUERY_TOO_COSTLY']);
    expect(await ownPage(citizen)).toMatchObject({ state: 'AGREED', donor: { version: 1 } });
  });

  it('is told when they are registered already, with their own record', async () => {
    const citizen = await world.citizen();
    await deciding.register(citizen);
    expect(await deciding.register(citizen)).toMatchObject({ __typename: 'DonorAlreadyRegistered', existing: { version: 1 } });
  });
});

describe('two people whose passports bear the same number', () => {
  it('each see and change their own record only', async () => {
    const passport = { documentType: 'PASSPORT', documentNumber: 'A1234567' } as const;
    const [one, other] = [await world.citizen({ ...passport, birthday: '1980-05-17' }), await world.citizen({ ...passport, birthday: '1990-03-07' })];
    await deciding.refuse(one, null);
    expect(await ownPage(other)).toMatchObject({ state: 'SILENT', donor: null });
    expect(await deciding.withdraw(other, 1)).toMatchObject({ __typename: 'NoStandingDecision' });
    expect((await ownPage(await world.citizen({ ...passport, birthday: '1980-05-17' }))).state).toBe('REFUSED');
  });
});

describe('the register refuses', () => {
  it('whoever is not eighteen today in China', async () => {
    // It is 2026-11-23 in China.
    const almost = await world.citizen({ birthday: '2008-11-24' });
    expect(await deciding.register(almost)).toMatchObject({ __typename: 'UnderAge' });
    expect(await deciding.refuse(almost, null)).toMatchObject({ __typename: 'UnderAge' });
    expect((await ownPage(almost)).abilities.find(({ action }) => action === 'REGISTER')).toMatchObject({ reason: 'UNDER_AGE' });
    const today = await world.citizen({ birthday: '2008-11-23' });
    expect(await deciding.register(today)).toMatchObject({ __typename: 'RegisterDonorSuccess' });
  });

  it('a weak sign-in for every change', async () => {
    const citizen = await world.citizen({ assuranceLevel: 'BASIC_REAL_NAME' });
    for (const result of [await deciding.register(citizen), await deciding.edit(citizen, 1), await deciding.reaffirm(citizen, 1), await deciding.refuse(citizen, null), await deciding.withdraw(citizen, 1)]) {
      expect(result).toMatchObject({ __typename: 'AssuranceTooLow', stepUpUrl: '/step-up' });
    }
  });

  it('an account without a birth date', async () => {
    const citizen = await world.citizen({ documentType: 'PASSPORT', documentNumber: 'X1234567', birthday: null });
    expect(await deciding.register(citizen)).toMatchObject({ __typename: 'IdentityIncomplete' });
  });

  it('words that are not in force', async () => {
    const citizen = await world.citizen();
    expect(await deciding.register(citizen, { consent: consentTo('REFUSE') })).toMatchObject({ __typename: 'ConsentOutdated', consent: { purpose: 'AGREE' } });
  });

  it('a faulty form with every fault at once, each by its place', async () => {
    const citizen = await world.citizen();
    const result = await deciding.register(citizen, {
      choices: [...choicesOf('REFUSE').slice(1), { item: 'SKIN', choice: 'REFUSE' }],
      contact: { phone: '123', residenceCode: '330104', familyKnows: 'YES', emergencyContact: { name: ' ', relation: 'CHILD', phone: 'x' }, keepEmergencyContact: false },
    });
    if (result.__typename !== 'InvalidInput') throw new Error(result.__typename);
    expect(result.problems.map(({ path, code }) => `${path.join('.')} ${code}`)).toEqual([
      'choices.11 DUPLICATE',
      'choices.HEART MISSING_ITEM',
      'choices NOTHING_AGREED',
      'contact.residenceCode DIVISION_ENDED',
      'contact.phone MALFORMED',
      'contact.emergencyContact.name REQUIRED',
      'contact.emergencyContact.phone MALFORMED',
    ]);
    expect(result.problems[3]?.message).toContain('上城区');
  });
});
