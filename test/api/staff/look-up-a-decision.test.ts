import { randomUUID } from 'node:crypto';
import { describe, expect, it, test } from 'vitest';
import { choicesOf, deciding } from '../../kit/decisions.ts';
import { asked, AT_ONCE, lookingUp, ownLookUps, questionAbout, twoClinicians } from '../../kit/look-ups.ts';
import { createWorld, person } from '../../kit/world.ts';

const world = await createWorld({ SANXIAN_LOOK_UP_FLOOR_MS: '0', SANXIAN_LOOK_UP_WAIT_HOURS: '1', SANXIAN_LOOK_UP_OPEN_HOURS: '1', SANXIAN_SESSION_IDLE_MINUTES: '60' });
const HOUR = 3_600_000;

/** A person on the register, by what they decided. */
async function somebody(decided: 'AGREED' | 'REFUSED' | 'WITHDRAWN' | 'SILENT', special: Parameters<typeof person>[0] = {}) {
  const who = person(special);
  const citizen = await world.citizen(who);
  if (decided === 'AGREED' || decided === 'WITHDRAWN') await deciding.register(citizen, { choices: choicesOf('AGREE', { HEART: 'REFUSE' }) });
  if (decided === 'WITHDRAWN') await deciding.withdraw(citizen, 1);
  if (decided === 'REFUSED') await deciding.refuse(citizen, null);
  return { who, citizen };
}

const waitingAnswer = { __typename: 'LookUpDecisionSuccess', answer: null, lookUp: { status: 'WAITING', secondPerson: null } };
const notOpen = { __typename: 'LookUpNotOpen', code: 'LOOK_UP_NOT_OPEN' };

describe('a look-up by two people', () => {
  it.each(['AGREED', 'REFUSED', 'WITHDRAWN', 'SILENT'] as const)('tells nothing when it is asked and %s once a second person has confirmed', async (state) => {
    const [asker, second] = await twoClinicians(world);
    const { who } = await somebody(state);
    const first = await lookingUp.ask(asker, questionAbout(who));
    expect(first).toMatchObject(waitingAnswer);
    const id = first.__typename === 'LookUpDecisionSuccess' ? first.lookUp.id : '';
    expect(await lookingUp.open(asker, id)).toMatchObject(notOpen);
    expect(await lookingUp.confirm(second, id)).toMatchObject({ lookUp: { status: 'CONFIRMED', secondPerson: { name: '演示医生乙', role: 'CLINICIAN' } } });
    const opened = await lookingUp.open(asker, id);
    expect(opened).toMatchObject({ lookUp: { status: 'ANSWERED' }, answer: { finding: state, choices: [], disclosedAt: expect.any(String), note: expect.stringContaining('条例') } });
    if (opened.__typename === 'OpenLookUpSuccess') expect([opened.answer?.recordedAt, opened.answer?.fingerprint].map((value) => value !== null)).toEqual([state !== 'SILENT', state !== 'SILENT']);
  });

  it('tells a coordinator the single items of an agreement, as they were stored', async () => {
    const [coordinator, second] = [await world.staff({ role: 'COORDINATOR', divisionCode: '330100' }), (await twoClinicians(world))[1]];
    const { who } = await somebody('AGREED');
    const id = await asked(coordinator, questionAbout(who));
    await lookingUp.confirm(second, id);
    const opened = await lookingUp.open(coordinator, id);
    const choices = opened.__typename === 'OpenLookUpSuccess' ? (opened.answer?.choices ?? []) : [];
    expect(choices.map(({ item, choice }) => ({ item, choice }))).toEqual(choicesOf('AGREE', { HEART: 'REFUSE' }));
  });

  it('tells a coordinator no items of a refusal', async () => {
    const coordinator = await world.staff({ role: 'COORDINATOR', divisionCode: '330100' });
    const { who } = await somebody('REFUSED');
    expect(await lookingUp.ask(coordinator, questionAbout(who, AT_ONCE))).toMatchObject({ answer: { finding: 'REFUSED', choices: [] } });
  });

  it('takes a wrong name for nobody: number and name must be one person’s', async () => {
    const [asker] = await twoClinicians(world);
    const { who } = await somebody('AGREED', { fullName: '买买提·吐尔逊' });
    expect(await lookingUp.ask(asker, questionAbout(who, { ...AT_ONCE, fullName: '买买提·吐尔' }))).toMatchObject({ answer: { finding: 'SILENT', fingerprint: null, recordedAt: null } });
    expect(await lookingUp.ask(asker, questionAbout(who, { ...AT_ONCE, fullName: ' 买买提•吐尔逊' }))).toMatchObject({ answer: { finding: 'AGREED' } });
  });

  it('knows a passport by number, birthday and name, in small letters too', async () => {
    const [asker] = await twoClinicians(world);
    const { who } = await somebody('AGREED', { documentType: 'PASSPORT', documentNumber: 'X1234567', fullName: 'ANNA BEISPIEL' });
    expect(await lookingUp.ask(asker, questionAbout(who, { ...AT_ONCE, fullName: 'Anna  Beispiel' }))).toMatchObject({ answer: { finding: 'AGREED' } });
    expect(await lookingUp.ask(asker, questionAbout(who, { ...AT_ONCE, birthday: '1981-05-17' }))).toMatchObject({ answer: { finding: 'SILENT' } });
    expect(await lookingUp.ask(asker, questionAbout(who, { ...AT_ONCE, birthday: null }))).toMatchObject(notOpen);
  });

  it('can be opened again until it expires, and tells what then stands', async () => {
    const [asker, second] = await twoClinicians(world);
    const { who, citizen } = await somebody('AGREED');
    const id = await asked(asker, questionAbout(who));
    await lookingUp.confirm(second, id);
    expect(await lookingUp.open(asker, id)).toMatchObject({ answer: { finding: 'AGREED' } });
    await deciding.refuse(citizen, 1);
    expect(await lookingUp.open(asker, id)).toMatchObject({ answer: { finding: 'REFUSED' } });
  });

  it('is answered once for one key, and refuses the key for another question', async () => {
    const [asker] = await twoClinicians(world);
    const { who } = await somebody('REFUSED');
    const question = questionAbout(who);
    const id = await asked(asker, question);
    expect(await asked(asker, question)).toBe(id);
    expect(await lookingUp.ask(asker, { ...question, purpose: 'ETHICS_REVIEW' })).toMatchObject({ __typename: 'IdempotencyKeyReused' });
    const broken = questionAbout(who, AT_ONCE);
    expect(await lookingUp.ask(asker, broken)).toMatchObject({ answer: { finding: 'REFUSED' } });
    expect(await lookingUp.ask(asker, broken)).toMatchObject({ answer: { finding: 'REFUSED' } });
  });

  test.each([
    ['caseNumber', { caseNumber: '33010619800517002X' }],
    ['caseNumber', { caseNumber: '13712345678' }],
    ['caseNumber', { caseNumber: '' }],
    ['fullName', { fullName: ' ' }],
    ['idempotencyKey', { idempotencyKey: 'short' }],
  ])('says what is wrong with %s, which depends on nobody: %j', async (field, special) => {
    const [asker] = await twoClinicians(world);
    expect(await lookingUp.ask(asker, questionAbout(person(), special))).toMatchObject({ __typename: 'InvalidInput', problems: [{ path: [field] }] });
  });
});

