import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { exportJWK } from 'jose';
import { describe, expect, it, test } from 'vitest';
import { AuditEntry } from '../../../server/src/audit/audit-entry.entity.ts';
import { addPartner, type PartnerAgreement } from '../../../server/src/partners/add-partner.ts';
import { changePartnerKeys } from '../../../server/src/partners/change-partner-keys.ts';
import { suspendPartner } from '../../../server/src/partners/suspend-partner.ts';
import { partnerScopes } from '../../../server/src/partners/partner-scope.ts';
import { Partner } from '../../../server/src/partners/partner.entity.ts';
import { keyPair, ownerOf, partner } from '../../kit/partners.ts';
import { createWorld, NOW } from '../../kit/world.ts';

const world = await createWorld();
const owner = await ownerOf(world.databaseUrl);
const deed = () => ({ now: NOW, requestId: randomUUID() });
const agreement = async (special: Partial<PartnerAgreement> = {}): Promise<PartnerAgreement> => ({
  ...{ name: `演示伙伴 ${randomUUID()}`, kind: 'PARTNER_APP', contact: '演示单位办公室', scopes: partnerScopes, pointsPerHour: null, validFrom: '2026-11-23', validTo: null },
  keys: [(await keyPair()).publicKey],
  ...special,
});

describe('letting a partner in', () => {
  it.each<[string, Partial<PartnerAgreement>, RegExp]>([
    ['without a name', { name: ' ' }, /needs a name/],
    ['of an unknown kind', { kind: 'STAFF' }, /kind is one of PARTNER_APP, HEALTH_CARD_PLATFORM/],
    ['of a kind that every object has', { kind: 'constructor' }, /kind is one of/],
    ['whose contact is a person’s mobile number', { contact: '张三 13800001234' }, /no personal mobile number/],
    ['without a contact', { contact: '' }, /unit/],
    ['without a scope', { scopes: [] }, /scopes are among directory:read, policy:read/],
    ['with a scope that does not exist', { scopes: ['policy:read', 'donors:read'] }, /scopes are among/],
    ['with a budget of nothing', { pointsPerHour: 0 }, /points lie between/],
    ['with a budget that is no number', { pointsPerHour: Number.NaN }, /points lie between/],
    ['whose last day lies before the first', { validTo: '2026-11-22' }, /days are YYYY-MM-DD/],
    ['from a day that is none', { validFrom: 'today' }, /days are YYYY-MM-DD/],
  ])('is refused %s, and leaves nothing', async (_, special, why) => {
    const before = await owner.em.fork().count(Partner);
    await expect(addPartner(owner, await agreement(special), deed())).rejects.toThrow(why);
    expect(await owner.em.fork().count(Partner)).toBe(before);
  });

  it('is refused under a name that is taken, or with a key that anybody ever had', async () => {
    const first = await agreement();
    await addPartner(owner, first, deed());
    await expect(addPartner(owner, await agreement({ name: first.name }), deed())).rejects.toThrow(/there is a partner of this name/);
    await expect(addPartner(owner, await agreement({ keys: first.keys }), deed())).rejects.toThrow(/used before/);
  });

  it('stands in the audit as a deed of the system, and so do keys and suspensions', async () => {
    const [wanted, next, deedOf] = [await agreement(), await keyPair(), randomUUID()];
    const mine = { now: NOW, requestId: deedOf };
    const { id } = await addPartner(owner, wanted, mine);
    await changePartnerKeys(owner, id, { add: [next.publicKey], end: { kid: wanted.keys[0]?.kid ?? '', at: NOW } }, mine);
    await suspendPartner(owner, id, true, mine);
    await suspendPartner(owner, id, false, mine);
    const entries = await owner.em.fork().find(AuditEntry, { actorKind: 'SYSTEM', requestId: deedOf }, { orderBy: { id: 'asc' } });
    const told = entries.map(({ operation, changes }) => `${operation}: ${changes.map(({ change, entity }) => `${change} ${entity}`).toSorted().join(', ')}`);
    expect(told.toSorted()).toEqual([
      'addPartner: create Partner, create PartnerKey',
      'changePartnerKeys: create PartnerKey, update PartnerKey',
      'resumePartner: update Partner',
      'suspendPartner: update Partner',
    ]);
  });
});

