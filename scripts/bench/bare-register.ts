/**
 * A registration by hand, in tables of its own without triggers: whose session it is, whether it is fresh, what is asked; then donor,
 * decision, audit entry and outbox event in one transaction of prepared statements. The idempotency key is unique in its table; a second
 * request with it is refused and not answered again, which is as far as an afternoon goes.
 */
import { createHash, randomUUID } from 'node:crypto';
import type { RegisterDonorMutation, RegisterDonorMutationVariables } from '../../schema/generated/graphql.ts';
import { allItems, type Choices } from '../../server/src/donors/donation-kinds.ts';
import { isOfAge } from '../../server/src/donors/donor.policy.ts';
import { newRegistrationNumber } from '../../server/src/donors/registration-number.ts';
import { secretDigest } from '../../server/src/identity/sessions.ts';
import { isConsentInForce } from '../../server/src/policy/consent-texts.ts';
import type { Database, Statement } from './bare-database.ts';
import { answerContact, answerDecision, type DecisionRow, expiryOf, type PersonRow, type Rules } from './bare-look-up.ts';

/** A request that is not answered with what it asked for, and the status that says so. */
export class Refusal extends Error {
  readonly status: number;

  constructor(status: number) {
    super(`refused with ${status}`);
    this.status = status;
  }
}

/** What a registration by hand works with. */
export interface Tools extends Database {
  readonly rules: Rules;
}

/** What a phone sends. */
export type Input = RegisterDonorMutationVariables['input'];

/** What it is answered. */
export type Registered = Extract<RegisterDonorMutation['registerDonor'], { readonly __typename: 'RegisterDonorSuccess' }>;

type SessionRow = Pick<PersonRow, 'channel' | 'signedInAt' | 'lastSeenAt' | 'identity'> & { readonly id: string; readonly personIndex: Buffer };

const SESSION = `
  select s.id, s.channel, s.signed_in_at "signedInAt", s.last_seen_at "lastSeenAt", s.person_index "personIndex", p.identity
  from session s
  join plain_person p on p.person_index = s.person_index
  where s.token_hash = $1 and s.ended_at is null`;

const ENROLMENT = `
  insert into plain.enrolment (id, person_index, registration_number, registered_at, version, residence_code, family_knows, kin, latest_sequence)
  values ($1, $2, $3, $4, 1, $5, $6, $7, 1)`;

const REGISTRATION_COLUMNS = 'id, enrolment_id, sequence, action, state, choices, channel, assurance_level, consent_purpose, consent_version, consent_hash, recorded_at, fingerprint, idempotency_key';
const REGISTRATION = `
  insert into plain.registration (${REGISTRATION_COLUMNS})
  values ($1, $2, 1, 'REGISTERED', 'AGREED', $3, $4, $5, 'AGREE', $6, $7, $8, $9, $10)`;

/** Donor and decision in one statement: `$1` to `$7` are the donor's, `$8` to `$16` the decision's. */
const BOTH = `
  with donor as (
    insert into plain.enrolment (id, person_index, registration_number, registered_at, version, residence_code, family_knows, kin, latest_sequence)
    values ($1, $2, $3, $4, 1, $5, $6, $7, 1))
  insert into plain.registration (${REGISTRATION_COLUMNS})
  values ($8, $1, 1, 'REGISTERED', 'AGREED', $9, $10, $11, 'AGREE', $12, $13, $14, $15, $16)`;

const AUDIT = `insert into plain.audit_entry (id, at, actor_kind, session_id, operation, request_id, changes) values ($1, $2, 'CITIZEN', $3, 'registerDonor', $4, $5)`;
const OUTBOX = `insert into plain.outbox_event (id, kind, enrolment_id, version, occurred_at) values ($1, 'DECISION_CHANGED', $2, 1, $3)`;

