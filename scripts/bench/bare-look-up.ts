/**
 * The decision of the person whose session a token is, by hand: two named statements and the register's own pure rules for masks, ages
 * and divisions. Shared by every contender that is written by hand or asks PostgreSQL itself.
 */
import type { MyDecisionQuery } from '../../schema/generated/graphql.ts';
import { type AppConfig, readConfig } from '../../server/src/config.ts';
import { findDivision } from '../../server/src/divisions/division.queries.ts';
import type { Decision } from '../../server/src/donors/decision.entity.ts';
import type { DisavowalFinding, DisavowalOutcome } from '../../server/src/donors/disavowal.entity.ts';
import { listChoices } from '../../server/src/donors/donation-kinds.ts';
import type { Donor, EmergencyContactDetails } from '../../server/src/donors/donor.entity.ts';
import { abilitiesOf } from '../../server/src/donors/donor.policy.ts';
import type { NationalSync } from '../../server/src/donors/national-sync.entity.ts';
import type { VerifiedIdentity } from '../../server/src/identity/identity-provider.ts';
import { maskDocumentNumber, maskName, maskPhone } from '../../server/src/identity/masking.ts';
import type { Session } from '../../server/src/identity/session.entity.ts';
import { secretDigest } from '../../server/src/identity/sessions.ts';
import { stepUpPage } from '../../server/src/identity/zheliban-pages.ts';
import type { Ask } from './bare-database.ts';

/** A session with the person and their record. */
export type PersonRow = Pick<Session, 'channel' | 'signedInAt' | 'lastSeenAt'> &
  Pick<Donor, 'registrationNumber' | 'registeredAt' | 'version' | 'residenceCode' | 'familyKnows' | 'latestSequence'> & {
    readonly donorId: string;
    readonly identity: VerifiedIdentity;
    readonly kin: EmergencyContactDetails | null;
  };

/** One decision with its state at the national register and what was said against it. */
export type DecisionRow = Pick<Decision, 'id' | 'sequence' | 'action' | 'state' | 'choices' | 'channel' | 'consentPurpose' | 'consentVersion' | 'consentHash' | 'recordedAt' | 'fingerprint'> & {
  readonly syncState: NationalSync['state'];
  readonly syncSince: Date;
  readonly syncDifference: NonNullable<NationalSync['difference']> | null;
  readonly disavowedAt: Date | null;
  readonly outcome: DisavowalOutcome | null;
  readonly finding: DisavowalFinding | null;
  readonly resolvedAt: Date | null;
};

const PERSON = `
  select s.channel, s.signed_in_at "signedInAt", s.last_seen_at "lastSeenAt",
    p.identity, p.kin,
    d.id "donorId", d.registration_number "registrationNumber", d.registered_at "registeredAt", d.version,
    d.residence_code "residenceCode", d.family_knows "familyKnows", d.latest_sequence "latestSequence"
  from session s
  join plain_person p on p.person_index = s.person_index
  join donor d on d.document_index = s.person_index
  where s.token_hash = $1 and s.ended_at is null`;

const PAGE = 5;
const DECISIONS = `
  select c.id, c.sequence, c.action, c.state, c.choices, c.channel, c.consent_purpose "consentPurpose", c.consent_version "consentVersion",
    c.consent_hash "consentHash", c.recorded_at "recordedAt", c.fingerprint, n.state "syncState", n.since "syncSince", n.difference "syncDifference",
    v.disavowed_at "disavowedAt", r.outcome, r.finding, r.resolved_at "resolvedAt"
  from decision c
  join national_sync n on n.decision_id = c.id
  left join disavowal v on v.decision_id = c.id
  left join disavowal_resolution r on r.disavowal_id = v.id
  where c.donor_id = $1
  order by c.sequence desc
  limit ${PAGE + 1}`;

/** The register's settings that its answers depend on. */
export type Rules = Pick<AppConfig, 'session' | 'decisions' | 'zheliban'>;

/** The rules of these settings, read as the register reads them. */
export function readRules(environment: Readonly<Record<string, string | undefined>>): Rules {
  return readConfig({ mode: 'production', databaseUrl: '', dataFolder: '', ownUrl: '', environment });
}

/** What the register's document `MyDecision` answers; null when nobody is signed in by this token. */
export async function lookUp(ask: Ask, rules: Rules, token: string): Promise<MyDecisionQuery['viewer']> {
  const [person] = await ask<PersonRow>('person', PERSON, [secretDigest(token)]);
  const now = new Date();
  if (!person || expiryOf(person, rules) <= now) return null;
  return answerViewer(person, await ask<DecisionRow>('decisions', DECISIONS, [person.donorId]), rules, now);
}

