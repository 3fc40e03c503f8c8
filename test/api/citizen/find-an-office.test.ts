import { describe, expect, it, vi } from 'vitest';
import { createWorld } from '../../kit/world.ts';

const world = await createWorld();

interface Office {
  readonly id: string;
  readonly name: string;
}

interface Page {
  readonly totalCount: number;
  readonly nodes: readonly Office[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly hasPreviousPage: boolean; readonly endCursor: string | null };
}

async function pageOf(filter: object, first = 100, after: string | null = null): Promise<Page> {
  const { data, errors } = await world.anonymous().query(
    'query ($filter: OrganisationFilter, $first: Int!, $after: String) { organisations(filter: $filter, first: $first, after: $after) { totalCount nodes { id name } pageInfo { hasNextPage hasPreviousPage endCursor } } }',
    { filter, first, after },
  );
  expect(errors).toBeUndefined();
  return data?.['organisations'] as Page;
}

const namesFound = async (filter: object) => (await pageOf(filter)).nodes.map(({ name }) => name);
const officeNamed = async (name: string) => (await pageOf({ search: name })).nodes.find((office) => office.name === name)?.id ?? '';

async function office(name: string, fields: string): Promise<Record<string, unknown>> {
  const { data, errors } = await world.anonymous().query(`query ($id: ID!) { organisation(id: $id) { ${fields} } }`, { id: await officeNamed(name) });
  expect(errors).toBeUndefined();
  return data?.['organisation'] as Record<string, unknown>;
}

describe('anybody, without signing in,', () => {
  it('can walk through all 103 bodies page by page, each once, the province first', async () => {
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const page: Page = await pageOf({}, 40, after);
      expect(page.totalCount).toBe(103);
      expect(page.pageInfo.hasPreviousPage).toBe(after !== null);
      seen.push(...page.nodes.map(({ name }) => name));
      after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
    } while (after);
    expect(new Set(seen).size).toBe(103);
    expect(seen.slice(0, 4)).toEqual(['浙江省红十字会', '浙江省造血干细胞捐献者资料库管理中心（浙江省人体器官捐献管理中心）', '杭州市红十字会', '杭州市上城区红十字会']);
  });

  it('sees every page alike whether the list is narrowed to the whole province, which is asked otherwise, or not at all', async () => {
    let after: string | null = null;
    do {
      const page: Page = await pageOf({}, 17, after);
      expect(page).toEqual(await pageOf({ divisionCode: '330000' }, 17, after));
      after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
    } while (after);
    // A cursor that nobody was given: after the last body, and between two.
    for (const place of ['999999 zzz', '330106', '330106 ']) {
      const cursor = Buffer.from(`c1:${place}`).toString('base64url');
      expect(await pageOf({}, 5, cursor)).toEqual(await pageOf({ divisionCode: '330000' }, 5, cursor));
    }
  });

  it('sees the tree: one province, 11 cities below it and 90 counties below those', async () => {
    const province = await office('浙江省红十字会', 'parent { name } children(first: 100) { totalCount nodes { level children { totalCount } } }');
    const children = (province['children'] as { nodes: { level: string; children: { totalCount: number } }[] }).nodes;
    const cities = children.filter(({ level }) => level === 'CITY');
    expect(province['parent']).toBeNull();
    expect(cities).toHaveLength(11);
    expect(cities.reduce((sum, { children: { totalCount } }) => sum + totalCount, 0)).toBe(90);
  });

  it('can page through the bodies below one', async () => {
    const city = await office('宁波市红十字会', 'children(first: 4) { totalCount nodes { name } pageInfo { hasNextPage endCursor } }');
    const page = city['children'] as Page;
    const rest = await office('宁波市红十字会', `children(first: 100, after: "${page.pageInfo.endCursor ?? ''}") { nodes { name } pageInfo { hasNextPage } }`);
    expect(page).toMatchObject({ totalCount: 10, pageInfo: { hasNextPage: true } });
    expect(rest['children']).toMatchObject({ pageInfo: { hasNextPage: false } });
    expect((rest['children'] as Page).nodes).toHaveLength(6);
  });

  it('is told nothing that is not known: no address and no telephone is made up', async () => {
    const { data } = await world.anonymous().query('{ organisations(first: 100) { nodes { address phone source } } }');
    const nodes = (data?.['organisations'] as { nodes: { address: null; phone: null; source: string }[] }).nodes;
    expect(nodes).toHaveLength(100);
    for (const { address, phone, source } of nodes) expect([address, phone, source.length > 0]).toEqual([null, null, true]);
  });

  it('learns who could witness alone in 2020, and that the province assigns at least two since the law of 2024', async () => {
    const fields = 'witnessCapabilities { canWitnessIndependently minimumWitnesses assignedBy { name } validFrom validTo }';
    const since2024 = { canWitnessIndependently: false, minimumWitnesses: 2, assignedBy: { name: '浙江省红十字会' }, validFrom: '2024-05-01', validTo: null };
    const in2020 = { minimumWitnesses: null, assignedBy: null, validFrom: '2020-07-01', validTo: '2024-04-30' };
    expect((await office('诸暨市红十字会', fields))['witnessCapabilities']).toEqual([{ ...in2020, canWitnessIndependently: true }, since2024]);
    expect((await office('杭州市红十字会', fields))['witnessCapabilities']).toEqual([{ ...in2020, canWitnessIndependently: false }, since2024]);
    expect((await office('杭州市临平区红十字会', fields))['witnessCapabilities']).toEqual([since2024]);
    expect((await office('浙江省红十字会', fields))['witnessCapabilities']).toEqual([]);
  });

  it('counts 5 cities and 15 counties that could witness alone', async () => {
    const { data } = await world.anonymous().query('{ city: organisations(first: 100, filter: { level: CITY }) { ...able } county: organisations(first: 100, filter: { level: COUNTY }) { ...able } } fragment able on OrganisationConnection { nodes { witnessCapabilities { canWitnessIndependently } } }');
    const able = (level: string) => (data?.[level] as { nodes: { witnessCapabilities: { canWitnessIndependently: boolean }[] }[] }).nodes.filter(({ witnessCapabilities }) => witnessCapabilities.some(({ canWitnessIndependently }) => canWitnessIndependently)).length;
    expect([able('city'), able('county')]).toEqual([5, 15]);
  });
});

