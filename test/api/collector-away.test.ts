import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type RunningServer, start } from '../../server/src/main.ts';
import { FLUSH } from '../../server/src/telemetry/send-traces.ts';
import { isTracing } from '../../server/src/telemetry/traces.ts';
import { MyDecisionDocument } from '../../schema/generated/graphql.ts';
import { traceCollector } from '../kit/trace-collector.ts';
import { createWorld } from '../kit/world.ts';

/* Traces are for those who run the server; whatever becomes of them, people are answered. */
const { databaseUrl } = await createWorld();
const collector = await traceCollector();
const dataFolder = mkdtempSync(join(tmpdir(), 'sanxian-traces-'));
let running: RunningServer | null = null;

async function traced(settings: Readonly<Record<string, string>> = { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, OTEL_TRACES_SAMPLER: 'always_on' }): Promise<RunningServer> {
  for (const [name, value] of Object.entries({ LOG_LEVEL: 'silent', SANXIAN_OPERATIONS_PORT: '0', ...settings })) vi.stubEnv(name, value);
  running = await start({ databaseUrl, port: 0, dataFolder, mode: 'test' });
  return running;
}
afterEach(async () => {
  vi.unstubAllEnvs();
  await running?.close();
  running = null;
});

// As what cannot wait: on a busy machine others may be turned away for reasons of their own (ADR 48).
const ask = ({ url }: RunningServer) => fetch(`${url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json', priority: 'u=0' }, body: JSON.stringify({ documentId: MyDecisionDocument.id }) });
const figures = async ({ operationsUrl }: RunningServer) => (await fetch(`${operationsUrl}/metrics`)).text();

/** Asks fifty times, ten at once. @returns the statuses, and the median time in milliseconds. */
async function fifty(server: RunningServer): Promise<{ statuses: number[]; median: number }> {
  const statuses: number[] = [];
  const times: number[] = [];
  const one = async () => {
    const before = performance.now();
    statuses.push((await ask(server)).status);
    times.push(performance.now() - before);
  };
  for (let round = 0; round < 5; round += 1) await Promise.all(Array.from({ length: 10 }, one));
  return { statuses: [...new Set(statuses)], median: times.toSorted((one, other) => one - other)[25] ?? Infinity };
}

describe('a server with a collector', () => {
  it('sends what it did, also the last of it when it stops, and counts it', async () => {
    const server = await traced();
    await fifty(server);
    await vi.waitFor(async () => expect(await figures(server)).toMatch(/^sanxian_trace_spans_total\{outcome="sent"\} [1-9]/m), { timeout: 10_000 });
    await ask(server);
    await server.close();
    running = null;
    expect(collector.spans().filter(({ name }) => name === 'request MyDecision')).toHaveLength(51);
    expect(collector.spans().some(({ name }) => name === 'round outbox')).toBe(true);
    expect(isTracing()).toBe(false);
  });

  it.each([
    ['that never answers', () => undefined],
    ['that fails', (response: Parameters<typeof collector.answer>[0]) => void response.writeHead(500).end()],
    ['that hangs up', (response: Parameters<typeof collector.answer>[0]) => void response.destroy()],
  ])('%s answers people as before, and stops in time', async (_, answer) => {
    collector.answer = answer;
    const server = await traced();
    const before = collector.bodies.length;
    const first = await fifty(server);
    await vi.waitFor(() => expect(collector.bodies.length).toBeGreaterThan(before), { timeout: 10_000 });
    const second = await fifty(server);
    expect([first.statuses, second.statuses]).toEqual([[200], [200]]);
    // The collector is waited for two seconds; no request waits with it.
    expect(Math.max(first.median, second.median)).toBeLessThan(1_500);
    await vi.waitFor(async () => expect(await figures(server)).toMatch(/^sanxian_trace_spans_total\{outcome="failed"\} [1-9]/m), { timeout: 10_000 });
    const stopping = performance.now();
    await server.close();
    running = null;
    expect(performance.now() - stopping).toBeLessThan(FLUSH + 8_000);
  });
});

describe('a server without one', () => {
  it('traces nothing and says so by a figure that stands still', async () => {
    const server = await traced({});
    await ask(server);
    expect(isTracing()).toBe(false);
    expect(await figures(server)).not.toMatch(/^sanxian_trace_spans_total\{/m);
  });
});
