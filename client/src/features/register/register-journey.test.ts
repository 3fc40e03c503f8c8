import { beforeEach, describe, expect, test } from 'vitest';
import { NetworkLost } from '../../api/faults.ts';
import { endSession } from '../../api/begin-session.ts';
import { unfinishedDrafts } from '../../drafts.ts';
import { choices, decision, donor, kinds, start } from '../../testing/decision-samples.ts';
import { openApp } from '../../testing/open-app.ts';
import type { Answers } from '../../testing/within-app.ts';
import { routes } from './routes.ts';

const stored = donor({ decision: decision({ choices: choices('REFUSE') }) });
const success = () => ({ registerDonor: { __typename: 'RegisterDonorSuccess', donor: stored, decision: stored.decision } });
const silent = { DecisionStart: () => start(), RegisterDonor: success };

type App = Awaited<ReturnType<typeof openApp>>;
let app: App;
async function open(path: string, answers: Answers): Promise<App> {
  app?.app.unmount();
  app = await openApp(routes, path, answers);
  return app;
}

/** The way of somebody who knows what they want, up to the check screen. */
async function answerAll(): Promise<void> {
  await app.choose('scope-ORGAN', 'ALL');
  await app.press('继续');
  await app.choose('scope-TISSUE', 'ALL');
  await app.press('继续');
  await app.press('继续');
  await app.press('继续');
}

async function submit(): Promise<void> {
  await app.tick();
  await app.press('提交登记');
}

/** Whatever of a journey lies in the tab's storage, by key. */
const draftsOnDevice = () => Object.keys(sessionStorage).filter((key) => key.startsWith('sanxian.draft.'));

beforeEach(() => endSession());

test('agreeing to all takes six screens and sends every item by its name', async () => {
  await open('/register', silent);
  await answerAll();
  expect(app.path()).toBe('/register/check');
  await submit();
  const [input] = app.sent('RegisterDonor');
  expect(input).toMatchObject({ expectedVersion: null, consent: { version: 'v1', hash: 'agreehash0123456789' } });
  expect(input?.['choices']).toEqual([...kinds[0].items, ...kinds[1].items].map((item) => ({ item, choice: 'AGREE' })));
  expect(input?.['contact']).toEqual({ phone: null, residenceCode: '330106', familyKnows: 'NOT_STATED', emergencyContact: null, keepEmergencyContact: false });
  expect(app.path()).toBe('/register/done');
});

test('the receipt reads back what the register stored, not what was sent', async () => {
  await open('/register', silent);
  await answerAll();
  await submit();
  expect(app.app.text()).toContain('SX-TEST-0001');
  expect(app.app.findAll('.choice-list li').map((line) => line.text())).toContain('心脏不同意');
  expect(app.app.text()).toContain('待同步');
});

test('nothing is chosen beforehand, and an unanswered question does not let anybody on', async () => {
  await open('/register', silent);
  expect(app.app.findAll('input:checked')).toHaveLength(0);
  await app.press('继续');
  expect(app.path()).toBe('/register/organs');
  expect(app.app.get('[role=alert]').text()).toContain('请选择：全部器官都同意，或者逐项选择');
  await app.choose('scope-ORGAN', 'EACH');
  await app.choose('item-HEART', 'AGREE');
  await app.press('继续');
  expect(app.app.get('[role=alert]').findAll('li')).toHaveLength(5);
  await app.press('其余 5 项都选“不表态”');
  await app.press('继续');
  expect(app.path()).toBe('/register/tissues');
});

test('agreeing to nothing is told and leads to refusing', async () => {
  await open('/register', silent);
  await app.choose('scope-ORGAN', 'EACH');
  for (const item of kinds[0].items) await app.choose(`item-${item}`, 'REFUSE');
  await app.press('继续');
  await app.choose('scope-TISSUE', 'NONE');
  await app.press('继续');
  expect(app.path()).toBe('/register/tissues');
  expect(app.app.get('[role=alert]').text()).toContain('您没有同意任何一项');
  expect(app.app.findAll('a').map((link) => link.text())).toContain('登记不同意捐献');
});

