import { beforeEach, describe, expect, test } from 'vitest';
import { NetworkLost } from '../../api/faults.ts';
import { endSession } from '../../api/begin-session.ts';
import { choices, decision, donor, start } from '../../testing/decision-samples.ts';
import { openApp } from '../../testing/open-app.ts';
import type { Answers } from '../../testing/within-app.ts';
import { useDraft } from '../../use-draft.ts';
import { routes } from './routes.ts';

const agreed = donor({ version: 3 });
const refusal = donor({ version: 4, decision: decision({ id: 'decision-2', state: 'REFUSED', action: 'REFUSED', choices: choices('REFUSE') }) });
const withdrawal = donor({ version: 4, decision: decision({ id: 'decision-2', state: 'WITHDRAWN', action: 'WITHDRAWN', choices: choices('NOT_STATED') }) });

type App = Awaited<ReturnType<typeof openApp>>;
let app: App;
async function open(path: string, answers: Answers): Promise<App> {
  app?.app.unmount();
  app = await openApp(routes, path, answers);
  return app;
}
async function submit(words: string): Promise<void> {
  await app.tick();
  await app.press(words);
}

beforeEach(() => endSession());

describe('refusing', () => {
  const answers: Answers = {
    DecisionStart: () => start(),
    RefuseDonation: () => ({ refuseDonation: { __typename: 'RefuseDonationSuccess', donor: refusal, decision: refusal.decision } }),
  };

  test('says first how refusing, withdrawing and silence differ', async () => {
    await open('/refuse', answers);
    expect(app.app.findAll('dt').map((term) => term.text().slice(0, 3))).toEqual(['不同意', '撤回', '从没有']);
  });

  test('somebody never registered refuses with the words of refusing', async () => {
    await open('/refuse', answers);
    await app.press('继续');
    await submit('提交：不同意捐献');
    expect(app.sent('RefuseDonation')[0]).toMatchObject({ expectedVersion: null, consent: { version: 'v1', hash: 'refusehash0123456789' } });
    expect(app.path()).toBe('/refuse/done');
    expect(app.app.text()).toContain('任何组织和个人都不得捐献、获取您的器官');
  });

  test('somebody who refused already is told so', async () => {
    await open('/refuse', { DecisionStart: () => start(refusal) });
    expect(app.app.find('h1').text()).toBe('您已经登记过不同意');
  });

  test('going from one statement to another asks the register anew', async () => {
    let record = agreed;
    const withdrawn = () => ({ withdrawDecision: { __typename: 'WithdrawDecisionSuccess', donor: withdrawal, decision: withdrawal.decision } });
    await open('/refuse', { ...answers, DecisionStart: () => start(record), WithdrawDecision: withdrawn });
    record = refusal;
    await app.go('/withdraw/check');
    await submit('提交撤回');
    expect(app.sent('WithdrawDecision')[0]).toMatchObject({ expectedVersion: 4 });
  });
});

describe('refusing what somebody sent', () => {
  const ended = { __typename: 'InvalidInput', code: 'INVALID_INPUT', message: '有些内容需要修改。', problems: [{ path: ['submissionId'], code: 'UNKNOWN_VALUE', message: '这次没有提交' }] };
  const done = { __typename: 'RefuseDonationSuccess', donor: refusal, decision: refusal.decision };
  const takenOver = () => useDraft<object>('refuse', () => ({})).value.value = { version: null, attempt: null, submissionId: 'sent-1' };
  const from = '这份“不同意捐献”是别的单位替您提交的';

  test('says on the last page from where it comes, and confirms it', async () => {
    takenOver();
    await open('/refuse/check', { DecisionStart: () => start(), RefuseDonation: () => ({ refuseDonation: done }) });
    expect(app.app.text()).toContain(from);
    await submit('提交：不同意捐献');
    expect(app.sent('RefuseDonation')[0]).toMatchObject({ submissionId: 'sent-1' });
  });

  test('that has ended meanwhile says so, and the next press sends it as the person’s own', async () => {
    takenOver();
    let sendings = 0;
    await open('/refuse/check', { DecisionStart: () => start(), RefuseDonation: () => ({ refuseDonation: (sendings += 1) === 1 ? ended : done }) });
    await submit('提交：不同意捐献');
    expect(app.app.get('[role=alert]').text()).toContain('这次没有提交');
    expect(app.app.text()).not.toContain(from);
    await app.press('提交：不同意捐献');
    expect(app.path()).toBe('/refuse/done');
    const [first, second] = app.sent('RefuseDonation');
    expect(second).not.toHaveProperty('submissionId');
    expect(second?.['idempotencyKey']).not.toBe(first?.['idempotencyKey']);
  });

  test('says nothing of it when nobody sent anything', async () => {
    await open('/refuse/check', { DecisionStart: () => start() });
    expect(app.app.text()).not.toContain(from);
  });
});

