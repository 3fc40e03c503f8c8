import { describe, expect, it } from 'vitest';
import { pino } from 'pino';
import { createLog, sturdy } from './log.ts';

function logged(say: (log: ReturnType<typeof createLog>) => void): Record<string, unknown> {
  let line = '';
  say(createLog('info', { write: (text: string) => (line = text) }));
  return JSON.parse(line) as Record<string, unknown>;
}

describe('the log', () => {
  it('says of a fault what it is called and where it broke, and leaves out what it says', () => {
    const fault = Object.assign(new Error('Key (phone)=(13900001234) already exists'), { code: '23505', constraint: 'donor_phone_key', detail: '王小明' });
    const { err } = logged((log) => log.error({ err: fault }, 'request broken'));
    expect(err).toMatchObject({ name: 'Error', code: '23505', constraint: 'donor_phone_key' });
    expect((err as { at: string[] }).at[0]).toMatch(/^at .*log\.test\.ts/);
    expect(JSON.stringify(err)).not.toMatch(/13900001234|王小明|already exists/);
  });

  it('says nothing of what a fault does not state', () => {
    const { err } = logged((log) => log.error({ err: Object.assign(new Error('x'), { code: undefined }) }, 'request broken'));
    expect(Object.keys(err as object)).toEqual(['name', 'at']);
  });

  it.each(['330106198005170015', '33010619800517001X', '330106800517001', '13900001234'])('strikes out %s wherever it stands', (number) => {
    const line = JSON.stringify(logged((log) => log.info({ path: `/x/${number}/y`, number }, `about ${number}`)));
    expect(line).not.toContain(number);
    expect(line).toContain('/x/[number]/y');
  });
});

describe.runIf(process.platform === 'linux')('a log that finds its disk full', () => {
  it('loses its lines and ends nothing', async () => {
    const destination = sturdy(pino.destination({ dest: '/dev/full', sync: false }));
    // Without the guard this listener would be missing, and Node ends a process for a fault that nobody hears.
    expect(destination.listenerCount('error')).toBeGreaterThan(pino.destination({ dest: '/dev/full', sync: false }).listenerCount('error'));
    const fault = new Promise((resolve) => destination.on('error', resolve));
    createLog('info', destination).info('one');
    await expect(fault).resolves.toMatchObject({ code: 'ENOSPC' });
  });
});