describe('a partner’s keys', () => {
  test('end once: a key that ended is not revived, nor ended again, nor another’s', async () => {
    const [made, other] = [await partner(owner, NOW), await partner(owner, NOW)];
    const end = { kid: made.publicKey.kid, at: NOW };
    await expect(changePartnerKeys(owner, other.id, { add: [], end }, deed())).rejects.toThrow(/no such key/);
    const [key] = await changePartnerKeys(owner, made.id, { add: [], end }, deed());
    expect(key?.endsAt).toEqual(NOW);
    await expect(changePartnerKeys(owner, made.id, { add: [], end }, deed())).rejects.toThrow(/ended already/);
    await expect(changePartnerKeys(owner, made.id, { add: [made.publicKey], end: null }, deed())).rejects.toThrow(/used before/);
  });

  test('never end in the past, so that what was done stays explained', async () => {
    const made = await partner(owner, NOW);
    const [key] = await changePartnerKeys(owner, made.id, { add: [], end: { kid: made.publicKey.kid, at: new Date(0) } }, deed());
    expect(key?.endsAt).toEqual(NOW);
  });
});

describe('the role of a server', () => {
  it.each(["insert into partner values (gen_random_uuid(), 'x', 'PARTNER_APP', 'x', '[\"policy:read\"]', null, '2026-01-01', null, null, now())", "update partner set scopes = '[]'", 'update partner set suspended_at = null', 'delete from partner', 'update partner_key set ends_at = null', 'delete from partner_key', 'update partner_token set expires_at = now()', 'delete from partner_budget'])('cannot %s', async (statement) => {
    await expect(world.orm.em.fork().execute(statement)).rejects.toMatchObject({ code: '42501' });
  });
});

describe('the commands', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sanxian-partners-'));
  const run = (script: string, ...args: readonly string[]) =>
    new Promise<{ code: number; said: string }>((done) => {
      const child = execFile(process.execPath, [resolve(import.meta.dirname, '../../../scripts', script), '--', ...args], { env: { PATH: process.env['PATH'], DATABASE_URL: world.databaseUrl } }, (_error, stdout, stderr) => done({ code: child.exitCode ?? -1, said: stdout + stderr }));
    });
  const keyFile = async () => {
    const [{ privateKey, publicKey }, path] = [await keyPair(), join(folder, randomUUID())];
    writeFileSync(path, JSON.stringify({ keys: [publicKey] }));
    return { path, kid: publicKey.kid, secret: await exportJWK(privateKey) };
  };

  it('suspend, resume, list, add and end, by name or client_id', async () => {
    const [made, next] = [await partner(owner, NOW, { name: '演示伙伴' }), await keyFile()];
    expect((await run('partner-suspend.ts', '--partner', '演示伙伴')).said).toContain('已停用');
    expect((await run('partner-suspend.ts', '--partner', made.id, '--lift')).said).toContain('已恢复');
    const { code, said } = await run('partner-keys.ts', '--partner', made.id, '--add', next.path, `--end=${made.publicKey.kid}`, '--at', '2030-01-01T00:00:00Z');
    expect([code, said]).toEqual([0, expect.stringContaining(`kid ${next.kid}`)]);
    expect((await run('partner-keys.ts', '--partner', made.id)).said).toContain(`${made.publicKey.kid}  ES256  自 · since 2026-11-23T08:00:00.000Z  止 · ends 2030-01-01T00:00:00.000Z`);
  }, 60_000);

  it.each(['-', '--'])('end a key whose name begins with %s, as one in 64 does, and say so when there is none', async (dashes) => {
    const [made, kid] = [await partner(owner, NOW), dashes.padEnd(43, 'k')];
    expect(await run('partner-keys.ts', '--partner', made.id, '--end', kid)).toMatchObject({ code: 1, said: expect.stringContaining('没有办理') });
    await owner.em.fork().execute('update partner_key set thumbprint = ? where partner_id = ?', [kid, made.id]);
    expect(await run('partner-keys.ts', '--partner', made.id, '--end', kid, '--at', '2030-01-01T00:00:00Z')).toMatchObject({ code: 0, said: expect.stringContaining(`kid ${kid}  ES256`) });
    expect(await run('partner-keys.ts', '--partner', made.id, '--end', '--at', '2030-01-01T00:00:00Z')).toMatchObject({ code: 2 });
  }, 60_000);

  it('refuse a secret key, an unknown partner and missing words, and say why', async () => {
    const path = join(folder, 'secret');
    writeFileSync(path, JSON.stringify((await keyFile()).secret));
    const typed = ['--name', 'x', '--contact', 'x', '--scopes', 'policy:read', '--keys'];
    expect(await run('partner-add.ts', ...typed, path)).toMatchObject({ code: 1, said: expect.stringContaining('holds a secret part') });
    expect(await run('partner-suspend.ts', '--partner', randomUUID())).toMatchObject({ code: 1, said: expect.stringContaining('no partner has this client_id') });
    expect(await run('partner-add.ts', ...typed.slice(0, 2))).toMatchObject({ code: 2, said: expect.stringContaining('--contact is missing') });
  }, 60_000);
});