describe('the second person', () => {
  it('is never the one who asked', async () => {
    const [asker] = await twoClinicians(world);
    const id = await asked(asker, questionAbout(person()));
    expect(await lookingUp.confirm(asker, id)).toMatchObject(notOpen);
    expect(await lookingUp.decline(asker, id)).toMatchObject(notOpen);
  });

  it('is never somebody who asked about the same person themself', async () => {
    const [asker, other] = await twoClinicians(world);
    const who = person();
    const id = await asked(asker, questionAbout(who));
    await asked(other, questionAbout(who, { caseNumber: 'CASE-2' }));
    expect(await lookingUp.confirm(other, id)).toMatchObject(notOpen);
  });

  it('is of the same hospital, or a coordinator in whose scope it lies, and nobody else', async () => {
    const [asker] = await twoClinicians(world);
    const id = await asked(asker, questionAbout(person()));
    const strangers = [
      (await twoClinicians(world, 'other-hospital'))[0],
      await world.staff({ role: 'COORDINATOR', divisionCode: '330200' }),
      ...(await Promise.all((['REGISTRAR', 'MANAGER', 'AUDITOR'] as const).map((role) => world.staff({ role, divisionCode: '330100' })))),
      await world.citizen(),
      world.anonymous(),
    ];
    for (const stranger of strangers) {
      expect(await lookingUp.confirm(stranger, id)).toMatchObject(notOpen);
      expect(await lookingUp.decline(stranger, id)).toMatchObject(notOpen);
      expect(await lookingUp.open(stranger, id)).toMatchObject(notOpen);
    }
    const coordinator = await world.staff({ role: 'COORDINATOR', divisionCode: '330000' });
    expect(await lookingUp.confirm(coordinator, id)).toMatchObject({ lookUp: { status: 'CONFIRMED', secondPerson: { role: 'COORDINATOR' } } });
    expect(await lookingUp.open(coordinator, id)).toMatchObject(notOpen);
  });

  it('decides once: what was declined stays declined', async () => {
    const [asker, second] = await twoClinicians(world);
    const { who, citizen } = await somebody('AGREED');
    const id = await asked(asker, questionAbout(who));
    expect(await lookingUp.decline(second, id)).toMatchObject({ lookUp: { status: 'DECLINED' } });
    expect(await lookingUp.confirm(second, id)).toMatchObject(notOpen);
    expect(await lookingUp.open(asker, id)).toMatchObject(notOpen);
    expect(await ownLookUps(citizen)).toMatchObject({ lookUps: { nodes: [{ status: 'DECLINED', finding: null, answeredAt: null, secondPerson: { name: '演示医生乙' } }] } });
  });

  it('finds what waits on their desk, with case, hospital and occasion and without the person', async () => {
    const [asker, second] = await twoClinicians(world, 'desk-hospital');
    const who = person();
    const id = await asked(asker, questionAbout(who, { hospitalKey: 'desk-hospital', caseNumber: 'DESK-1' }));
    const desk = await lookingUp.desk(second);
    expect(desk?.toConfirm.nodes).toMatchObject([{ id, caseNumber: 'DESK-1', occasion: 'DEATH_EXPECTED', hospitalName: '演示医院（desk-hospital）', requestedBy: { name: '演示医生甲' } }]);
    expect(JSON.stringify(desk)).not.toContain(who.documentNumber);
    expect(JSON.stringify(desk)).not.toContain(who.fullName);
    expect((await lookingUp.desk(asker))?.mine.nodes).toMatchObject([{ id, status: 'WAITING' }]);
    expect((await lookingUp.desk(asker))?.toConfirm.nodes).toEqual([]);
    expect((await lookingUp.desk(asker))?.hospitals).toEqual([{ key: 'desk-hospital', name: '演示医院（desk-hospital）', area: { code: '330106', fullName: '浙江省杭州市西湖区' } }]);
    expect(await lookingUp.desk(await world.citizen())).toBeNull();
    expect(await lookingUp.desk(await world.staff({ role: 'MANAGER' }))).toBeNull();
  });
});

