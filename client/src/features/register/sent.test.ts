import { beforeEach, describe, expect, test } from 'vitest';
import type { PendingSubmissionsQuery } from '../../../../schema/generated/graphql.ts';
import { endSession } from '../../api/begin-session.ts';
import { NetworkLost } from '../../api/faults.ts';
import { readDraft } from '../../drafts.ts';
import { choices, decision, donor, start } from '../../testing/decision-samples.ts';
import { openApp } from '../../testing/open-app.ts';
import type { Answers } from '../../testing/within-app.ts';
import { useDraft } from '../../use-draft.ts';
import { unanswered } from './choice-answers.ts';
import { routes } from './routes.ts';
import type { JourneyDraft } from './use-journey.ts';

type Viewer = NonNullable<PendingSubmissionsQuery['viewer']>;
type Sent = Viewer['pendingSubmissions'][number];

const agreement: Sent = {
  ...{ id: 'sent-1', receiptNumber: 'DJ-0001-0001', partnerName: '演示代办单位', channel: 'PAPER_FORM', maskedName: '*晓舟', isSameName: true },
  ...{ receivedAt: '2026-11-22T08:00:00Z', expiresAt: '2027-01-21T08:00:00Z', expressedBy: 'SIGNED_ON_PAPER', expressedAt: '2026-11-20T08:00:00Z' },
  ...{ choices: choices('AGREE', { SKIN: 'REFUSE' }), sha256: 'ab'.repeat(32) },
};
const refusal: Sent = { ...agreement, id: 'sent-2', choices: choices('REFUSE') };
const refused = donor({ version: 4, decision: decision({ state: 'REFUSED', action: 'REFUSED', choices: choices('REFUSE') }) });
const { donationPolicy } = start();

/** What the register tells a person for whom this was sent; what they disowned is gone afterwards. */
function telling(sent: readonly Sent[], record: ReturnType<typeof donor> | null = null, more: Answers = {}): Answers {
  let left = [...sent];
  const viewer = () => ({ ...start(record).viewer, pendingSubmissions: left });
  return {
    PendingSubmissions: () => ({ viewer: viewer(), donationPolicy }),
    DecisionStart: () => start(record),
    DeclineSubmission: () => {
      left = left.slice(1);
      return { declineSubmission: { __typename: 'DeclineSubmissionSuccess', pendingSubmissions: left } };
    },
    ...more,
  };
}

type App = Awaited<ReturnType<typeof openApp>>;
let app: App;
async function open(answers: Answers, path = '/sent'): Promise<App> {
  app?.app.unmount();
  app = await openApp(routes, path, answers);
  return app;
}
/** Answers that rest on the device. */
function begun(parts: Partial<JourneyDraft>, mode = 'register'): void {
  const blank = { answers: unanswered(), version: null, attempt: null, submissionId: null, helped: false };
  useDraft<object>(mode, () => blank).value.value = { ...blank, ...parts };
}
const kept = (mode: string) => readDraft<JourneyDraft>(mode, null)?.value;
const ownAnswers: Partial<JourneyDraft> = { answers: { ORGAN: { scope: 'NONE', items: {} }, TISSUE: { scope: 'ALL', items: {} } }, helped: true };

beforeEach(() => {
  endSession();
  sessionStorage.clear();
});

describe('taking over what somebody sent', () => {
  test('makes it the beginning of the person’s own answers, on the ordinary screens, and sends nothing', async () => {
    await open(telling([agreement]));
    await app.press('是我的意思，接着办');
    expect(app.path()).toBe('/register/organs');
    expect(kept('register')).toMatchObject({ submissionId: 'sent-1', helped: false, answers: { TISSUE: { scope: 'EACH', items: { SKIN: 'REFUSE' } } } });
    expect(app.asked.map(({ name }) => name)).not.toContain('RegisterDonor');
  });

  test('over answers of their own asks first, and keeps them when they say no', async () => {
    begun(ownAnswers);
    await open(telling([agreement]));
    await app.press('是我的意思，接着办');
    expect(app.app.text()).toContain('用这份代替您已经填的吗？');
    await app.press('保留我填的');
    expect(app.path()).toBe('/sent');
    expect(kept('register')).toMatchObject({ ...ownAnswers, submissionId: null });
  });

  test('over answers of their own is done when they say so, and nobody is said to have helped', async () => {
    begun(ownAnswers);
    await open(telling([agreement]));
    await app.press('是我的意思，接着办');
    await app.press('用这份代替');
    expect(app.path()).toBe('/register/organs');
    expect(kept('register')).toMatchObject({ submissionId: 'sent-1', helped: false, answers: { TISSUE: { scope: 'EACH' } } });
  });

  test('once more needs no question: the answers are those that were sent', async () => {
    begun({ ...ownAnswers, submissionId: 'sent-1' });
    await open(telling([agreement]));
    await app.press('是我的意思，接着办');
    expect(app.path()).toBe('/register/organs');
  });

  test('from a refusal to agreeing is explained first', async () => {
    await open(telling([agreement], refused));
    await app.press('是我的意思，接着办');
    expect(app.path()).toBe('/edit');
    expect(app.app.text()).toContain('从“不同意”改为“同意”');
    expect(kept('edit')).toMatchObject({ submissionId: 'sent-1', version: 4 });
  });

  test('that refuses leads to the refusal', async () => {
    await open(telling([refusal]));
    await app.press('是我的意思，接着办');
    expect(app.path()).toBe('/refuse');
    expect(kept('refuse')).toMatchObject({ submissionId: 'sent-2', version: null });
  });
});

