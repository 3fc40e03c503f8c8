import { describe, expect, it } from 'vitest';
import { createLog } from '../log.ts';
import { type Gauges, Metrics } from './metrics.ts';

const gauges: Gauges = {
  queues: () => Promise.resolve({ waiting: [{ kind: 'webhook', count: 3, oldestSeconds: 12 }], unsealed: 2, sealedSecondsAgo: 7, archiveFailing: true }),
  pool: () => Promise.resolve({ totalCount: 4, idleCount: 1, waitingCount: 5 }),
  isReady: () => true,
};

describe('the figures of a server', () => {
  it('count answers, operations, refusals and named lines of the log', async () => {
    const metrics = new Metrics();
    metrics.request('graphql', 200, 0.02);
    metrics.request('graphql', 503, 0.02);
    metrics.operation('MyDecision', 0.02, ['FORBIDDEN']);
    metrics.refusal('registerDonor', 'UNDER_AGE');
    metrics.spans('dropped', 7);
    const text = await metrics.text();
    expect(text).toContain('sanxian_http_request_seconds_count{door="graphql",status="2xx"} 1');
    expect(text).toContain('sanxian_http_request_seconds_count{door="graphql",status="5xx"} 1');
    expect(text).toContain('sanxian_graphql_operation_seconds_count{operation="MyDecision"} 1');
    expect(text).toContain('sanxian_graphql_errors_total{code="FORBIDDEN"} 1');
    expect(text).toContain('sanxian_trace_spans_total{outcome="dropped"} 7');
    expect(text).toContain('sanxian_refusals_total{command="registerDonor",code="UNDER_AGE"} 1');
  });

  it('tell what waits, and the connections by what they do', async () => {
    const metrics = new Metrics();
    metrics.watch(gauges);
    const text = await metrics.text();
    for (const line of ['sanxian_ready 1', 'sanxian_database_up 1', 'sanxian_database_connections{state="used"} 3', 'sanxian_database_connections{state="idle"} 1', 'sanxian_database_connections{state="awaited"} 5', 'sanxian_outbox_waiting{kind="webhook"} 3', 'sanxian_outbox_oldest_seconds{kind="webhook"} 12', 'sanxian_audit_unsealed 2', 'sanxian_audit_sealed_seconds_ago 7']) expect(text).toContain(`${line}\n`);
  });

  it('leave out what only the database knows while it is away, and say that it is', async () => {
    const metrics = new Metrics();
    let isAway = false;
    metrics.watch({ ...gauges, queues: () => (isAway ? Promise.reject(new Error('away')) : gauges.queues()) });
    await metrics.text();
    isAway = true;
    const text = await metrics.text();
    expect(text).toContain('sanxian_database_up 0\n');
    expect(text).not.toMatch(/^sanxian_(outbox_waiting|audit_sealed_seconds_ago)/m);
  });

  it('count each warning and error of the log that has a name, and no other line', async () => {
    const metrics = new Metrics();
    const log = createLog('info', { write: () => undefined }, (event, level) => metrics.logEvent(event, level));
    log.error({ event: 'outboxFailed' }, 'x');
    log.warn({ event: 'erasedAgain', people: 3 }, 'x');
    log.error({ requestId: 'y' }, 'x');
    log.error('x');
    log.info({ event: 'healthCardPrompt' }, 'x');
    const lines = (await metrics.text()).split('\n').filter((line) => line.startsWith('sanxian_log_events_total{'));
    expect(lines).toEqual(['sanxian_log_events_total{event="outboxFailed",level="error"} 1', 'sanxian_log_events_total{event="erasedAgain",level="warn"} 1']);
  });
});