describe('what nobody may look up', () => {
  const question = questionAbout(person());

  it('is refused in one way: who may not, which hospital, which area, which number', async () => {
    const [asker] = await twoClinicians(world);
    const coordinator = await world.staff({ role: 'COORDINATOR', divisionCode: '330100' });
    await twoClinicians(world, 'other-hospital');
    await world.staff({ role: 'CLINICIAN', hospitalKey: 'ningbo-hospital', divisionCode: '330203' });
    const answers = [
      await lookingUp.ask(world.anonymous(), question),
      await lookingUp.ask(await world.citizen(), question),
      ...(await Promise.all((['REGISTRAR', 'MANAGER', 'AUDITOR'] as const).map(async (role) => lookingUp.ask(await world.staff({ role }), question)))),
      await lookingUp.ask(asker, { ...question, hospitalKey: 'other-hospital' }),
      await lookingUp.ask(asker, { ...question, hospitalKey: 'no-such-hospital' }),
      await lookingUp.ask(asker, { ...question, areaCode: '330105' }),
      await lookingUp.ask(coordinator, { ...question, hospitalKey: 'ningbo-hospital', areaCode: '330203' }),
      await lookingUp.ask(asker, { ...question, documentNumber: question.documentNumber.slice(0, 17) + (question.documentNumber.endsWith('1') ? '2' : '1') }),
      await lookingUp.open(asker, randomUUID()),
      await lookingUp.open(asker, 'x'),
    ];
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(answers[0]).toMatchObject(notOpen);
  });

  it('tells only the signed-out that they are: a clinician whose session is over must sign in again', async () => {
    const [asker] = await twoClinicians(world);
    world.wait(13 * HOUR);
    const { errors } = await asker.query('mutation ($input: LookUpDecisionInput!) { lookUpDecision(input: $input) { __typename } }', { input: question });
    expect(errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
  });

  it('ends by itself: nobody confirms or opens what has expired', async () => {
    const [asker, second] = await twoClinicians(world);
    const { who } = await somebody('AGREED');
    const stillThere = () => Promise.all([asker, second].map((caller) => lookingUp.desk(caller)));
    const waiting = await asked(asker, questionAbout(who));
    const confirmed = await asked(asker, questionAbout(who, { caseNumber: 'CASE-2' }));
    await lookingUp.confirm(second, confirmed);
    world.wait(HOUR / 2);
    await stillThere();
    world.wait(HOUR / 2);
    expect(await lookingUp.confirm(second, waiting)).toMatchObject(notOpen);
    expect(await lookingUp.open(asker, confirmed)).toMatchObject(notOpen);
    expect(await stillThere()).toMatchObject([{ mine: { nodes: [] } }, { toConfirm: { nodes: [] } }]);
    expect((await ownLookUps(await world.citizen(who))).lookUps.nodes.map(({ status }) => status)).toEqual(['EXPIRED', 'EXPIRED']);
  });
});
