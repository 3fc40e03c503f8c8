import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { AuditEntry } from '../../../server/src/audit/audit-entry.entity.ts';
import { Division } from '../../../server/src/divisions/division.entity.ts';
import { importOrganisations } from '../../../server/src/organisations/import-organisations.ts';
import { Organisation } from '../../../server/src/organisations/organisation.entity.ts';
import { WitnessCapability } from '../../../server/src/organisations/witness-capability.entity.ts';
import { loadReferenceData } from '../../../server/src/reference-data.ts';
import { createWorld, NOW } from '../../kit/world.ts';

const world = await createWorld();
const firstDirectory = readFileSync(resolve(import.meta.dirname, '../../../server/src/organisations/data/zhejiang-organisations.csv'));

const header = 'name,level,division_code,parent,address,phone,source,can_witness_independently';
const importFile = (text: string, dryRun = false, requestId = 'test') => importOrganisations(world.orm, Buffer.from(text), { now: NOW, dryRun, requestId });
const importRows = (...rows: string[]) => importFile([header, ...rows].join('\n'));
const officeOf = (divisionCode: string) => world.orm.em.fork().findOneOrFail(Organisation, { divisionCode }, { populate: ['parent'] });

describe('the first start', () => {
  it('fills the directory with what ships, and a file of the same content changes nothing', async () => {
    const report = await importOrganisations(world.orm, firstDirectory, { now: NOW, dryRun: false, requestId: 'test' });
    expect(report).toMatchObject({ fault: null, added: [], changed: [], rejected: [], missing: [], unchanged: 103, applied: true });
  });

  it('loads each division once; later starts change nothing and delete nothing', async () => {
    const em = world.orm.em.fork();
    const before = await em.count(Division);
    await em.nativeUpdate(Division, { code: '330106' }, { name: '别的名字' });
    await loadReferenceData(world.orm, NOW);
    expect(await world.orm.em.fork().count(Division)).toBe(before);
    expect(before).toBeGreaterThan(3_000);
    expect((await world.orm.em.fork().findOneOrFail(Division, { code: '330106' })).name).toBe('西湖区');
    expect(await world.orm.em.fork().findOneOrFail(Division, { code: '330104' })).toMatchObject({ validTo: '2021-04-08', successorCodes: ['330102', '330114'] });
  });

  it('of two servers at once does not fill it twice', async () => {
    await Promise.all([loadReferenceData(world.orm, NOW), loadReferenceData(world.orm, NOW)]);
    expect(await world.orm.em.fork().count(Organisation)).toBe(103);
  });
});

