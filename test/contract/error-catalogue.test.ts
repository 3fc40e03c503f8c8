import { globSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { buildSchema } from 'graphql';
import { describe, expect, it } from 'vitest';
import { tokenErrors } from '../../scripts/error-advice.ts';
import { deliveryTroubles, errorCatalogue, partnerRefusals } from '../../scripts/error-catalogue.ts';
import { root } from '../../scripts/stages.ts';
import { fhirFaults, fhirRefusals } from '../../server/src/fhir/operation-outcome.ts';
import { publicCode } from '../../server/src/graphql/masking.ts';
import { RefusalCode } from '../../server/src/graphql/refusal.types.ts';
import { requestFaults, type RequestFaultCode } from '../../server/src/graphql/request-faults.ts';
import { codesIn, paper, tableBelow } from '../kit/papers.ts';

const sdl = readFileSync(resolve(root, 'schema/partners.graphql'), 'utf8');
const page = paper('docs/partners/errors.md');
const codes = (heading: string) => tableBelow(page, heading).map((row) => codesIn(row['code'])[0] ?? '');
const sources = (...patterns: string[]) => globSync(patterns, { cwd: root, exclude: (name) => name.endsWith('.test.ts') }).map((path) => paper(path)).join('\n');

describe('docs/partners/errors.md', () => {
  it('is what the code makes today', () => {
    expect(errorCatalogue(sdl)).toBe(page);
  });

  it('has every fault of a request, each once', () => {
    expect(codes('Faults').toSorted()).toEqual([...new Set(Object.keys(requestFaults).map((code) => publicCode(code as RequestFaultCode)))].toSorted());
  });

  it('has every refusal that a partner can meet, by the codes that programs see', () => {
    expect(codes('Refusals').toSorted()).toEqual([...partnerRefusals(buildSchema(sdl)).keys()].toSorted());
    for (const code of codes('Refusals')) expect(Object.keys(RefusalCode)).toContain(code);
  });

  it('has every code of the FHIR door', () => {
    expect(codes('FHIR').toSorted()).toEqual([...Object.keys(fhirFaults), ...Object.values(fhirRefusals).map(({ ours }) => ours)].toSorted());
  });

  it('has every word for why a delivery did not arrive that the code uses', () => {
    const text = sources('server/src/webhooks/{post-webhook,webhook-carrier}.ts', 'server/src/outbox/dispatcher.ts').replace("method: 'POST'", '');
    const used = new Set([...text.matchAll(/(?:trouble: |return |[?:] )'([A-Z_]{4,})'/g)].map(([, code = '']) => code));
    expect(used.size).toBeGreaterThan(8);
    expect(codes('Deliveries of events').toSorted()).toEqual([...used].toSorted());
    expect(deliveryTroubles(buildSchema(sdl)).toSorted()).toEqual([...used].toSorted());
  });

  it('has every error of the token endpoint that the code or its tests name', () => {
    const ours = [...sources('server/src/partners/*.ts').matchAll(/errors\.(Invalid\w+)\(|\(\d{3}, '([a-z_]+)'|error: '([a-z_]+)'/g)].map(([, type, code, told]) => (type === 'InvalidClientAuth' ? 'invalid_client' : type ? type.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '_').toLowerCase() : (code ?? told ?? '')));
    const met = [...paper('test/api/partner/get-a-token.test.ts').matchAll(/'[45]\d\d ([a-z_]+)'/g)].map(([, code = '']) => code);
    expect(new Set([...ours, ...met]).size).toBeGreaterThan(5);
    const listed = new Set(tokenErrors.map(({ code }) => code));
    expect([...new Set([...ours, ...met])].filter((code) => !listed.has(code))).toEqual([]);
    // What we never name ourselves is what the library says when something of ours breaks.
    expect([...listed].filter((code) => !ours.includes(code) && !met.includes(code))).toEqual(['server_error']);
  });
});

describe('a new code fails the check', () => {
  it('when a mutation of partners may answer with a refusal that nobody explained', () => {
    const changed = sdl.replace('union SubmitRegistrationResult = ', 'type UnderAge implements Refusal { code: RefusalCode! message: String! }\n\nunion SubmitRegistrationResult = UnderAge | ');
    expect(changed).not.toBe(sdl);
    expect(() => errorCatalogue(changed)).toThrow('UNDER_AGE (refusal) has no entry');
  });

  it('when a delivery may fail in a way that nobody explained', () => {
    expect(() => errorCatalogue(sdl.replace('`TIMED_OUT`', '`TIMED_OUT`, `MOON_IN_THE_WAY`'))).toThrow('MOON_IN_THE_WAY (delivery) has no entry');
  });
});