test('a change from the check screen leads back to it', async () => {
  await open('/register', silent);
  await answerAll();
  await app.go('/register/organs?from=check');
  await app.choose('scope-ORGAN', 'EACH');
  for (const item of kinds[0].items) await app.choose(`item-${item}`, item === 'HEART' ? 'REFUSE' : 'AGREE');
  await app.press('继续');
  expect(app.path()).toBe('/register/check');
  expect(app.app.text()).toContain('不同意：心脏');
});

test('the box must be ticked', async () => {
  await open('/register', silent);
  await answerAll();
  await app.press('提交登记');
  expect(app.sent('RegisterDonor')).toHaveLength(0);
  expect(app.app.get('[role=alert]').text()).toContain('请先阅读声明');
});

describe('what is kept on the device', () => {
  test('a reload loses nothing; the check screen waits for open questions', async () => {
    await open('/register', silent);
    await app.choose('scope-ORGAN', 'ALL');
    await app.press('继续');
    expect(unfinishedDrafts().map(({ path }) => path)).toEqual(['/register/tissues']);
    await open('/register/check', silent);
    expect(app.path()).toBe('/register/tissues');
    await app.go('/register/organs');
    expect(app.app.get<HTMLInputElement>('#scope-ORGAN input[value=ALL]').element.checked).toBe(true);
  });

  test('looking without answering leaves nothing', async () => {
    await open('/register', silent);
    expect(unfinishedDrafts()).toEqual([]);
  });

  test('a recorded decision and signing out both leave nothing', async () => {
    await open('/register', silent);
    await answerAll();
    await submit();
    expect(draftsOnDevice()).toEqual([]);
    await open('/register', silent);
    await app.choose('scope-ORGAN', 'ALL');
    endSession();
    expect(draftsOnDevice()).toEqual([]);
  });

  test('an ID number typed in the wrong place is not kept', async () => {
    await open('/register/family', silent);
    await app.press('填写一位紧急联系人');
    await app.app.get('#emergency-name').setValue('330106199805170000');
    expect(JSON.stringify(Object.values(sessionStorage))).not.toContain('330106199805170000');
  });
});

describe('a lost reply', () => {
  test('is said, survives a reload, and the retry carries the same key although the register now bars registering', async () => {
    const lost = () => {
      throw new NetworkLost('1');
    };
    await open('/register', { ...silent, RegisterDonor: lost });
    await answerAll();
    await submit();
    expect(app.app.text()).toContain('还不知道有没有提交成功');
    const [first] = app.sent('RegisterDonor');

    await open('/register/check', { ...silent, DecisionStart: () => start(donor()) });
    expect(app.app.text()).toContain('还不知道有没有提交成功');
    await app.press('再查一次');
    expect(app.sent('RegisterDonor')).toEqual([first]);
    expect(app.path()).toBe('/register/done');
  });

  test('followed by other answers gets another key', async () => {
    let lost = true;
    const answer = () => {
      if (lost) throw new NetworkLost('1');
      return success();
    };
    await open('/register', { ...silent, RegisterDonor: answer });
    await answerAll();
    await submit();
    await app.go('/register/tissues?from=check');
    await app.choose('scope-TISSUE', 'NONE');
    await app.press('继续');
    lost = false;
    expect(app.app.text()).not.toContain('还不知道有没有提交成功');
    await submit();
    const [first, second] = app.sent('RegisterDonor');
    expect(second?.['idempotencyKey']).not.toBe(first?.['idempotencyKey']);
  });
});