describe('what staff import', () => {
  it('shows at once to citizens and outlives a restart', async () => {
    const report = await importRows('杭州市西湖区红十字会,county,330106,杭州市红十字会,演示路1号,0571-10000000,测试来函,');
    expect(report).toMatchObject({ applied: true, changed: [{ changes: [{ field: 'address' }, { field: 'phone' }, { field: 'source' }] }] });
    await loadReferenceData(world.orm, NOW);
    const { data } = await world.anonymous().query('{ organisations(filter: { divisionCode: "330106" }) { nodes { address phone source } } }');
    expect(data).toEqual({ organisations: { nodes: [{ address: '演示路1号', phone: '0571-10000000', source: '测试来函' }] } });
  });

  it('keeps what a blank cell does not state, and erases what a hyphen does', async () => {
    await importRows('温岭市红十字会,county,331081,台州市红十字会,演示路2号,0576-10000000,测试来函,');
    await importRows('温岭市红十字会,county,331081,台州市红十字会,,-,测试来函,');
    expect(await officeOf('331081')).toMatchObject({ address: '演示路2号', phone: null });
  });

  it('never deletes a body that the file leaves out, but says so', async () => {
    const { missing } = await importRows('温岭市红十字会,county,331081,台州市红十字会,,,测试来函,');
    expect(missing).toHaveLength(102);
    expect(await world.orm.em.fork().count(Organisation)).toBe(103);
  });

  it('is taken whole or not at all', async () => {
    const report = await importRows('嘉善县红十字会,county,330421,嘉兴市红十字会,演示路3号,,测试来函,', '没有上级红十字会,county,330424,不存在的红十字会,,,测试来函,');
    expect(report).toMatchObject({ applied: false, rejected: [{ line: 3, reasons: ['找不到上级机构“不存在的红十字会”'] }] });
    expect((await officeOf('330421')).address).toBeNull();
  });

  it('can be tried without being written', async () => {
    const report = await importFile(`${header}\n海盐县红十字会,county,330424,嘉兴市红十字会,演示路4号,,测试来函,`, true);
    expect(report).toMatchObject({ applied: false, rejected: [], changed: [{ organisation: { address: '演示路4号' } }] });
    expect((await officeOf('330424')).address).toBeNull();
  });

  it('may be imported twice at once without harm', async () => {
    const row = '平湖市红十字会,county,330482,嘉兴市红十字会,演示路5号,,测试来函,';
    const reports = await Promise.all([importRows(row), importRows(row)]);
    expect(reports.map(({ changed, unchanged }) => [changed.length, unchanged]).sort()).toEqual([[0, 1], [1, 0]]);
  });

  it('corrects the reading of 2020 and leaves the law of 2024 alone', async () => {
    await importRows('桐乡市红十字会,county,330483,嘉兴市红十字会,,,测试来函,true');
    const { id } = await officeOf('330483');
    const entries = await world.orm.em.fork().find(WitnessCapability, { organisation: id }, { orderBy: { validFrom: 'asc' } });
    expect(entries.map(({ validFrom, canWitnessIndependently }) => [validFrom, canWitnessIndependently])).toEqual([['2020-07-01', true], ['2024-05-01', false]]);
  });

  it('leaves one audit entry that names fields and no values', async () => {
    await importFile(`${header}\n安吉县红十字会,county,330523,湖州市红十字会,演示路6号,,测试来函,`, false, 'import-of-this-test');
    const entries = await world.orm.em.fork().find(AuditEntry, { requestId: 'import-of-this-test' });
    expect(entries).toMatchObject([{ actorKind: 'SYSTEM', operation: 'importOrganisations', changes: [{ entity: 'Organisation', change: 'update' }] }]);
    expect(JSON.stringify(entries)).not.toContain('演示路6号');
  });
});

describe('a new body', () => {
  it('brings its place in the tree, its services and the law with it', async () => {
    const report = await importFile('key,name,level,division_code,parent,source\nstation-demo,演示服务站,county,330106,杭州市西湖区红十字会,测试来函');
    expect(report).toMatchObject({ applied: true, added: [{ organisation: { key: 'station-demo', parentKey: 'rcs-330106' } }] });
    const { data } = await world.anonymous().query('{ organisations(filter: { search: "演示服务站" }) { nodes { name parent { name } services { service } witnessCapabilities { validFrom } } } }');
    expect(data).toEqual({ organisations: { nodes: [{ name: '演示服务站', parent: { name: '杭州市西湖区红十字会' }, services: [], witnessCapabilities: [] }] } });
  });

  it('can be renamed by its key and keeps its id', async () => {
    await importFile('key,name,level,division_code,parent,source\nstation-rename,演示甲站,county,330108,杭州市滨江区红十字会,测试来函');
    const before = await world.orm.em.fork().findOneOrFail(Organisation, { registryKey: 'station-rename' });
    await importFile('key,name,level,division_code,parent,source\nstation-rename,演示乙站,county,330109,杭州市萧山区红十字会,测试来函');
    const after = await world.orm.em.fork().findOneOrFail(Organisation, { registryKey: 'station-rename' }, { populate: ['parent'] });
    expect([after.id, after.name, after.divisionCode, after.parent?.$.name]).toEqual([before.id, '演示乙站', '330109', '杭州市萧山区红十字会']);
  });
});
