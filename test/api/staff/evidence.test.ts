import { createHash, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { IssueEvidencePackageDocument, MyEvidenceIssuesDocument } from '../../../schema/generated/graphql.ts';
import { parseEvidence } from '../../../server/src/evidence/evidence-package.ts';
import { unpackEvidence } from '../../../server/src/evidence/evidence-file.ts';
import { deciding } from '../../kit/decisions.ts';
import { plainClient } from '../../kit/deeds.ts';
import { coordinators, ethicsLookUp, fetchEvidence, issueEvidence, pagesOf } from '../../kit/evidence.ts';
import { purposeTexts } from '../../../server/src/rights/processing-purposes.ts';
import { wish } from '../../kit/wishes.ts';
import { alterTogether } from '../../kit/evidence-forgeries.ts';
import { createWorld, person, type StaffCaller } from '../../kit/world.ts';

const world = await createWorld();
const owner = await plainClient(world.databaseUrl);
afterAll(() => owner.end());

const about = person({ fullName: '金丝雀·演示' });
const citizen = await world.citizen(about);
let pair: readonly [StaffCaller, StaffCaller];
let lookUpId = '';

beforeAll(async () => {
  await deciding.register(citizen);
  await deciding.refuse(citizen, 1);
  pair = await coordinators(world);
  lookUpId = await ethicsLookUp(world, about, pair);
});

/** A package that waits, or the name of what came instead. */
async function issued(caller: StaffCaller, id: string, key?: string) {
  const result = await issueEvidence(caller, id, key);
  return result.__typename === 'IssueEvidencePackageSuccess' ? result : { ...result, path: null, evidenceIssue: null };
}

/** A further person with one decision, and a further look-up about them: what one test does bars no other. */
async function freshCase(special: Parameters<typeof ethicsLookUp>[3] = {}) {
  const someone = person();
  await deciding.register(await world.citizen(someone));
  const people = await coordinators(world);
  return { people, id: await ethicsLookUp(world, someone, people, special), someone };
}

async function issues(): Promise<number> {
  return Number((await owner.query<{ count: string }>('select count(*) from evidence_issue')).rows[0]?.count);
}

describe('an evidence package', () => {
  it('is issued to each of the two coordinators behind the look-up, and holds the whole history with the person’s own name', async () => {
    for (const caller of pair) {
      const { path, evidenceIssue } = await issued(caller, lookUpId);
      const { status, body, headers } = await fetchEvidence(world, caller, path ?? '');
      expect([status, headers['content-type'], headers['cache-control']]).toEqual([200, 'application/pdf', 'no-store']);
      expect(createHash('sha256').update(body as Buffer).digest('hex')).toBe(evidenceIssue?.fileDigest);
      const evidence = parseEvidence(unpackEvidence(body as Buffer)?.json ?? Buffer.of());
      expect(evidence).toMatchObject({ id: evidenceIssue?.id, person: { fullName: about.fullName, documentNumber: about.documentNumber }, case: { caseNumber: 'DEMO-2026-0007', lookUpId } });
      expect(evidence?.decisions.map(({ sequence, state }) => `${sequence} ${state}`)).toEqual(['2 REFUSED', '1 AGREED']);
      expect(evidence?.consents.map(({ purpose }) => purpose)).toEqual(['REFUSE', 'AGREE']);
    }
  });

  it('holds no word of what the person hopes will be respected: that was consented to for those who look the decision up, and for the family', async () => {
    const { people, id, someone } = await freshCase();
    expect(purposeTexts('zh-CN').find(({ purpose }) => purpose === 'RESPECT_WISH')?.effect).not.toMatch(/伦理|稽核/);
    expect(await wish(await world.citizen(someone), '金丝雀诵经')).toMatchObject({ __typename: 'StateWishSuccess' });
    const { path } = await issued(people[0], id);
    const { body } = await fetchEvidence(world, people[0], path ?? '');
    const json = unpackEvidence(body as Buffer)?.json.toString() ?? '';
    expect(json).toContain(someone.fullName);
    expect(json + (await pagesOf(body as Buffer)).join('')).not.toContain('诵经');
  });

  it('is issued to an auditor in whose area the case lies, up to the province', async () => {
    for (const divisionCode of ['330106', '330100', '330000']) {
      expect(await issued(await world.staff({ role: 'AUDITOR', divisionCode }), lookUpId)).toMatchObject({ __typename: 'IssueEvidencePackageSuccess' });
      lookUpId = await ethicsLookUp(world, about, pair);
    }
  });

  it('is on record before it leaves, sealed with the audit and shown to its owner', async () => {
    const { people, id, someone } = await freshCase();
    const { evidenceIssue } = await issued(people[0], id);
    const { rows } = await owner.query<{ changes: string }>(`select changes from audit_entry where operation = 'issueEvidencePackage' and actor_id = $1`, [people[0].accountId]);
    expect(rows.map(({ changes }) => changes).join()).toContain(evidenceIssue?.id);
    expect((await owner.query(`select from audit_unsealed where table_name = 'evidence_issue' and row_id = $1`, [evidenceIssue?.id])).rowCount).toBe(1);
    const { viewer } = await (await world.citizen(someone)).run(MyEvidenceIssuesDocument, {});
    expect(viewer?.evidenceIssues).toEqual([
      { id: evidenceIssue?.id, issuedAt: evidenceIssue?.issuedAt, issuedBy: '杭州市西湖区红十字会', hospital: '演示医院（demo-hospital）', lookUpId: id, fileDigest: evidenceIssue?.fileDigest },
    ]);
    expect((await (await world.citizen()).run(MyEvidenceIssuesDocument, {})).viewer?.evidenceIssues).toEqual([]);
  });

  it('leaves a record that the database refuses to change or remove', async () => {
    for (const statement of ["update evidence_issue set key_id = 'x'", 'delete from evidence_issue', 'truncate evidence_issue cascade']) {
      await expect(owner.query(statement)).rejects.toMatchObject({ code: '23001' });
    }
  });

  it('leaves neither name nor number in the database, the log or the answer', async () => {
    const { rows } = await owner.query<Record<string, string>>('select * from evidence_delivery, evidence_issue');
    const kept = JSON.stringify(rows) + rows.map((row) => Buffer.from((row['sealed_file'] ?? '').slice(2), 'hex').toString('latin1')).join() + world.logged.join();
    expect(kept).not.toContain(about.documentNumber);
    expect(kept).not.toContain(about.fullName);
    expect(rows.length).toBeGreaterThan(0);
  });
});

describe('a package is refused', () => {
  it.each(['REGISTRAR', 'MANAGER', 'CLINICIAN'] as const)('to a %s, whatever the look-up', async (role) => {
    const { errors } = await (await world.staff({ role })).ask(IssueEvidencePackageDocument, { input: { lookUpId, idempotencyKey: randomUUID() } });
    expect(errors?.[0]?.extensions.code).toBe('FORBIDDEN');
  });

  it('in one and the same answer for every reason that lies in the look-up: EvidenceNotOpen', async () => {
    const before = await issues();
    const stranger = await world.staff({ role: 'COORDINATOR' });
    const elsewhere = await world.staff({ role: 'AUDITOR', divisionCode: '330200' });
    const beside = await world.staff({ role: 'AUDITOR', divisionCode: '330102' });
    const [asked, confirmed] = pair;
    const of = (special: Parameters<typeof ethicsLookUp>[3]) => ethicsLookUp(world, about, pair, special);
    const answers = [
      await issueEvidence(stranger, lookUpId),
      await issueEvidence(elsewhere, lookUpId),
      await issueEvidence(beside, lookUpId),
      await issueEvidence(asked, randomUUID()),
      await issueEvidence(asked, 'no id at all'),
      await issueEvidence(asked, await of({ purpose: 'CLARIFY_WILL' })),
      await issueEvidence(asked, await of({ status: 'WAITING' })),
      await issueEvidence(asked, await of({ status: 'CONFIRMED' })),
      await issueEvidence(confirmed, await of({ answeredAt: new Date(Date.UTC(2026, 9, 24, 7)) })),
      // The two moved to another place since: what they asked for stays with the place.
      await issueEvidence((await coordinators(world, '330200'))[0], lookUpId),
      await issueEvidence(asked, await of({ areaCode: '330200' })),
    ];
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]).toMatchObject({ __typename: 'EvidenceNotOpen', code: 'EVIDENCE_NOT_OPEN' });
    expect(await issues()).toBe(before);
  });

  it('as NoDecisionOnRecord when the person never decided anything', async () => {
    expect(await issueEvidence(pair[0], await ethicsLookUp(world, person(), pair, { finding: 'SILENT' }))).toMatchObject({ __typename: 'NoDecisionOnRecord' });
  });

  it('as NoDecisionOnRecord when the look-up was told that nothing is there, even if somebody is: a name that does not fit must not be found out', async () => {
    const { people, id } = await freshCase({ finding: 'SILENT' });
    expect(await issueEvidence(people[0], id)).toMatchObject({ __typename: 'NoDecisionOnRecord' });
  });

  it('as NotSealedYet while another server seals, and is issued a moment later', async () => {
    const { people, id } = await freshCase();
    await owner.query('begin');
    await owner.query('select pg_advisory_xact_lock(20261124)');
    expect(await issueEvidence(people[0], id)).toMatchObject({ __typename: 'NotSealedYet', retryAfterSeconds: 60 });
    await owner.query('commit');
    expect(await issueEvidence(people[0], id)).toMatchObject({ __typename: 'IssueEvidencePackageSuccess' });
  });

  it('with InvalidInput for a key of another form', async () => {
    expect(await issueEvidence(pair[0], lookUpId, 'short')).toMatchObject({ __typename: 'InvalidInput' });
  });

  it('with TooManyRequests to who makes a habit of one look-up, whoever helps', async () => {
    const { people, id } = await freshCase();
    for (let time = 0; time < 5; time++) expect((await issued(people[time % 2] ?? people[0], id)).__typename).toBe('IssueEvidencePackageSuccess');
    for (const one of people) expect(await issueEvidence(one, id)).toMatchObject({ __typename: 'TooManyRequests' });
  });

  it('when a decision was altered beside the register, even together with its fingerprint: nothing leaves, an alarm does', async () => {
    const { people, id, someone } = await freshCase();
    // The sealed row is there, then somebody with all rights writes another choice and its fingerprint.
    expect((await issued(people[0], id)).__typename).toBe('IssueEvidencePackageSuccess');
    await owner.query('alter table decision disable trigger user');
    await alterTogether(world, owner, someone);
    await owner.query('alter table decision enable trigger user');
    const { errors } = await people[1].ask(IssueEvidencePackageDocument, { input: { lookUpId: id, idempotencyKey: randomUUID() } });
    expect(errors?.[0]?.extensions.code).toBe('INTERNAL_SERVER_ERROR');
    expect(world.logged.join()).toContain('EvidenceIncomplete');
  });
});