describe('withdrawing', () => {
  const answers: Answers = {
    DecisionStart: () => start(agreed),
    WithdrawDecision: () => ({ withdrawDecision: { __typename: 'WithdrawDecisionSuccess', donor: withdrawal, decision: withdrawal.decision } }),
    StateWithdrawalReason: () => ({ stateWithdrawalReason: { __typename: 'StateWithdrawalReasonSuccess', reason: 'HEALTH' } }),
  };

  test('takes three screens and no reason', async () => {
    await open('/withdraw', answers);
    await app.press('继续');
    await submit('提交撤回');
    expect(app.sent('WithdrawDecision')[0]).toMatchObject({ expectedVersion: 3, consent: { hash: 'withdrawhash0123456789' } });
    expect(app.path()).toBe('/withdraw/done');
    expect(app.sent('StateWithdrawalReason')).toEqual([]);
  });

  test('a reason may follow, and none is chosen beforehand', async () => {
    await open('/withdraw/check', answers);
    await submit('提交撤回');
    expect(app.app.findAll('#reason input:checked')).toHaveLength(0);
    await app.press('告诉原因');
    expect(app.app.get('#reason-error').text()).toContain('撤回已经办好');
    await app.choose('reason', 'HEALTH');
    await app.press('告诉原因');
    expect(app.sent('StateWithdrawalReason')).toEqual([{ decisionId: 'decision-2', reason: 'HEALTH' }]);
    expect(app.app.text()).toContain('谢谢您');
  });

  test('nobody without a decision can withdraw one', async () => {
    await open('/withdraw', { DecisionStart: () => start() });
    expect(app.app.find('h1').text()).toBe('您现在没有登记');
  });

  test('a lost reply finds its result although the register now bars withdrawing', async () => {
    const lost = () => {
      throw new NetworkLost('1');
    };
    await open('/withdraw/check', { ...answers, WithdrawDecision: lost });
    await submit('提交撤回');
    const [first] = app.sent('WithdrawDecision');
    await open('/withdraw/check', { ...answers, DecisionStart: () => start(withdrawal) });
    await app.press('再查一次');
    expect(app.sent('WithdrawDecision')).toEqual([first]);
    expect(app.path()).toBe('/withdraw/done');
  });
});

describe('reaffirming', () => {
  const reaffirmed = (record: typeof agreed) => ({ reaffirmDecision: { __typename: 'ReaffirmDecisionSuccess', donor: record, decision: record.decision } });

  test.each([
    ['agreeing', agreed, 'agreehash0123456789'],
    ['refusing', refusal, 'refusehash0123456789'],
  ])('declares anew the words of %s', async (_name, record, hash) => {
    await open('/reaffirm', { DecisionStart: () => start(record), ReaffirmDecision: () => reaffirmed(record) });
    await submit('再次确认');
    expect(app.sent('ReaffirmDecision')[0]).toMatchObject({ expectedVersion: record.version, consent: { version: 'v1', hash } });
    expect(app.path()).toBe('/reaffirm/done');
  });

  test('changed meanwhile, the person sees both sides and then declares the words of what stands', async () => {
    let record = agreed;
    const answer = () => (record === agreed ? changed() : reaffirmed(record));
    const changed = () => ({ reaffirmDecision: { __typename: 'DecisionChangedMeanwhile', code: 'DECISION_CHANGED_MEANWHILE', message: '刚刚有了变化', current: refusal } });
    await open('/reaffirm', { DecisionStart: () => start(record), ReaffirmDecision: answer });
    await submit('再次确认');
    expect(app.app.text()).toContain('刚刚有了变化');
    expect(app.app.text()).toContain('不同意捐献');
    record = refusal;
    await app.press('用我刚才填写的内容继续');
    await submit('再次确认');
    expect(app.sent('ReaffirmDecision')[1]).toMatchObject({ expectedVersion: 4, consent: { hash: 'refusehash0123456789' } });
  });
});