describe('a search', () => {
  it.each([
    ['西湖', ['杭州市西湖区红十字会']],
    ['  杭州  西湖 ', ['杭州市西湖区红十字会']],
    ['杭州西湖', ['杭州市西湖区红十字会']],
    ['江干', ['杭州市上城区红十字会', '杭州市钱塘区红十字会']],
    ['江干区红十字会', ['杭州市上城区红十字会', '杭州市钱塘区红十字会']],
    ['下城', ['杭州市拱墅区红十字会']],
    ['器官捐献', ['浙江省造血干细胞捐献者资料库管理中心（浙江省人体器官捐献管理中心）']],
    ['普陀', ['舟山市普陀区红十字会']],
    ['上海', []],
    ['%', []],
    ['_', []],
    ['\\', []],
    ['西'.repeat(61), []],
  ])('for %j finds %j', async (search, names) => expect(await namesFound({ search })).toEqual(names));

  it('for a city finds its own body and those of all its counties', async () => expect(await namesFound({ search: '杭州' })).toHaveLength(14));
});

describe('a filter', () => {
  it('by division takes in everything below, and follows an ended division to those of today', async () => {
    expect(await namesFound({ divisionCode: '330100' })).toHaveLength(14);
    expect(await namesFound({ divisionCode: '330106' })).toEqual(['杭州市西湖区红十字会']);
    expect(await namesFound({ divisionCode: '330104' })).toEqual(['杭州市上城区红十字会', '杭州市钱塘区红十字会']);
    expect(await namesFound({ divisionCode: '999999' })).toEqual([]);
  });

  it('by level, service and parent narrows, all conditions together', async () => {
    expect(await namesFound({ level: 'CITY' })).toHaveLength(11);
    expect(await namesFound({ service: 'STEM_CELL_COLLECTION' })).toEqual(['宁波市红十字会', '温州市红十字会']);
    expect(await namesFound({ parentId: await officeNamed('舟山市红十字会') })).toHaveLength(4);
    expect(await namesFound({ level: 'COUNTY', divisionCode: '330900', search: '普陀', service: 'HOME_VISIT' })).toEqual(['舟山市普陀区红十字会']);
  });

  it('by a parent that is no id finds nothing and breaks nothing', async () => expect(await namesFound({ parentId: "' or 1=1 --" })).toEqual([]));
});