describe('the same request again', () => {
  it('is answered with the same package as long as it waits, and never makes a second', async () => {
    const { people, id } = await freshCase();
    const key = randomUUID();
    const first = await issued(people[0], id, key);
    const before = await issues();
    expect(await issued(people[0], id, key)).toEqual(first);
    await fetchEvidence(world, people[0], first.path ?? '');
    expect(await issued(people[0], id, key)).toEqual({ ...first, path: null });
    expect(await issues()).toBe(before);
  });

  it('is refused as IdempotencyKeyReused for another look-up', async () => {
    const { people, id, someone } = await freshCase();
    const key = randomUUID();
    await issued(people[0], id, key);
    expect(await issueEvidence(people[0], await ethicsLookUp(world, someone, people), key)).toMatchObject({ __typename: 'IdempotencyKeyReused' });
  });

  it('sent twice at once makes one package', async () => {
    const { people, id } = await freshCase();
    const [key, before] = [randomUUID(), await issues()];
    const [one, other] = await Promise.all([issued(people[0], id, key), issued(people[0], id, key)]);
    expect(one.evidenceIssue?.id).toBe(other.evidenceIssue?.id);
    expect(await issues()).toBe(before + 1);
  });
});

describe('fetching the file', () => {
  it('happens once', async () => {
    const { people, id } = await freshCase();
    const { path } = await issued(people[0], id);
    const both = await Promise.all([fetchEvidence(world, people[0], path ?? ''), fetchEvidence(world, people[0], path ?? '')]);
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 404]);
    expect((await owner.query('select from evidence_delivery where issue_id = $1', [path?.split('/').at(-1)])).rowCount).toBe(0);
  });

  it('is open to nobody but the session that asked, and all others are told alike that there is nothing', async () => {
    const { people, id, someone } = await freshCase();
    const { path } = await issued(people[0], id);
    const others = [world.anonymous(), people[1], await world.staff({ role: 'AUDITOR', divisionCode: '330000' }), await world.citizen(someone)];
    for (const other of others) expect((await fetchEvidence(world, other, path ?? '')).status).toBe(404);
    for (const place of [`/evidence/${randomUUID()}`, '/evidence/x', '/evidence/%00', "/evidence/'--"]) expect((await fetchEvidence(world, people[0], place)).status).toBeLessThan(500);
    expect((await fetchEvidence(world, people[0], path ?? '')).status).toBe(200);
  });

  it('is open for five minutes', async () => {
    const { people, id } = await freshCase();
    const key = randomUUID();
    const { path } = await issued(people[0], id, key);
    world.wait(5 * 60_000);
    expect((await fetchEvidence(world, people[0], path ?? '')).status).toBe(404);
    expect((await issued(people[0], id, key)).path).toBeNull();
    await issued(people[0], id);
    expect((await owner.query('select from evidence_delivery where issue_id = $1', [path?.split('/').at(-1)])).rowCount).toBe(0);
  });
});
