import { describe, expect, it } from 'vitest';
import { OrganisationCorrection } from '../../../server/src/organisations/organisation-correction.entity.ts';
import { createWorld } from '../../kit/world.ts';

// Behind one proxy of ours, so that each test can call from an address of its own: suggestions are counted by address.
const world = await createWorld({ SANXIAN_TRUSTED_PROXIES: '1' });
const organisationId = '84d631df-81b1-5765-ba64-ca5732922c0d';

interface Result {
  readonly __typename: string;
  readonly receiptNumber?: string;
  readonly problems?: readonly { readonly path: readonly string[]; readonly code: string; readonly message: string }[];
  readonly retryAfterSeconds?: number;
}

let addresses = 0;
const newAddress = () => `192.0.2.${++addresses}`;

async function suggest(input: Record<string, unknown>, from = newAddress()): Promise<Result> {
  const query = `mutation ($input: SuggestOrganisationCorrectionInput!) { suggestOrganisationCorrection(input: $input) { __typename
      ... on SuggestOrganisationCorrectionSuccess { receiptNumber } ... on InvalidInput { problems { path code message } } ... on TooManyRequests { retryAfterSeconds } } }`;
  const { data, errors } = await world.anonymous().post({ query, variables: { input: { organisationId, ...input } } }, { 'x-forwarded-for': from });
  expect(errors).toBeUndefined();
  return data?.['suggestOrganisationCorrection'] as Result;
}

const kept = () => world.orm.em.fork().findAll(OrganisationCorrection, { orderBy: { suggestedAt: 'asc' } });
const problemsOf = async (input: Record<string, unknown>) => (await suggest(input)).problems?.map(({ path, code }) => [path.join('.'), code]);

describe('anybody who knows better', () => {
  it('gets a receipt, and what they say waits for staff while the directory stays as it is', async () => {
    const { receiptNumber } = await suggest({ address: ' 演示路1号 ', phone: '', note: '二楼\r\n左转' });
    expect(receiptNumber).toMatch(/^JC-\d{4}-\d{4}$/);
    expect(await kept()).toMatchObject([{ receiptNumber, address: '演示路1号', phone: null, note: '二楼\n左转' }]);
    const { data } = await world.anonymous().query('query ($id: ID!) { organisation(id: $id) { address phone } }', { id: organisationId });
    expect(data).toEqual({ organisation: { address: null, phone: null } });
  });

  it('must say something, about an office that exists', async () => {
    expect(await problemsOf({ address: '  ', phone: null })).toEqual([['address', 'REQUIRED']]);
    expect(await problemsOf({ organisationId: '00000000-0000-4000-8000-000000000000', note: '好' })).toEqual([['organisationId', 'UNKNOWN_VALUE']]);
    expect(await problemsOf({ organisationId: 'x', note: '好' })).toEqual([['organisationId', 'UNKNOWN_VALUE']]);
  });

  it('hears of every fault at once, in their language', async () => {
    const faulty = { address: '路'.repeat(121), phone: '1'.repeat(81), note: `铃\u0007` };
    expect(await problemsOf(faulty)).toEqual([['address', 'TOO_LONG'], ['phone', 'TOO_LONG'], ['note', 'FORBIDDEN_CHARACTER']]);
    expect((await suggest(faulty)).problems?.[0]?.message).toBe('不能超过 120 个字。');
  });

  it('may use rare characters and many lines, counted as people count', async () => {
    expect((await suggest({ note: `${'𠀀\n'.repeat(249)}𠀀` })).__typename).toBe('SuggestOrganisationCorrectionSuccess');
  });

  it('cannot hide letters behind others: line breaks in an address and bidi signs are refused', async () => {
    expect(await problemsOf({ address: '一\n二' })).toEqual([['address', 'FORBIDDEN_CHARACTER']]);
    expect(await problemsOf({ note: '号\u202E1' })).toEqual([['note', 'FORBIDDEN_CHARACTER']]);
  });

  it('is asked to wait when they send too many', async () => {
    const from = newAddress();
    for (let sent = 0; sent < 10; sent++) await suggest({ note: '第几次' }, from);
    const refused = await suggest({ note: '太多' }, from);
    expect(refused.__typename).toBe('TooManyRequests');
    expect(refused.retryAfterSeconds).toBeGreaterThan(0);
    expect((await suggest({ note: '别人' })).__typename).toBe('SuggestOrganisationCorrectionSuccess');
  });

  it('leaves no name and no address of theirs behind', async () => {
    await suggest({ note: '谢谢' });
    const [columns] = await world.orm.em.fork().execute<{ names: string }[]>("select string_agg(column_name, ',' order by column_name) as names from information_schema.columns where table_name = 'organisation_correction'");
    expect(columns?.names).toBe('address,id,note,organisation_id,phone,receipt_number,suggested_at');
  });
});
