import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { buildSchema, parse, validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import { changesSince, partnerFaults, partnerReference, partnerSchema, releasedSdl, undatedDeprecations, type Deprecation } from '../../scripts/partner-contract.ts';
import { root } from '../../scripts/stages.ts';
import { openToPartners } from '../../server/src/partners/partner.policy.ts';
import { createWorld } from '../kit/world.ts';

const contract = readFileSync(resolve(root, 'schema/schema.graphql'), 'utf8');
const sdl = readFileSync(resolve(root, 'schema/partners.graphql'), 'utf8');
/** Organisation.address is the first line of its kind; its description would hang in the air. */
const without = sdl.replace(/(^type Organisation implements Node \{\n)[^]*?^ {2}address: String\n/m, '$1');
const today = '2027-06-01';
const due: Deprecation = { coordinate: 'Organisation.address', announcedOn: '2026-11-26', goesOn: today, instead: 'name' };

describe('what partners can ask', () => {
  it('is exactly the root fields that a scope opens, and no type that belongs to people', () => {
    const schema = partnerSchema(buildSchema(contract));
    const roots = [schema.getQueryType(), schema.getMutationType()].flatMap((type) => Object.keys(type?.getFields() ?? {}).map((name) => `${type?.name ?? ''}.${name}`));
    expect(roots.toSorted()).toEqual(Object.keys(openToPartners).toSorted());
    for (const name of ['Donor', 'Decision', 'Viewer', 'StaffAccount', 'LookUp']) expect(schema.getType(name)).toBeUndefined();
  });

  it('is described in the reference field by field', () => {
    const reference = partnerReference(sdl);
    for (const field of Object.keys(openToPartners)) expect(reference).toContain(`| \`${field.split('.')[1] ?? ''}\` |`);
    expect(reference).toContain('`directory:read`');
  });

  it('is a schema by itself: the document of the guide holds against it', () => {
    expect(validate(buildSchema(sdl), parse('{ donationPolicy { minimumAge } organisations(first: 3) { nodes { name } } }'))).toEqual([]);
    expect(validate(buildSchema(sdl), parse('{ viewer { id } }'))).not.toEqual([]);
  });
});

it('is published by the server itself, to anybody', async () => {
  const { http } = await createWorld();
  const { text, headers, status } = await http.get('/schema.graphql');
  expect([status, text, headers['access-control-allow-origin']]).toEqual([200, sdl, '*']);
});

describe('a change of the contract', () => {
  it('that takes nothing away is let through, and stands in the changelog', async () => {
    const more = sdl.replace('type Organisation implements Node {', 'type Organisation implements Node {\n  """Whether it is open on Sundays."""\n  opensOnSundays: Boolean\n');
    expect(await partnerFaults(sdl, more, [], today)).toEqual([]);
    expect(await changesSince(sdl, more)).toContainEqual(expect.stringContaining('opensOnSundays'));
  });

  it.each<[string, string, readonly Deprecation[], number]>([
    ['takes a field away that nobody announced', without, [], 1],
    ['takes it away before its day', without, [{ ...due, goesOn: '2027-06-02' }], 1],
    ['was announced too late', without, [{ ...due, announcedOn: '2027-03-01' }], 1],
    ['takes it away when its day has come', without, [due], 0],
    ['makes an argument needed', sdl.replace('on: Date', 'on: Date!'), [], 1],
    ['deprecates without a date', sdl.replace(/^( {2}address: String)$/m, '$1 @deprecated(reason: "no more")'), [], 1],
  ])('that %s', async (_what, changed, deprecations, faults) => {
    expect(changed).not.toBe(sdl);
    expect(await partnerFaults(sdl, changed, deprecations, today)).toHaveLength(faults);
  });

  it('deprecates nothing, of anybody’s, without saying until when', () => {
    const marked = (reason: string) => buildSchema(contract.replace(/^( {2}address: String)$/m, `$1 @deprecated(reason: "${reason}")`));
    expect(undatedDeprecations(marked('Use name.'))).toEqual(['HomeVisit.address: a deprecation says until when (YYYY-MM-DD)']);
    expect(undatedDeprecations(marked('Use name. Until 2027-06-01.'))).toEqual([]);
  });

  it('since the last release is known: nothing that breaks a partner', async () => {
    expect((await changesSince(releasedSdl(root), sdl)).filter((line) => line.includes('Breaking'))).toEqual([]);
  });
});