describe('refusals', () => {
  const refused = (refusal: object): Answers => ({ ...silent, RegisterDonor: () => ({ registerDonor: refusal }) });

  test('newer words are shown and the box is unticked', async () => {
    const consent = { purpose: 'AGREE', version: 'v2', hash: 'newhash', language: 'zh-CN', paragraphs: ['新的声明'] };
    await open('/register', refused({ __typename: 'ConsentOutdated', code: 'CONSENT_OUTDATED', message: '', consent }));
    await answerAll();
    await submit();
    expect(app.app.text()).toContain('新的声明');
    expect(app.app.get<HTMLInputElement>('#consent').element.checked).toBe(false);
    await submit();
    expect(app.sent('RegisterDonor')[1]?.['consent']).toEqual({ version: 'v2', hash: 'newhash' });
  });

  test('problems lead to the screen and the field that can mend them, one screen after the other', async () => {
    const problems = [
      { path: ['contact', 'residenceCode'], code: 'DIVISION_ENDED', message: '江干区已经撤销' },
      { path: ['choices', 'HEART'], code: 'MISSING_ITEM', message: '这一项还没有选择。' },
    ];
    await open('/register', refused({ __typename: 'InvalidInput', code: 'INVALID_INPUT', message: '', problems }));
    await answerAll();
    await submit();
    expect(app.path()).toBe('/register/organs?from=check');
    expect(app.app.get('#scope-ORGAN-error').text()).toBe('这一项还没有选择。');
    await app.press('继续');
    expect(app.path()).toBe('/register/contact?from=check');
    expect(app.app.get('#residence-error').text()).toBe('江干区已经撤销');
    await app.press('继续');
    expect(app.path()).toBe('/register/check');
  });

  test('problems that no screen can mend are read out on the check screen', async () => {
    const problems = [{ path: ['idempotencyKey'], code: 'MALFORMED', message: '提交编号格式不对' }];
    await open('/register', refused({ __typename: 'InvalidInput', code: 'INVALID_INPUT', message: '', problems }));
    await answerAll();
    await submit();
    expect(app.app.get('[role=alert]').text()).toContain('提交编号格式不对');
  });

  test.each(['UnderAge', 'IdentityIncomplete', 'IdempotencyKeyReused', 'RuleOfTomorrow'])('%s is told in the words of the server', async (name) => {
    await open('/register', refused({ __typename: name, code: name, message: `${name} 的说明` }));
    await answerAll();
    await submit();
    expect(app.app.get('[role=alert]').text()).toContain(`${name} 的说明`);
  });

  test('too weak a sign-in leads to step-up and back, with the answers kept', async () => {
    await open('/register', refused({ __typename: 'AssuranceTooLow', code: 'ASSURANCE_TOO_LOW', message: '', stepUpUrl: null }));
    await answerAll();
    await submit();
    expect(app.path()).toBe('/sign-in/step-up?returnTo=/register/check');
    expect(unfinishedDrafts()).toHaveLength(1);
  });
});

describe('who cannot register', () => {
  test.each([
    ['UNDER_AGE', '年满18周岁以后才能登记'],
    ['IDENTITY_INCOMPLETE', '没有完整的证件信息'],
  ] as const)('%s is told before the first question', async (reason, words) => {
    await open('/register', { DecisionStart: () => start(null, reason) });
    expect(app.app.text()).toContain(words);
    expect(app.app.find('form').exists()).toBe(false);
  });

  test('too weak a sign-in is led to step-up first', async () => {
    await open('/register', { DecisionStart: () => start(null, 'ASSURANCE_TOO_LOW') });
    expect(app.path()).toBe('/sign-in/step-up?returnTo=/register/organs');
  });

  test('somebody registered is led to their decision', async () => {
    await open('/register', { DecisionStart: () => start(donor()) });
    expect(app.app.find('h1').text()).toBe('您已经登记过');
    expect(app.app.findAll('a').map((link) => link.attributes('href'))).toEqual(expect.arrayContaining(['/decision', '/edit']));
  });
});

test('going back from the receipt leads to the decision, never to a second registration', async () => {
  await open('/register', silent);
  await answerAll();
  await submit();
  await app.go('/register/check');
  expect(app.path()).toBe('/decision');
  await open('/register/done', silent);
  expect(app.path()).toBe('/decision');
});
