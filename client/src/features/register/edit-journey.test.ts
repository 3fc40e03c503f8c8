import { beforeEach, describe, expect, test } from 'vitest';
import { NetworkLost } from '../../api/faults.ts';
import { endSession } from '../../api/begin-session.ts';
import { choices, decision, donor, start } from '../../testing/decision-samples.ts';
import { openApp } from '../../testing/open-app.ts';
import type { Answers } from '../../testing/within-app.ts';
import { routes } from './routes.ts';

const agreed = donor({ version: 3 });
const edited = donor({ version: 4, decision: decision({ id: 'decision-2', sequence: 2, action: 'EDITED' }) });
const success = () => ({ editDecision: { __typename: 'EditDecisionSuccess', donor: edited, decision: edited.decision } });
const standing = { DecisionStart: () => start(agreed), EditDecision: success };

type App = Awaited<ReturnType<typeof openApp>>;
let app: App;
async function open(path: string, answers: Answers): Promise<App> {
  app?.app.unmount();
  app = await openApp(routes, path, answers);
  return app;
}

async function refuseLiver(): Promise<void> {
  await app.go('/edit/organs?from=check');
  await app.choose('scope-ORGAN', 'EACH');
  for (const item of ['HEART', 'LUNG', 'KIDNEY', 'PANCREAS', 'SMALL_INTESTINE']) await app.choose(`item-${item}`, 'AGREE');
  await app.choose('item-LIVER', 'REFUSE');
  await app.press('继续');
}

async function submit(): Promise<void> {
  await app.tick();
  await app.press('提交更改');
}

beforeEach(() => endSession());

test('a change begins with what is stored, and there is nothing to submit yet', async () => {
  await open('/edit', standing);
  expect(app.path()).toBe('/edit/check');
  expect(app.app.text()).toContain('同意：心脏、肺、肝、肾、胰、小肠');
  expect(app.app.find('#consent').exists()).toBe(false);
  await app.go('/edit/organs?from=check');
  expect(app.app.text()).toContain('没有改过的，都是您以前登记的选择');
  expect(app.app.get<HTMLInputElement>('#scope-ORGAN input[value=ALL]').element.checked).toBe(true);
});

test('old and new are named, and only the choices go along', async () => {
  await open('/edit', standing);
  await refuseLiver();
  expect(app.app.text()).toContain('肝：由“同意”改为“不同意”');
  await submit();
  const [input] = app.sent('EditDecision');
  expect(input).toMatchObject({ expectedVersion: 3, contact: null });
  expect(input?.['choices']).toContainEqual({ item: 'LIVER', choice: 'REFUSE' });
  expect(app.path()).toBe('/edit/done');
});

test('a touched contact goes along as a whole', async () => {
  await open('/edit/family?from=check', standing);
  await app.choose('family-knows', 'NOT_YET');
  await app.press('继续');
  expect(app.app.text()).toContain('原来：已经知道');
  await submit();
  expect(app.sent('EditDecision')[0]?.['contact']).toEqual({ phone: null, residenceCode: '330106', familyKnows: 'NOT_YET', emergencyContact: null, keepEmergencyContact: false });
});

test('a lost reply finds its result although the record has moved on with it', async () => {
  const lost = () => {
    throw new NetworkLost('1');
  };
  await open('/edit', { ...standing, EditDecision: lost });
  await refuseLiver();
  await submit();
  const [first] = app.sent('EditDecision');
  await open('/edit/check', { DecisionStart: () => start(edited), EditDecision: success });
  await app.press('再查一次');
  expect(app.sent('EditDecision')).toEqual([first]);
  expect(app.path()).toBe('/edit/done');
});

