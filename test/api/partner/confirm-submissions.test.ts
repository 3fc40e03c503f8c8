import { randomUUID } from 'node:crypto';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { EditDecisionDocument, MyDecisionDocument, RefuseDonationDocument, RegisterDonorDocument } from '../../../schema/generated/graphql.ts';
import { inPlainTransaction } from '../../../server/src/audit/audit-log.queries.ts';
import { inclusionFault, inclusionProof } from '../../../server/src/audit/inclusion-proof.ts';
import { sealBatches } from '../../../server/src/audit/seal-batches.ts';
import { verifyAudit } from '../../../server/src/audit/verify-audit.ts';
import { Caller } from '../../kit/caller.ts';
import { choicesOf, consentTo, deciding, latestOf, ownPage, registration } from '../../kit/decisions.ts';
import { plainClient } from '../../kit/deeds.ts';
import { ownerOf, partner, partnerToken } from '../../kit/partners.ts';
import { submissionFor, submitted } from '../../kit/submissions.ts';
import { createWorld, NOW, person } from '../../kit/world.ts';

const world = await createWorld();
const database = await plainClient(world.databaseUrl);
afterAll(() => database.end());
const owner = await ownerOf(world.databaseUrl);
const name = `演示代办 ${randomUUID()}`;
const known = await partner(owner, NOW, { name });
let now = NOW;
function wait(milliseconds: number): void {
  world.wait(milliseconds);
  now = new Date(now.getTime() + milliseconds);
}
/** What was sent for somebody now. */
const sendFor = async (who: ReturnType<typeof person>, special = {}) => submitted(new Caller(world.http, await partnerToken(owner, now, known)), submissionFor(who, special));
const { keys } = world.config.audit;

/** Somebody who confirmed what was sent for them. */
async function confirmed(who = person()) {
  const sent = await sendFor(who);
  const citizen = await world.citizen(who);
  expect((await deciding.register(citizen, { submissionId: sent.id })).__typename).toBe('RegisterDonorSuccess');
  return { who, citizen, sent };
}

describe('what somebody sees of what they confirmed', () => {
  it('stands beside the decision that confirms it and in the history, and beside no other decision', async () => {
    const { citizen, sent } = await confirmed();
    await deciding.edit(citizen, 1);
    const donor = (await citizen.run(MyDecisionDocument, {})).viewer?.donor;
    expect(donor?.decision.submission).toBeNull();
    expect(donor?.history.nodes.map(({ submission }) => submission)).toEqual([null, { receiptNumber: sent.receiptNumber, partnerName: name, channel: 'PAPER_FORM' }]);
  });

  it('is read in two statements, for what stands and for the history, however many were confirmed, and in none by somebody who confirmed nothing', async () => {
    const { citizen, who } = await confirmed();
    const asked = vi.spyOn(world.orm.em.getConnection(), 'execute');
    const count = async (caller: Caller) => {
      asked.mockClear();
      await caller.run(MyDecisionDocument, {});
      return asked.mock.calls.filter(([query]) => String(query).includes('decision_submission')).length;
    };
    expect(await count(citizen)).toBe(1);
    for (const version of [1, 2, 3]) {
      const { id } = await sendFor(who);
      const input = { idempotencyKey: randomUUID(), expectedVersion: version, choices: choicesOf('AGREE', { SKIN: 'REFUSE' }), contact: null, consent: consentTo('AGREE'), submissionId: id };
      expect((await citizen.run(EditDecisionDocument, { input })).editDecision.__typename).toBe('EditDecisionSuccess');
    }
    expect((await citizen.run(MyDecisionDocument, {})).viewer?.donor?.history.nodes.filter(({ submission }) => submission !== null)).toHaveLength(4);
    expect(await count(citizen)).toBe(2);
    const other = await world.citizen();
    await deciding.register(other);
    expect(await count(other)).toBe(0);
    asked.mockRestore();
  });
});

