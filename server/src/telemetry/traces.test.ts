import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Span } from '@opentelemetry/api';
import { beginRequest, currentSpan, followed, followedCall, followedRound, noteFault, noteOperation, noteRefusal, recordBy, type Recorder, under, within } from './traces.ts';

afterEach(() => recordBy(null));

/** Keeps what is told about each span, in order. */
function recording(isParentTrusted = false) {
  const told: string[] = [];
  const recorder: Recorder = {
    isParentTrusted,
    startSpan: (deed, name, parent) => {
      const own = `${deed} ${name}`;
      told.push(`${own} in ${parent === null ? 'nothing' : 'traceId' in parent ? parent.traceId : String(Reflect.get(parent, 'own'))}`);
      const span = { own, setAttribute: vi.fn((key: string, value: unknown) => (told.push(`${own}: ${key}=${String(value)}`), span)), setStatus: vi.fn(() => (told.push(`${own} failed`), span)), updateName: vi.fn(() => span), end: vi.fn(() => told.push(`${own} ended`)) };
      return span as unknown as Span;
    },
  };
  return { told, recorder };
}

describe('work that nobody follows', () => {
  it('is handed back as it was: the same promise, and no function around it', async () => {
    const work = Promise.resolve(1);
    expect(followed('statement', 'x', work)).toBe(work);
    expect(followedCall('webhook', work)).toBe(work);
    expect(within('unit of work', 'x', () => work)).toBe(work);
    const round = Promise.resolve();
    expect(followedRound('x', () => round)).toBe(round);
    expect([beginRequest('graphql', () => null), currentSpan()]).toEqual([null, null]);
    for (const note of [() => noteOperation('x', []), () => noteFault('X'), noteRefusal]) expect(note).not.toThrow();
  });

  it('is none of a trace’s when its request is not among those that are kept', () => {
    const { told, recorder } = recording();
    recordBy({ ...recorder, startSpan: (...given) => (recorder.startSpan(...given), null) });
    expect(beginRequest('graphql', () => null)).toBeNull();
    const work = Promise.resolve(1);
    expect(followed('statement', 'x', work)).toBe(work);
    expect(told).toEqual(['request graphql in nothing']);
  });
});

describe('work that is followed', () => {
  it('is part of what it was begun in, also after a wait', async () => {
    const { told, recorder } = recording();
    recordBy(recorder);
    await followedRound('outbox', async () => {
      await Promise.resolve();
      await within('unit of work', 'x', async () => followed('commit', 'x', Promise.resolve()));
      await followed('statement', 's', Promise.resolve());
    });
    expect(told).toEqual(['round outbox in nothing', 'unit of work x in round outbox', 'commit x in unit of work x', 'commit x ended', 'unit of work x ended', 'statement s in round outbox', 'statement s ended', 'round outbox ended']);
  });

  it('fails with the kind of the error and never its words, and the error goes on', async () => {
    const { told, recorder } = recording();
    recordBy(recorder);
    class KeyServiceUnavailable extends Error {
      override readonly name = 'KeyServiceUnavailable';
    }
    const errors = [Object.assign(new Error('Key (number)=(330106…) already exists'), { code: '23505' }), new KeyServiceUnavailable('words'), 'words'];
    for (const error of errors) await expect(followedRound('r', () => Promise.reject(error as Error))).rejects.toBe(error);
    expect(told.filter((line) => line.includes('error.type'))).toEqual(['round r: error.type=23505', 'round r: error.type=KeyServiceUnavailable', 'round r: error.type=unknown']);
    expect(told.filter((line) => line.endsWith('failed'))).toHaveLength(3);
  });

  it('notes with which status others answered, and what did not arrive', async () => {
    const { told, recorder } = recording();
    recordBy(recorder);
    await followedRound('r', async () => {
      await followedCall('key-service', Promise.resolve({ status: 200 }));
      await followedCall('webhook', Promise.resolve({ delivered: false, statusCode: 410 }));
      await followedCall('webhook', Promise.resolve({ delivered: false, trouble: 'TIMED_OUT' }));
    });
    expect(told.filter((line) => /status|failed/.test(line))).toEqual(['call key-service: http.response.status_code=200', 'call webhook: http.response.status_code=410', 'call webhook failed', 'call webhook failed']);
  });

  it('continues what a request names only where the proxy is ours', () => {
    const parent = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), traceFlags: 1 };
    for (const isTrusted of [false, true]) {
      const { told, recorder } = recording(isTrusted);
      recordBy(recorder);
      const asked = vi.fn(() => parent);
      const span = beginRequest('graphql', asked);
      if (span) under(span, () => expect(currentSpan()).toBe(span));
      expect([told, asked.mock.calls.length]).toEqual([[`request graphql in ${isTrusted ? parent.traceId : 'nothing'}`], isTrusted ? 1 : 0]);
    }
  });
});