test('from a refusal the switch is explained, and every refused item is shown as such', async () => {
  const refusal = donor({ version: 2, decision: decision({ state: 'REFUSED', action: 'REFUSED', choices: choices('REFUSE') }) });
  await open('/edit', { ...standing, DecisionStart: () => start(refusal) });
  expect(app.app.find('h1').text()).toBe('从“不同意”改为“同意”');
  await app.press('继续');
  expect(app.path()).toBe('/edit/organs');
  expect(app.app.get<HTMLInputElement>('#item-HEART input[value=REFUSE]').element.checked).toBe(true);
  await app.choose('scope-ORGAN', 'ALL');
  await app.press('继续');
  await app.press('继续');
  await app.press('继续');
  await app.press('继续');
  expect(app.path()).toBe('/edit/check');
  expect(app.app.text()).toContain('您现在登记的是“不同意捐献”');
  await submit();
  expect(app.sent('EditDecision')[0]).toMatchObject({ expectedVersion: 2 });
});

describe('changed meanwhile', () => {
  const moved = donor({ version: 5, decision: decision({ sequence: 2, action: 'EDITED', choices: choices('NOT_STATED', { HEART: 'AGREE' }) }) });
  const changed = (current: unknown) => ({ editDecision: { __typename: 'DecisionChangedMeanwhile', code: 'DECISION_CHANGED_MEANWHILE', message: '您的登记刚刚在别处有了变化', current } });

  test('both sides are shown and nothing is sent again by itself', async () => {
    await open('/edit', { ...standing, EditDecision: () => changed(moved) });
    await refuseLiver();
    await submit();
    expect(app.app.text()).toContain('您的登记刚刚在别处有了变化');
    const liver = app.app.findAll('.compared > li').find((row) => row.text().startsWith('肝'));
    expect(liver?.findAll('dd').map((cell) => cell.text())).toEqual(['不表态', '不同意']);
    expect(app.sent('EditDecision')).toHaveLength(1);
  });

  test('the person may put their answers on the current version; the box is to be ticked anew', async () => {
    let current = agreed;
    let answer: () => unknown = () => changed(moved);
    await open('/edit', { DecisionStart: () => start(current), EditDecision: () => answer() });
    await refuseLiver();
    await submit();
    current = moved;
    answer = success;
    await app.press('用我刚才填写的内容继续');
    expect(app.path()).toBe('/edit/check');
    expect(app.app.text()).toContain('由“不表态”改为“同意”');
    expect(app.app.get<HTMLInputElement>('#consent').element.checked).toBe(false);
    await submit();
    const [first, second] = app.sent('EditDecision');
    expect(second).toMatchObject({ expectedVersion: 5, choices: first?.['choices'] });
    expect(second?.['idempotencyKey']).not.toBe(first?.['idempotencyKey']);
  });

  test('withdrawn meanwhile, the answers become a new registration', async () => {
    const withdrawn = donor({ version: 5, decision: decision({ state: 'WITHDRAWN', action: 'WITHDRAWN', choices: choices('NOT_STATED') }) });
    let current = agreed;
    const registered = () => ({ registerDonor: { __typename: 'RegisterDonorSuccess', donor: edited, decision: edited.decision } });
    await open('/edit', { DecisionStart: () => start(current), EditDecision: () => changed(withdrawn), RegisterDonor: registered });
    await refuseLiver();
    await submit();
    current = withdrawn;
    await app.press('用我刚才填写的内容继续');
    expect(app.path()).toBe('/register/check');
    await app.tick();
    await app.press('提交登记');
    expect(app.sent('RegisterDonor')[0]).toMatchObject({ expectedVersion: 5 });
    expect(app.sent('RegisterDonor')[0]?.['choices']).toContainEqual({ item: 'LIVER', choice: 'REFUSE' });
  });

  test('answers left on the device against an older record are not sent unseen', async () => {
    await open('/edit', standing);
    await refuseLiver();
    await open('/edit/check', { ...standing, DecisionStart: () => start(moved) });
    expect(app.app.find('h1').text()).toBe('您的登记刚刚有了变化');
  });
});