/** The answer made of these rows: up to one decision more than a page of the history, the latest first. */
export function answerViewer(person: PersonRow, rows: readonly DecisionRow[], rules: Rules, now: Date): MyDecisionQuery['viewer'] {
  const decisions = rows.map((row) => answerDecision(row, rules, now));
  const [latest] = decisions;
  return latest ? answer(person, latest, decisions, rules, now) : null;
}

type Viewer = NonNullable<MyDecisionQuery['viewer']>;
type AnsweredDecision = NonNullable<Viewer['donor']>['decision'];

function answer(person: PersonRow, latest: AnsweredDecision, decisions: readonly AnsweredDecision[], rules: Rules, now: Date): Viewer {
  const { identity } = person;
  const page = decisions.slice(0, PAGE);
  return {
    state: latest.state,
    citizen: {
      maskedName: maskName(identity.fullName),
      documentType: identity.documentType,
      maskedDocumentNumber: maskDocumentNumber(identity.documentType, identity.documentNumber, 'ORDINARY'),
      assuranceLevel: identity.assuranceLevel,
      maskedPhone: identity.phone && maskPhone(identity.phone),
      stepUpUrl: stepUpPage(rules.zheliban.ticketId.pages, person.channel, null),
    },
    abilities: abilitiesOf(identity, latest.state, now).map(({ action, reason }) => ({ action, allowed: reason === null, reason })),
    session: { channel: person.channel, signedInAt: person.signedInAt.toISOString(), expiresAt: expiryOf(person, rules).toISOString() },
    donor: {
      registrationNumber: person.registrationNumber,
      registeredAt: person.registeredAt.toISOString(),
      version: person.version,
      nationalHold: false,
      contested: decisions.map(({ disavowal }) => disavowal).findLast((disavowal) => disavowal?.status === 'OPEN') ?? null,
      // The made-up people have none.
      queuedWithdrawal: null,
      decision: latest,
      contact: answerContact(person),
      history: {
        totalCount: person.latestSequence,
        pageInfo: { hasNextPage: decisions.length > PAGE, endCursor: cursorOf(page.at(-1)) },
        nodes: page,
      },
    },
  };
}

/** How a person can be reached, masked. */
export function answerContact({ identity, residenceCode, familyKnows, kin }: Pick<PersonRow, 'identity' | 'residenceCode' | 'familyKnows' | 'kin'>): NonNullable<Viewer['donor']>['contact'] {
  const residence = residenceCode ? findDivision(residenceCode) : null;
  return {
    maskedPhone: identity.phone && maskPhone(identity.phone),
    residence: residence && { code: residence.code, fullName: residence.fullName },
    familyKnows,
    emergencyContact: kin && { maskedName: maskName(kin.name), relation: kin.relation, maskedPhone: maskPhone(kin.phone) },
  };
}

/** One decision as it is answered. */
export function answerDecision(row: DecisionRow, { decisions: { disavowalDays } }: Rules, now: Date): AnsweredDecision {
  const until = row.recordedAt.getTime() + disavowalDays * 86_400_000;
  return {
    id: row.id,
    sequence: row.sequence,
    action: row.action,
    state: row.state,
    choices: listChoices(row.choices),
    recordedAt: row.recordedAt.toISOString(),
    channel: row.channel,
    fingerprint: row.fingerprint.toString('hex'),
    consent: { purpose: row.consentPurpose, version: row.consentVersion, hash: row.consentHash },
    nationalSync: { state: row.syncState, since: row.syncSince.toISOString(), difference: row.syncDifference },
    disavowableUntil: row.disavowedAt === null && now.getTime() <= until ? new Date(until).toISOString() : null,
    disavowal: row.disavowedAt && { disavowedAt: row.disavowedAt.toISOString(), status: row.outcome ?? 'OPEN', finding: row.finding, resolvedAt: row.resolvedAt && row.resolvedAt.toISOString() },
    submission: null,
  };
}

function cursorOf(last: AnsweredDecision | undefined): string | null {
  return last ? Buffer.from(`c1:${last.sequence}`).toString('base64url') : null;
}

/** When a session ends if nothing more is asked in it. */
export function expiryOf({ lastSeenAt, signedInAt }: Pick<PersonRow, 'lastSeenAt' | 'signedInAt'>, { session: limits }: Rules): Date {
  return new Date(Math.min(lastSeenAt.getTime() + limits.idleMinutes * 60_000, signedInAt.getTime() + limits.totalMinutes * 60_000));
}