describe('disowning what somebody sent', () => {
  async function disown(): Promise<void> {
    await app.press('这不是我的');
    await app.press('确定，不是我的');
  }

  test('asks first and is said aloud, with the focus on what came of it', async () => {
    await open(telling([agreement]));
    await disown();
    expect(app.sent('DeclineSubmission')).toEqual([{ submissionId: 'sent-1' }]);
    expect(document.activeElement?.textContent).toContain('已经记下：这份登记不是您的');
  });

  test.each(['register', 'edit', 'refuse'])('forgets the answers of /%s that came from it', async (mode) => {
    begun({ ...ownAnswers, submissionId: 'sent-1' }, mode);
    await open(telling([agreement]));
    await disown();
    expect(kept(mode)).toBeUndefined();
  });

  test('leaves answers of the person’s own as they are', async () => {
    begun(ownAnswers);
    await open(telling([agreement]));
    await disown();
    expect(kept('register')).toMatchObject(ownAnswers);
  });

  test('is said to be done although reading anew fails', async () => {
    let reads = 0;
    const answers = telling([agreement]);
    const lost = () => {
      reads += 1;
      if (reads > 1) throw new NetworkLost('1');
      return answers['PendingSubmissions']?.({});
    };
    await open({ ...answers, PendingSubmissions: lost });
    await disown();
    expect(app.app.text()).toContain('已经记下：这份登记不是您的');
  });

  test('of one that has ended meanwhile says so', async () => {
    const ended = { declineSubmission: { __typename: 'InvalidInput', code: 'INVALID_INPUT', message: '有些内容需要修改。', problems: [{ path: ['submissionId'], code: 'UNKNOWN_VALUE', message: '已经处理过' }] } };
    await open(telling([agreement], null, { DeclineSubmission: () => ended }));
    await disown();
    expect(document.activeElement?.textContent).toContain('已经处理过');
  });

  test('goes on to the next one, and says each time that it is done', async () => {
    await open(telling([agreement, refusal]));
    await disown();
    await disown();
    expect(app.sent('DeclineSubmission')).toEqual([{ submissionId: 'sent-1' }, { submissionId: 'sent-2' }]);
    expect(document.activeElement?.textContent).toContain('已经记下');
  });
});

describe('what was sent has ended before the person sends their own', () => {
  const ended = { __typename: 'InvalidInput', code: 'INVALID_INPUT', message: '有些内容需要修改。', problems: [{ path: ['submissionId'], code: 'UNKNOWN_VALUE', message: '这次没有提交' }] };

  test('a registration says so in the summary of problems; the answers stay, and the next press sends them', async () => {
    const record = donor();
    const sendings: unknown[] = [];
    const register = ({ input }: Record<string, unknown>) => ({ registerDonor: sendings.push(input) === 1 ? ended : { __typename: 'RegisterDonorSuccess', donor: record, decision: record.decision } });
    begun({ ...ownAnswers, answers: { ORGAN: { scope: 'ALL', items: {} }, TISSUE: { scope: 'ALL', items: {} } }, submissionId: 'sent-1' });
    await open(telling([agreement], null, { RegisterDonor: register }), '/register/check');
    await app.tick();
    await app.press('提交登记');
    expect(app.app.get('[role=alert]').text()).toContain('这次没有提交');
    await app.press('提交登记');
    expect(app.path()).toBe('/register/done');
    const [first, second] = app.sent('RegisterDonor');
    expect(first).toMatchObject({ submissionId: 'sent-1' });
    expect(second).not.toHaveProperty('submissionId');
    expect(second?.['choices']).toEqual(first?.['choices']);
  });
});