describe('a page', () => {
  it.each([0, -1, 101, 2_147_483_647])('of %d bodies is refused', async (first) => {
    const { errors } = await world.anonymous().query('query ($first: Int!) { organisations(first: $first) { totalCount } }', { first });
    expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
  });

  it('after a cursor that somebody made up is refused', async () => {
    const { errors } = await world.anonymous().query('{ organisations(after: "MQ") { totalCount } }');
    expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
  });

  it('costs the same few statements whatever its length', async () => {
    const executed = vi.spyOn(world.orm.em.getKysely().getExecutor(), 'executeQuery');
    const document = `query ($first: Int!) { organisations(first: $first) { totalCount nodes {
      name division { fullName parent { name } successors { code } } parent { name parent { name } } children(first: 10) { totalCount nodes { name } }
      services { service source } witnessCapabilities { validFrom assignedBy { name } } } } }`;
    const statementsFor = async (first: number) => {
      executed.mockClear();
      const { errors } = await world.anonymous().query(document, { first });
      expect(errors).toBeUndefined();
      return executed.mock.calls.length;
    };
    const [few, many] = [await statementsFor(3), await statementsFor(100)];
    expect(many).toBe(few);
    expect(many).toBeLessThanOrEqual(6);
  });
});

describe('one body', () => {
  it.each(['00000000-0000-4000-8000-000000000000', 'not an id', '', "'; drop table organisation; --"])('of the id %j is null', async (id) => {
    const { data, errors } = await world.anonymous().query('query ($id: ID!) { organisation(id: $id) { name } }', { id });
    expect([data, errors]).toEqual([{ organisation: null }, undefined]);
  });

  it('keeps its id in every database', async () => expect(await officeNamed('浙江省红十字会')).toBe('84d631df-81b1-5765-ba64-ca5732922c0d'));
});

describe('the nearest bodies', () => {
  const nearby = (latitude: number, longitude: number, first = 5) =>
    world.anonymous().query('query ($latitude: Float!, $longitude: Float!, $first: Int!) { nearbyOrganisations(latitude: $latitude, longitude: $longitude, first: $first) { organisation { name } distanceMetres basis } }', { latitude, longitude, first });

  it('come nearest first, measured to the centre of their division, and say so', async () => {
    const { data } = await nearby(27.994, 120.699);
    const found = data?.['nearbyOrganisations'] as { organisation: Office; distanceMetres: number; basis: string }[];
    expect(found).toHaveLength(5);
    expect(found.map(({ distanceMetres }) => distanceMetres)).toEqual(found.map(({ distanceMetres }) => distanceMetres).sort((a, b) => a - b));
    expect(found.map(({ organisation }) => organisation.name)).toContain('温州市鹿城区红十字会');
    expect(new Set(found.map(({ basis }) => basis))).toEqual(new Set(['DIVISION_CENTRE']));
    expect(found[0]?.distanceMetres).toBeLessThan(10_000);
  });

  it('to a place far away are told with their true distance', async () => {
    const { data } = await nearby(39.9, 116.4, 1);
    expect((data?.['nearbyOrganisations'] as { distanceMetres: number }[])[0]?.distanceMetres).toBeGreaterThan(800_000);
  });

  it.each([[91, 120], [-90.1, 120], [30, 180.5], [30, -181]])('to a place that is not on earth (%d, %d) are refused', async (latitude, longitude) => {
    expect((await nearby(latitude, longitude)).errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
  });

  it('leave no trace of the place in the log', async () => {
    await nearby(29.123456, 121.654321);
    expect(world.logged.join('')).not.toMatch(/29\.123456|121\.654321/);
  });
});
