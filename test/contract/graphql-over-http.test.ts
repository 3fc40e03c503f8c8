import express from 'express';
import supertest from 'supertest';
import { afterAll, describe, expect, it, test } from 'vitest';
import { createApp } from '../../server/src/app.ts';
import { createApi } from '../../server/src/graphql/api.ts';
import { memoryLimits } from '../../server/src/graphql/limits.ts';
import { scopeEachRequest } from '../../server/src/http/request-scope.ts';
import { Metrics } from '../../server/src/telemetry/metrics.ts';
import { createLog } from '../../server/src/log.ts';
import { report } from '../kit/effort.ts';
import { ownerOf, partner, partnerToken } from '../kit/partners.ts';
import { auditsOf, runAudits, summaryOf } from '../kit/surface/audited.ts';
import { createWorld, NOW } from '../kit/world.ts';

const { http, config, orm, vault, databaseUrl } = await createWorld();
const ports = { vault, identityProviders: [], limits: memoryLimits(), log: createLog('silent'), now: () => NOW };

describe('GraphQL over HTTP, where free documents run', () => {
  const audits = auditsOf(http);

  test('the suite is the whole suite', () => {
    const count = (level: string) => audits.filter(({ name }) => name.startsWith(level)).length;
    expect([count('MUST'), count('SHOULD'), count('MAY')]).toEqual([13, 23, 25]);
  });

  for (const audit of audits) {
    test(`${audit.id}: ${audit.name}`, async () => {
      const result = await audit.fn();
      expect(result.status, 'reason' in result ? result.reason : '').toBe('ok');
    });
  }

  it('passes the audit as a whole', async () => {
    const summary = summaryOf(await runAudits(http));
    report('graphql-http audits, free documents with introspection (development and test)', summary);
    expect(summary).toBe('MUST 13/13, SHOULD 23/23, MAY 25/25');
  });
});

describe('GraphQL over HTTP, for partners in production', () => {
  it('passes the audit as a whole, with the token of a partner', async () => {
    const production = await createApp({ ...config, mode: 'production' }, orm, ports);
    afterAll(() => production.close());
    const owner = await ownerOf(databaseUrl);
    const token = await partnerToken(owner, NOW, await partner(owner, NOW));
    const ended = await runAudits(supertest(production.app), token);
    report('graphql-http audits, the door of partners in production (documents of their own)', summaryOf(ended));
    expect(ended.filter(({ status }) => status !== 'ok')).toEqual([]);
    expect(summaryOf(ended)).toBe('MUST 13/13, SHOULD 23/23, MAY 25/25');
  });
});

describe('GraphQL over HTTP, with what production hides', () => {
  it('fails only the audits that ask the schema about itself', async () => {
    // The API as production sets it, behind a door that lets free text in: what is lost is lost with the introspection.
    const metrics = new Metrics();
    const api = await createApi({ ...config, mode: 'production' }, orm, { ...ports, metrics });
    afterAll(() => api.stop());
    const app = express();
    app.use(scopeEachRequest(ports.log, metrics), express.json({ type: ['application/json', 'application/graphql-response+json'] }), api.gate, api.handler);
    const ended = await runAudits(supertest(app));
    const failed = ended.filter(({ status }) => status !== 'ok');
    report('graphql-http audits, free documents without introspection', `${summaryOf(ended)}; bound to introspection: ${failed.map(({ id, level }) => `${id} (${level})`).join(', ')}`);
    expect(failed.map(({ id }) => id).toSorted()).toEqual(['28B9', '2EA1', '6A70', 'D6D5']);
  });

  it('answers every audit with a clear refusal where documents run by id only', async () => {
    const production = await createApp({ ...config, mode: 'production' }, orm, ports);
    afterAll(() => production.close());
    const ended = await runAudits(supertest(production.app));
    report('graphql-http audits, the door of citizens in production (documents by id only; the audits send text)', summaryOf(ended));
    expect(ended).toHaveLength(61);
  });
});