/** Registers with everything somebody would write who has to. @throws Refusal */
export async function register({ inTransaction, ...tools }: Tools, token: string, input: Input): Promise<Registered> {
  const { donorId, donor, id, decision, sessionId, now, answer } = await prepare(tools, token, input);
  const changes = [
    { entity: 'Donor', id: donorId, change: 'create', fields: ['registrationNumber', 'residenceCode', 'familyKnows', 'kin'] },
    { entity: 'Decision', id, change: 'create', fields: ['action', 'state', 'choices', 'channel', 'consent'] },
  ];
  const statements: readonly Statement[] = [
    ['enrolment', ENROLMENT, donor],
    ['registration', REGISTRATION, [id, donorId, ...decision]],
    ['audit', AUDIT, [randomUUID(), now, sessionId, randomUUID(), JSON.stringify(changes)]],
    ['outbox', OUTBOX, [randomUUID(), donorId, now]],
  ];
  await refusingTwins(inTransaction(statements));
  return answer;
}

/** The plain insert: donor and decision by one statement; neither audit nor outbox. @throws Refusal */
export async function registerPlainly(tools: Pick<Tools, 'ask' | 'rules'>, token: string, input: Input): Promise<Registered> {
  const { donor, id, decision, answer } = await prepare(tools, token, input);
  await refusingTwins(tools.ask('registration', BOTH, [...donor, id, ...decision]));
  return answer;
}

async function prepare({ ask, rules }: Pick<Tools, 'ask' | 'rules'>, token: string, input: Input) {
  const [session] = await ask<SessionRow>('session', SESSION, [secretDigest(token)]);
  const now = new Date();
  if (!session || expiryOf(session, rules) <= now) throw new Refusal(401);
  const { identity } = session;
  const isFresh = now.getTime() - session.signedInAt.getTime() <= rules.session.freshSeconds * 1_000;
  if (!isFresh || identity.birthday === null || !isOfAge(identity.birthday, now)) throw new Refusal(403);
  const choices: Choices = Object.fromEntries(input.choices.map(({ item, choice }) => [item, choice]));
  if (input.choices.length !== allItems.length || !allItems.every((item) => choices[item]) || !Object.values(choices).includes('AGREE')) throw new Refusal(400);
  if (!isConsentInForce('AGREE', input.consent)) throw new Refusal(400);

  const [donorId, id, registrationNumber] = [randomUUID(), randomUUID(), newRegistrationNumber()];
  const { contact, consent } = input;
  const kin = contact.emergencyContact ?? null;
  const row: DecisionRow = {
    ...{ id, sequence: 1, action: 'REGISTERED', state: 'AGREED', choices, channel: session.channel, recordedAt: now },
    ...{ consentPurpose: 'AGREE', consentVersion: consent.version, consentHash: consent.hash },
    fingerprint: createHash('sha256').update(JSON.stringify([registrationNumber, choices, consent, now])).digest(),
    ...{ syncState: 'PENDING', syncSince: now, syncDifference: null, disavowedAt: null, outcome: null, finding: null, resolvedAt: null },
  };
  return {
    ...{ donorId, id, now, sessionId: session.id },
    donor: [donorId, session.personIndex, registrationNumber, now, contact.residenceCode, contact.familyKnows, kin && JSON.stringify(kin)],
    decision: [JSON.stringify(choices), session.channel, identity.assuranceLevel, consent.version, consent.hash, now, row.fingerprint, input.idempotencyKey],
    answer: answerOf(row, session, { registrationNumber, residenceCode: contact.residenceCode, familyKnows: contact.familyKnows, kin }, rules),
  };
}

function answerOf(row: DecisionRow, { identity }: SessionRow, { registrationNumber, ...contact }: Pick<PersonRow, 'registrationNumber' | 'residenceCode' | 'familyKnows' | 'kin'>, rules: Rules): Registered {
  const decision = answerDecision(row, rules, row.recordedAt);
  return {
    __typename: 'RegisterDonorSuccess',
    donor: { registrationNumber, registeredAt: row.recordedAt.toISOString(), version: 1, nationalHold: false, contested: null, queuedWithdrawal: null, decision, contact: answerContact({ identity, ...contact }) },
    decision,
  };
}

/** The key, or the person, is there already. */
async function refusingTwins(write: Promise<unknown>): Promise<void> {
  await write.catch((error: unknown) => {
    throw error instanceof Error && 'code' in error && error.code === '23505' ? new Refusal(409) : error;
  });
}