describe('signing in afresh in the middle', () => {
  it.each([
    ['a registration', 'AGREED', async (citizen: Caller, submissionId: string, idempotencyKey: string) => (await citizen.run(RegisterDonorDocument, { input: registration({ submissionId, idempotencyKey }) })).registerDonor],
    ['a refusal', 'REFUSED', async (citizen: Caller, submissionId: string, idempotencyKey: string) => (await citizen.run(RefuseDonationDocument, { input: { submissionId, idempotencyKey, expectedVersion: null, consent: consentTo('REFUSE') } })).refuseDonation],
  ] as const)('keeps what is confirmed: %s goes through with the same key, and names it', async (_, state, decide) => {
    const who = person();
    const { id, receiptNumber } = await sendFor(who, state === 'REFUSED' ? { choices: choicesOf('REFUSE'), words: consentTo('REFUSE') } : {});
    const citizen = await world.citizen(who);
    const key = randomUUID();
    wait(10 * 60_000);
    expect(await decide(citizen, id, key)).toMatchObject({ __typename: 'FreshSignInNeeded' });
    expect((await ownPage(citizen)).state).toBe('SILENT');
    const again = await world.citizen(who);
    expect(await decide(again, id, key)).toMatchObject({ decision: { state, submission: { receiptNumber } } });
    // The answer got lost: the same request again is the same decision.
    expect(await decide(again, id, key)).toMatchObject({ decision: { sequence: 1, submission: { receiptNumber } } });
  });
});

describe('the seal of a decision that confirms something', () => {
  const verify = () => inPlainTransaction(database, 'SNAPSHOT', () => verifyAudit(database, { keys: keys.known }));
  const idOf = async (citizen: Caller) => (await latestOf(citizen)).id;
  /** As somebody who owns the tables could do it; taken back afterwards. */
  async function afterTampering(statements: readonly (readonly [string, ...unknown[]])[]) {
    await database.query('begin');
    try {
      for (const table of ['decision', 'decision_submission', 'submission']) await database.query(`alter table ${table} disable trigger user`);
      for (const [statement, ...values] of statements) await database.query(statement, values);
      return (await verifyAudit(database, { keys: keys.known })).fault;
    } finally {
      await database.query('rollback');
    }
  }

  it('holds the hash of what was confirmed, so that whoever has the public keys can see both', async () => {
    const { citizen, sent } = await confirmed();
    await sealBatches(database, { key: keys.signing, now: () => now });
    expect((await verify()).fault).toBeNull();
    const id = await idOf(citizen);
    const proof = await inPlainTransaction(database, 'SNAPSHOT', () => inclusionProof(database, 'decision', id));
    expect(proof && inclusionFault(proof, keys.known)).toBeNull();
    expect(proof?.row).toContain(`["confirmed_submission_hash","\\\\x${sent.sha256}"]`);
  });

  it('leaves the text of a decision that confirms nothing as it was before', async () => {
    const citizen = await world.citizen();
    await deciding.register(citizen);
    await sealBatches(database, { key: keys.signing, now: () => now });
    const id = await idOf(citizen);
    expect((await inPlainTransaction(database, 'SNAPSHOT', () => inclusionProof(database, 'decision', id)))?.row).not.toContain('confirmed_submission_hash');
  });

  it('shows when the link is taken away, when it names another hash, and when what was sent is another', async () => {
    const { citizen, sent } = await confirmed();
    await sealBatches(database, { key: keys.signing, now: () => now });
    const id = await idOf(citizen);
    const found = { kind: 'ALTERED', table: 'decision_submission', id };
    expect(await afterTampering([['delete from decision_submission where decision_id = $1', id]])).toMatchObject(found);
    expect(await afterTampering([['update decision_submission set submission_hash = $2 where decision_id = $1', id, Buffer.alloc(32)]])).toMatchObject(found);
    expect(await afterTampering([['update submission set hash = $2 where id = $1', sent.id, Buffer.alloc(32)]])).toMatchObject(found);
    expect(await afterTampering([['update decision set confirmed_submission_hash = null where id = $1', id]])).toMatchObject({ kind: 'ALTERED', table: 'decision', id });
    expect((await verify()).fault).toBeNull();
  });

  it('shows a link that was added to a decision later', async () => {
    wait(7 * 24 * 3_600_000);
    const who = person();
    const sent = await sendFor(who);
    const citizen = await world.citizen(who);
    await deciding.register(citizen);
    await sealBatches(database, { key: keys.signing, now: () => now });
    const id = await idOf(citizen);
    const added = ['insert into decision_submission select $1, id, hash from submission where id = $2', id, sent.id] as const;
    expect(await afterTampering([added])).toMatchObject({ kind: 'ALTERED', table: 'decision_submission', id });
    expect((await verify()).fault).toBeNull();
  });
});
