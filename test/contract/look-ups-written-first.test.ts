import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, describe, expect, it } from 'vitest';
import { inPlainTransaction } from '../../server/src/audit/audit-log.queries.ts';
import { sealBatches } from '../../server/src/audit/seal-batches.ts';
import { verifyAudit } from '../../server/src/audit/verify-audit.ts';
import { LookUpDecisionDocument, OpenLookUpDocument } from '../../schema/generated/graphql.ts';
import { deciding } from '../kit/decisions.ts';
import { plainClient } from '../kit/deeds.ts';
import { asked, AT_ONCE, lookingUp, ownLookUps, questionAbout, twoClinicians } from '../kit/look-ups.ts';
import { createWorld, NOW, person } from '../kit/world.ts';

const world = await createWorld({ SANXIAN_LOOK_UP_FLOOR_MS: '0' });
const slow = await createWorld({ SANXIAN_LOOK_UP_FLOOR_MS: '1000' });
const [owner, slowOwner] = [await plainClient(world.databaseUrl), await plainClient(slow.databaseUrl)];
afterAll(() => Promise.all([owner.end(), slowOwner.end()]));

const { keys } = world.config.audit;
const verify = () => inPlainTransaction(owner, 'SNAPSHOT', () => verifyAudit(owner, { keys: keys.known }));
const seal = () => sealBatches(owner, { key: keys.signing, now: () => NOW });
const count = async (sql: string, values: readonly unknown[] = []) => (await owner.query(sql, [...values])).rowCount;

async function donor(in_ = world) {
  const who = person();
  const citizen = await in_.citizen(who);
  await deciding.register(citizen);
  return { who, citizen };
}

/** How a transaction can fail while it writes that something is disclosed. */
const failures: readonly (readonly [what: string, begin: string, end: string])[] = [
  ['the line cannot be written', 'alter table look_up_step add constraint never check (false) not valid', 'alter table look_up_step drop constraint never'],
  ['the audit entry cannot be written', 'alter table audit_entry add constraint never check (false) not valid', 'alter table audit_entry drop constraint never'],
  [
    'everything is written but the commit fails',
    'create constraint trigger never after insert on look_up_step deferrable initially deferred for each row execute function refuse_change()',
    'drop trigger never on look_up_step',
  ],
];

describe('no line, no answer', () => {
  it.each(failures)('when %s, nothing is disclosed and nothing stands as disclosed', async (_what, begin, end) => {
    const [asker, second] = await twoClinicians(world);
    const { who, citizen } = await donor();
    const id = await asked(asker, questionAbout(who));
    await lookingUp.confirm(second, id);
    await owner.query(begin);
    const answers = [await asker.ask(OpenLookUpDocument, { input: { id } }), await asker.ask(LookUpDecisionDocument, { input: questionAbout(who, AT_ONCE) })];
    await owner.query(end);
    for (const answer of answers) {
      expect(answer.errors?.[0]?.extensions.code).toBe('INTERNAL_SERVER_ERROR');
      expect(JSON.stringify(answer)).not.toMatch(/AGREED|fingerprint|finding/);
    }
    expect((await ownLookUps(citizen)).lookUps.nodes).toMatchObject([{ id, status: 'CONFIRMED', finding: null }]);
    // Afterwards it can be opened: a failure spoils nothing.
    expect(await lookingUp.open(asker, id)).toMatchObject({ answer: { finding: 'AGREED' } });
  });

  it('is written for everybody to see before the first byte of the answer leaves', async () => {
    const [asker] = await twoClinicians(slow);
    const { who } = await donor(slow);
    let hasArrived = false;
    const answer = asker.ask(LookUpDecisionDocument, { input: questionAbout(who, AT_ONCE) }).then((arrived) => {
      hasArrived = true;
      return arrived;
    });
    await expect.poll(async () => (await slowOwner.query(`select from look_up_step where step = 'DISCLOSED'`)).rowCount, { interval: 20, timeout: 5_000 }).toBe(1);
    // Whoever cut the power now would leave the line, and no answer.
    expect(hasArrived).toBe(false);
    expect((await answer).data).toMatchObject({ lookUpDecision: { answer: { finding: 'AGREED' } } });
  });

  it('leaves a line for each opening, and none for what was refused', async () => {
    const before = (await count(`select from look_up_step where step = 'DISCLOSED'`)) ?? 0;
    const [asker, second] = await twoClinicians(world);
    let opened = 0;
    for (let one = 0; one < 10; one++) {
      const id = await asked(asker, questionAbout(one % 2 === 0 ? (await donor()).who : person()));
      expect(await lookingUp.open(asker, id)).toMatchObject({ __typename: 'LookUpNotOpen' });
      if (one % 3 === 0) await lookingUp.decline(second, id);
      else await lookingUp.confirm(second, id);
      for (let time = 0; time < 2; time++) if ((await lookingUp.open(asker, id)).__typename === 'OpenLookUpSuccess') opened += 1;
    }
    expect(opened).toBe(12);
    expect(await count(`select from look_up_step where step = 'DISCLOSED'`)).toBe(before + opened);
  });
});

