import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { ROOT_CONTEXT, SpanKind } from '@opentelemetry/api';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { allowedSpan } from './allowed-spans.ts';
import { FLUSH, MOST_WAITING, sendTraces, type SpanOutcome } from './send-traces.ts';
import type { TraceSettings } from './trace-settings.ts';
import { followedRound, isTracing } from './traces.ts';

const closing: (() => void)[] = [];
afterEach(() => closing.splice(0).forEach((close) => close()));

/** A collector that behaves as it is told to. */
async function collector(answer: (response: ServerResponse) => void): Promise<{ url: string; asked: () => number }> {
  let asked = 0;
  const server = createServer((request, response) => {
    asked += 1;
    request.resume();
    answer(response);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  closing.push(() => (server.closeAllConnections(), server.close()));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/traces`, asked: () => asked };
}

const counted = () => {
  const sums: Record<SpanOutcome, number> = { sent: 0, dropped: 0, failed: 0 };
  return { sums, count: (outcome: SpanOutcome, spans: number) => void (sums[outcome] += spans) };
};
const settings = (url: string, special: Partial<TraceSettings> = {}): TraceSettings => ({ url, serviceName: 'sanxian', sampler: 'always_on', ratio: 1, isParentTrusted: false, ...special });

/** So many spans, begun and ended at once. */
async function rounds(count: number): Promise<void> {
  for (let made = 0; made < count; made += 1) await followedRound('test', () => Promise.resolve());
}

describe('what is sent', () => {
  it('arrives and is counted, at the latest when the server stops', async () => {
    const { url } = await collector((response) => response.writeHead(200).end('{}'));
    const { sums, count } = counted();
    const traces = sendTraces({ settings: settings(url), count });
    await rounds(300);
    await traces.stop();
    expect([sums, isTracing()]).toEqual([{ sent: 300, dropped: 0, failed: 0 }, false]);
  });

  it('is as many traces as the sampler keeps', async () => {
    const { url } = await collector((response) => response.writeHead(200).end('{}'));
    for (const [sampler, ratio, least, most] of [['parentbased_traceidratio', 0.1, 100, 300], ['traceidratio', 0, 0, 0], ['parentbased_always_off', 1, 0, 0], ['parentbased_always_on', 0, 2_000, 2_000]] as const) {
      const { sums, count } = counted();
      const traces = sendTraces({ settings: settings(url, { sampler, ratio }), count });
      await rounds(2_000);
      await traces.stop();
      expect(sums.sent, sampler).toBeGreaterThanOrEqual(least);
      expect(sums.sent, sampler).toBeLessThanOrEqual(most);
    }
  });
});

describe('a collector that takes nothing', () => {
  it('and never answers: work goes on as fast, no more than the bound waits, the rest is counted, and stopping takes no longer than it may', async () => {
    const { url, asked } = await collector(() => undefined);
    const { sums, count } = counted();
    const traces = sendTraces({ settings: settings(url), count });
    await rounds(MOST_WAITING);
    await vi.waitFor(() => expect(asked()).toBeGreaterThan(0));
    await rounds(1_000);
    expect(sums).toEqual({ sent: 0, dropped: 1_000, failed: 0 });
    const before = performance.now();
    await traces.stop();
    expect(performance.now() - before).toBeLessThan(FLUSH + 2_000);
  });

  it.each([
    ['refuses', (response: ServerResponse) => void response.writeHead(400).end()],
    ['is overwhelmed', (response: ServerResponse) => void response.writeHead(503).end()],
    ['hangs up', (response: ServerResponse) => void response.destroy()],
  ])('and %s: it is counted, and throws at nobody', async (_, answer) => {
    const { url } = await collector(answer);
    const { sums, count } = counted();
    const traces = sendTraces({ settings: settings(url), count });
    await rounds(10);
    await traces.stop();
    expect(sums).toEqual({ sent: 0, dropped: 0, failed: 10 });
  });

  it('and is not there', async () => {
    const { sums, count } = counted();
    const traces = sendTraces({ settings: settings('http://127.0.0.1:9/v1/traces'), count });
    await rounds(10);
    await traces.stop();
    expect(sums).toEqual({ sent: 0, dropped: 0, failed: 10 });
  });
});

describe('a span as it may leave', () => {
  it('has lost whatever a library or a later hand put into it', () => {
    const kept = new InMemorySpanExporter();
    const tracer = new TracerProvider({ resource: resourceFromAttributes({ 'service.name': 'x' }), spanProcessors: [new SimpleSpanProcessor({ exporter: kept })] }).getTracer('library', '1');
    const secret = '迹雀·演示';
    const span = tracer.startSpan(`GET /donors/${secret}`, { kind: SpanKind.SERVER, links: [{ context: { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), traceFlags: 1 }, attributes: { secret } }], attributes: { 'url.full': secret, 'db.query.text': secret, 'db.query.parameter.0': secret, 'http.request.header.authorization': secret } }, ROOT_CONTEXT);
    span.setAttributes({ 'sanxian.operation': secret, 'sanxian.command': '330106198005170016', 'sanxian.statement': ['a', secret], 'error.type': 'SERVICE_UNAVAILABLE', 'http.response.status_code': 503 });
    span.recordException(new Error(secret));
    span.setStatus({ code: 2, message: secret });
    span.end();
    const [whole] = kept.getFinishedSpans();
    if (!whole) throw new Error('There is no span');
    expect(JSON.stringify([whole.name, whole.attributes, whole.events, whole.links, whole.status]).split(secret).length).toBeGreaterThan(9);
    const { spanContext, resource, ...rest } = allowedSpan(whole);
    expect(JSON.stringify([rest, spanContext(), resource.attributes])).not.toMatch(new RegExp(`${secret}|330106198005170016|library`));
    expect([rest.name, rest.attributes, rest.status, spanContext()]).toEqual(['other', { 'error.type': 'SERVICE_UNAVAILABLE', 'http.response.status_code': 503 }, { code: 2 }, { traceId: whole.spanContext().traceId, spanId: whole.spanContext().spanId, traceFlags: 1 }]);
  });
});
