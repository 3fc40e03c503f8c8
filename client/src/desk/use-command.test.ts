import { expect, test } from 'vitest';
import { NetworkLost } from '../api/faults.ts';
import { useCommand } from './use-command.ts';

test('a success is handed on and leaves no trouble', async () => {
  const { attempt, trouble, busy } = useCommand();
  const sending = attempt(() => Promise.resolve({ __typename: 'LiftLookUpBlockSuccess', liftedAt: 'now' }));
  expect(busy.value).toBe(true);
  expect([await sending, trouble.value, busy.value]).toEqual([{ __typename: 'LiftLookUpBlockSuccess', liftedAt: 'now' }, null, false]);
});

test('a refusal is told in the register’s own words, with the wait when there is one', async () => {
  const { attempt, trouble } = useCommand();
  expect(await attempt(() => Promise.resolve({ __typename: 'TooManyRequests', message: '太频繁', retryAfterSeconds: 90 }))).toBeNull();
  expect(trouble.value).toEqual({ is: 'refused', message: '太频繁', waitSeconds: 90 });
  expect(await attempt(() => Promise.resolve({ __typename: 'LookUpNotOpen', message: '不能办理' }))).toBeNull();
  expect(trouble.value).toEqual({ is: 'refused', message: '不能办理', waitSeconds: null });
});

test('a lost network is a fault, and the next attempt begins without it', async () => {
  const { attempt, trouble } = useCommand();
  const fault = new NetworkLost('r');
  expect(await attempt(() => Promise.reject(fault))).toBeNull();
  expect(trouble.value).toEqual({ is: 'failed', fault });
  await attempt(() => Promise.resolve({}));
  expect(trouble.value).toBeNull();
});

test('a second press while one is on its way sends nothing', async () => {
  const { attempt } = useCommand();
  let sent = 0;
  const send = () => Promise.resolve({ sent: (sent += 1) });
  await Promise.all([attempt(send), attempt(send)]);
  expect(sent).toBe(1);
});