describe('the register of look-ups', () => {
  it('is sealed with the audit, each step with the entry that tells of it', async () => {
    await seal();
    expect(await verify()).toMatchObject({ fault: null, waiting: 0 });
    expect(await count('select from look_up_step where not exists (select from audit_leaf where row_id = look_up_step.id)')).toBe(0);
    expect(await count('select from look_up_step')).toBeGreaterThan(20);
  });

  it.each([
    ['delete from look_up', '23001'],
    ['truncate look_up cascade', '23001'],
    [`update look_up set case_number = 'x'`, '23001'],
    [`update look_up set person_index = sha256(person_index)`, '23001'],
    [`update look_up set status = 'CONFIRMED', finding = null, answered_at = null where status = 'ANSWERED'`, '23001'],
    [`update look_up set second_person_id = requested_by_id where status = 'WAITING'`, '23514'],
    [`update look_up set status = 'CONFIRMED' where status = 'WAITING'`, '23514'],
    ['delete from look_up_step', '23001'],
    [`update look_up_step set step = 'DECLINED'`, '23001'],
  ])('refuses, also to the owner of the tables: %s', async (statement, code) => {
    const [asker] = await twoClinicians(world);
    await asked(asker, questionAbout(person()));
    await expect(owner.query(statement)).rejects.toMatchObject({ code });
  });

  it('counts people of one county and birthday itself, for whoever writes beside the application', async () => {
    const [asker] = await twoClinicians(world);
    const id = await asked(asker, questionAbout(person()));
    const another = () =>
      owner.query(`insert into look_up select (jsonb_populate_record(original, jsonb_build_object('id', $2::text, 'request_key', $2::text, 'person_index', $3::text))).* from look_up as original where id = $1`, [
        ...[id, randomUUID(), `\\x${randomBytes(32).toString('hex')}`],
      ]);
    await owner.query('begin');
    await another();
    await another();
    await expect(another()).rejects.toMatchObject({ code: '23505', constraint: 'look_up_prefix' });
    await owner.query('rollback');
  });

  it('shows a look that somebody removes together with all of its steps', async () => {
    const [asker] = await twoClinicians(world);
    const id = await asked(asker, questionAbout(person(), AT_ONCE));
    await seal();
    await owner.query('begin');
    for (const table of ['look_up', 'look_up_step']) await owner.query(`alter table ${table} disable trigger user`);
    await owner.query('delete from look_up_step where look_up_id = $1', [id]);
    await owner.query('delete from look_up where id = $1', [id]);
    expect((await verifyAudit(owner, { keys: keys.known })).fault).toMatchObject({ kind: 'REMOVED', table: 'look_up_step' });
    await owner.query('rollback');
    expect((await verify()).fault).toBeNull();
  });

  it('shows a look whose row alone is removed, before it is sealed too', async () => {
    const [asker] = await twoClinicians(world);
    const id = await asked(asker, questionAbout(person(), AT_ONCE));
    await owner.query('begin');
    await owner.query(`alter table look_up_step drop constraint look_up_step_look_up_id_fkey; alter table look_up disable trigger user`);
    await owner.query('delete from look_up where id = $1', [id]);
    expect((await verifyAudit(owner, { keys: keys.known })).fault).toMatchObject({ kind: 'REMOVED', table: 'look_up', id });
    await owner.query('rollback');
  });
});
