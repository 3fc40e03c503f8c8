import { expect, test } from 'vitest';
import { computed, ref } from 'vue';
import { NetworkLost } from '../../api/faults.ts';
import { beginSession } from '../../api/begin-session.ts';
import { fakeContainer, mountPage, withinApp } from '../../testing/within-app.ts';
import CopyValue from './CopyValue.vue';
import { bytesOf, groupsOfFour, isInternal, masked, partsOf } from './copy.ts';
import { wordsAt } from './copy-words.ts';
import { needsText, obstacleOf } from './requests.ts';
import { useCommand } from '../../parts/use-command.ts';
import { routes } from './routes.ts';
import type { MyData } from './use-my-data.ts';

interface Answer {
  readonly __typename: string;
}
const stale: Answer = { __typename: 'FreshSignInNeeded' };
const done: Answer = { __typename: 'LiftRestrictionSuccess' };

/** A command whose answers come in turn, where the container gives a new ticket to this person or to another. */
function commanding(ticket: { readonly isSamePerson: boolean } | null, ...answers: (Answer | Error)[]) {
  const awaits = ref(false);
  const signIn = { __typename: 'SignInSuccess', token: 'new', isSamePerson: ticket?.isSamePerson, viewer: { citizen: { maskedName: '*晓舟', documentType: 'RESIDENT_ID_CARD', maskedDocumentNumber: '3*X' } } };
  const container = fakeContainer({ kind: 'zheliban', ssoTicket: () => Promise.resolve(ticket ? 'ticket' : null) });
  const { result: command } = withinApp(() => useCommand<Answer>(awaits), { container, answers: { SignIn: () => ({ signIn }), SignInOptions: () => ({ signInOptions: { methods: [] } }) } });
  let sent = 0;
  const send = (): Promise<Answer> => {
    sent += 1;
    const answer = answers.shift();
    return answer instanceof Error || answer === undefined ? Promise.reject(answer ?? new Error('no more answers')) : Promise.resolve(answer);
  };
  return { awaits, command, run: () => command.run(send), sent: () => sent };
}

test('a command that needs a fresh sign-in goes on by itself when the container vouches for the same person', async () => {
  const { awaits, command, run, sent } = commanding({ isSamePerson: true }, stale, done);
  expect(await run()).toEqual(done);
  expect([sent(), awaits.value, command.busy.value]).toEqual([2, false, false]);
});

test('and sends nothing more when another person holds the phone', async () => {
  await beginSession('old', { maskedName: '*桂香', documentType: 'RESIDENT_ID_CARD', maskedDocumentNumber: '3*1' });
  const { command, run, sent } = commanding({ isSamePerson: false }, stale, done);
  expect(await run()).toBeNull();
  expect([sent(), command.answer.value]).toEqual([1, null]);
});

test('a press while it is on its way is ignored, and a lost reply is told', async () => {
  const { command, run, sent } = commanding(null, new NetworkLost('1'));
  expect(await Promise.all([run(), run()])).toEqual([null, null]);
  expect(sent()).toBe(1);
  expect(command.fault.value).toBeInstanceOf(NetworkLost);
});

const known = (state: string, donor: object | null, requests: readonly object[] = []) =>
  ({ viewer: computed(() => ({ state, donor })), personalData: computed(() => ({ requests: { nodes: requests } })) }) as unknown as MyData;

test('nobody writes a request in vain: what stands in its way is told before', () => {
  expect(obstacleOf('ERASURE', known('AGREED', {}))).toBe('StandingDecisionRemains');
  expect(obstacleOf('ERASURE', known('WITHDRAWN', {}))).toBeNull();
  expect(obstacleOf('CORRECTION', known('SILENT', null))).toBe('NothingOnRecord');
  expect(obstacleOf('COMPLAINT', known('SILENT', null))).toBeNull();
  expect(obstacleOf('COMPLAINT', known('SILENT', null, [{ kind: 'COMPLAINT', status: 'IN_PROGRESS' }]))).toBe('RequestAlreadyOpen');
  expect(obstacleOf('COMPLAINT', known('SILENT', null, [{ kind: 'COMPLAINT', status: 'DONE' }]))).toBeNull();
  expect([needsText('COMPLAINT'), needsText('ERASURE')]).toEqual([true, false]);
});

test('the page of the copy covers the document number, and leaves out what only machines read', () => {
  expect(masked('330106199805010018')).toBe('3****************8');
  expect(groupsOfFour('0123456789')).toBe('0123 4567 89');
  expect(['id', 'decisionId', 'providerUserId', 'fullName'].map(isInternal)).toEqual([true, true, false, false]);
  expect(partsOf('{"form":"f","version":1,"exportedAt":"x","identity":{"fullName":"演示"}}')).toEqual([{ key: 'identity', value: { fullName: '演示' } }]);
});

test('base64 becomes the bytes that it stands for, those above 127 too', () => {
  expect([...bytesOf('JVBERi0A/w==')]).toEqual([0x25, 0x50, 0x44, 0x46, 0x2d, 0, 255]);
});

const words = (routes.find(({ path }) => path === '/my-data/copy')?.meta as { readonly words: readonly string[] }).words;
const shown = async (path: string, value: unknown) => (await mountPage(CopyValue, { path, value }, { words })).wrapper.text().replace(/\s+/g, ' ');

test('every section that holds words for codes is there when the page of the copy is', () => {
  expect(Object.values(wordsAt).map((key) => key.replace(/\..*/, '')).filter((section) => !words.includes(section))).toEqual([]);
});

test('the page of the copy says of a code what it means where it stands', async () => {
  const visits = [{ purpose: 'ORGAN_REGISTRATION', status: 'DECLINED', declineReason: 'NOT_REACHED', steps: [{ status: 'RECEIVED', actorKind: 'STAFF' }] }];
  const visit = await shown('homeVisits', visits);
  expect(visit).toMatch('登记器官和组织捐献意愿');
  expect(visit).toMatch('不能上门');
  expect(visit).toMatch('电话联系不上');
  expect(visit).toMatch('已收到，等待约时间');
  expect(visit).not.toMatch(/我不想参与|[A-Z]_?[A-Z]/);
  expect(await shown('bodyDonation', { wish: 'NOT_STATED', declarations: [{ use: 'TEACHING', ashes: 'NO_PREFERENCE' }] })).toMatch(/没有留下关于遗体的意愿.*医学教学.*都可以/);
  expect(await shown('decisions[].choices', { HEART: 'NOT_STATED' })).toBe('心脏：不表态');
});

test('and shows no code raw that came into the copy after this app was made, but leaves what people wrote as they wrote it', async () => {
  expect(await shown('homeVisits[]', { status: 'ON_THE_WAY', brandNew: 'SOME_CODE' })).toBe('状态这里没有说法，请看文件别的内容这里没有说法，请看文件');
  expect(await shown('requests[].text', 'DNR')).toBe('DNR');
  expect(await shown('homeVisits[].details.address', 'A')).toBe('A');
});
