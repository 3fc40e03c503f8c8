import { FlushMode } from '@mikro-orm/core';
import { defineConfig, MikroORM, type EntityManager } from '@mikro-orm/postgresql';
import type { Pool } from 'pg';
import { AuditEntry } from '../audit/audit-entry.entity.ts';
import { BodyDeclaration, BodyDonation, BodyDonationStep } from '../body-donation/body-donation.entity.ts';
import { Division } from '../divisions/division.entity.ts';
import { Decision } from '../donors/decision.entity.ts';
import { Disavowal, DisavowalResolution } from '../donors/disavowal.entity.ts';
import { Donor } from '../donors/donor.entity.ts';
import { IdempotentRequest } from '../donors/idempotent-request.entity.ts';
import { NationalSync } from '../donors/national-sync.entity.ts';
import { QueuedWithdrawal } from '../donors/queued-withdrawal.entity.ts';
import { WithdrawalReasonStatement } from '../donors/withdrawal-reason.entity.ts';
import { DonorCard, DonorCardKey } from '../donor-card/donor-card.entity.ts';
import { FormerRegistration } from '../former-system/former-registration.entity.ts';
import { HealthCardAnswer, HealthCardBinding, HealthCardReconciliation, HealthCardStep } from '../health-cards/health-card.entity.ts';
import { HomeVisit, HomeVisitStep } from '../home-visits/home-visit.entity.ts';
import { Session } from '../identity/session.entity.ts';
import { LookUpBlock } from '../lookups/look-up-block.entity.ts';
import { LookUpStep } from '../lookups/look-up-step.entity.ts';
import { EvidenceDelivery } from '../evidence/evidence-delivery.entity.ts';
import { EvidenceIssue } from '../evidence/evidence-issue.entity.ts';
import { FamilyMessage, FamilyMessageStep } from '../family/family-message.entity.ts';
import { KinStatement } from '../kin/kin-statement.entity.ts';
import { LookUp } from '../lookups/look-up.entity.ts';
import { OrganisationCorrection } from '../organisations/organisation-correction.entity.ts';
import { OrganisationServiceOffer } from '../organisations/organisation-service-offer.entity.ts';
import { Organisation } from '../organisations/organisation.entity.ts';
import { NationalAnswer, NationalMessage } from '../national-register/national-message.entity.ts';
import { AnnounceChanges } from '../outbox/announce-changes.ts';
import { OutboxAttempt, OutboxDelivery } from '../outbox/outbox-delivery.entity.ts';
import { OutboxEvent } from '../outbox/outbox-event.entity.ts';
import { WitnessCapability } from '../organisations/witness-capability.entity.ts';
import { AfterDeathAccess } from '../rights/after-death-access.entity.ts';
import { DataDisclosure } from '../rights/data-disclosure.entity.ts';
import { DataRequest, DataRequestStep } from '../rights/data-request.entity.ts';
import { ProcessingConsent } from '../rights/processing-consent.entity.ts';
import { ProcessingRestriction } from '../rights/processing-restriction.entity.ts';
import { PartnerKey } from '../partners/partner-key.entity.ts';
import { PartnerRequest } from '../partners/partner-request.entity.ts';
import { PartnerToken } from '../partners/partner-token.entity.ts';
import { Partner } from '../partners/partner.entity.ts';
import { Hospital } from '../staff/hospital.entity.ts';
import { StaffAccount } from '../staff/staff-account.entity.ts';
import { StaffSignIn } from '../staff/staff-sign-in.entity.ts';
import { StaffSession } from '../staff/staff-session.entity.ts';
import { ErasedPerson } from '../vault/erased-person.entity.ts';
import { PersonKey } from '../vault/person-key.entity.ts';
import { PaperForm, PaperFormStep, PaperScan, PaperScanFile } from '../paper-forms/paper-form.entity.ts';
import { DecisionSubmission, Submission, SubmissionContent } from '../submissions/submission.entity.ts';
import { WebhookEndpoint } from '../webhooks/webhook-endpoint.entity.ts';
import { alone } from './alone.ts';
import { giveOnlyCaughtUp } from './caught-up.ts';
import { doorOption } from './door.ts';
import { giveUpLostConnections } from './lost-connections.ts';
import { endReadings, openReadings, READING_LINES } from './readings.ts';
import { ReadingLines } from './reading-lines.ts';
import { Replicas } from './replicas.ts';
import { RoutedDriver } from './routed-driver.ts';
import { runMigrations } from './run-migrations.ts';
import { SchemaChanges, type Patience } from './schema-changes.ts';
import { noticeVanished } from './vanished-servers.ts';
import { raiseWalls } from './walls.ts';

/** The object-relational mapper of this server. */
export type Orm = Awaited<ReturnType<typeof connect>>;

/** One unit of work on the database: its own identity map, one flush. */
export type Em = EntityManager;

/** How long the database may work on one statement before it is cut off, in milliseconds. */
const STATEMENT_TIMEOUT = 5_000;

/** How long a request waits for a free connection before it is turned away, in milliseconds: a queue without end helps nobody. */
const CONNECTION_TIMEOUT = 3_000;

/** How long a replica may take for what is shown, in milliseconds: the primary answers afterwards. */
const REPLICA_PATIENCE = { connectionTimeoutMillis: 500, query_timeout: 500 };

/** How many connections one process holds at most. */
export const POOL_SIZE = 10;

const connectionOptions = {
  connectionTimeoutMillis: CONNECTION_TIMEOUT,
  statement_timeout: STATEMENT_TIMEOUT,
  // A stalled network never answers; without a limit on our side the request would hang for ever.
  query_timeout: STATEMENT_TIMEOUT + 1_000,
  idle_in_transaction_session_timeout: 10_000,
  application_name: 'sanxian',
  // Without a door nothing of people is seen (walls.ts); staff and clinicians get theirs by `throughDoorOf`.
  // And the forms in which `readings.ts` reads instants and bytes, whatever a role or a database has as its own.
  options: `${doorOption('citizen')} ${noticeVanished} -c datestyle=ISO -c bytea_output=hex`,
};

/**
 * For lines, whose statements look up by keys, and are planned once for each connection: a plan that was made while a table had no rows to speak of
 * reads it whole, and goes on doing so when it has thousands, until PostgreSQL has counted them anew (ADR 60).
 */
const byIndex = { options: `${connectionOptions.options} -c enable_seqscan=off` };

function keepPoolSound(pool: Pool): void {
  giveUpLostConnections(pool);
  giveOnlyCaughtUp(pool);
}

/**
 * Connects to PostgreSQL 15 or newer. The entity list is explicit: nothing is found by scanning folders.
 *
 * @param replicaUrls streaming replicas of it, from which is read what `replicas.ts` allows.
 */
export async function connect(databaseUrl: string, replicaUrls: readonly string[] = []) {
  const orm = await MikroORM.init(
    defineConfig({
      clientUrl: databaseUrl,
      driver: RoutedDriver,
      // Only who asks for it reads there: a finder decides something, unless it says otherwise.
      preferReadReplicas: false,
      replicas: replicaUrls.map((clientUrl) => ({ clientUrl, driverOptions: { ...connectionOptions, ...REPLICA_PATIENCE, onPoolCreated: giveUpLostConnections } })),
      entities: [
        Session,
        Donor,
        Decision,
        NationalSync,
        WithdrawalReasonStatement,
        IdempotentRequest,
        AuditEntry,
        Division,
        Organisation,
        OrganisationServiceOffer,
        WitnessCapability,
        OrganisationCorrection,
        Hospital,
        StaffAccount,
        StaffSession,
        StaffSignIn,
        LookUp,
        PersonKey,
        ErasedPerson,
        Disavowal,
        DisavowalResolution,
        QueuedWithdrawal,
        LookUpStep,
        LookUpBlock,
        EvidenceIssue,
        EvidenceDelivery,
        BodyDonation,
        BodyDeclaration,
        BodyDonationStep,
        HomeVisit,
        HomeVisitStep,
        ProcessingConsent,
        AfterDeathAccess,
        ProcessingRestriction,
        DataRequest,
        DataRequestStep,
        DataDisclosure,
        Partner,
        PartnerKey,
        PartnerToken,
        FamilyMessage,
        FamilyMessageStep,
        KinStatement,
        DonorCard,
        DonorCardKey,
        OutboxEvent,
        OutboxDelivery,
        OutboxAttempt,
        HealthCardBinding,
        HealthCardStep,
        HealthCardAnswer,
        HealthCardReconciliation,
        WebhookEndpoint,
        PartnerRequest,
        NationalMessage,
        NationalAnswer,
        Submission,
        SubmissionContent,
        DecisionSubmission,
        PaperScan,
        PaperScanFile,
        PaperForm,
        PaperFormStep,
        FormerRegistration,
      ],
      // Whatever changes a decision is announced in the same transaction (ADR 40).
      subscribers: [new AnnounceChanges()],
      pool: { min: 0, max: POOL_SIZE, idleTimeoutMillis: 30_000 },
      driverOptions: { ...connectionOptions, onPoolCreated: keepPoolSound },
      // Statements carry values of people; what must be known of a broken one is logged by `graphql/masking.ts`.
      logger: () => undefined,
      forceUtcTimezone: true,
      // One mutation, one flush: a finder never writes what is pending, which would then stand without its audit entry.
      flushMode: FlushMode.COMMIT,
      ignoreUndefinedInQuery: false,
    }),
  );
  const primary = openReadings(orm.em, { connectionString: databaseUrl, ...connectionOptions, ...byIndex });
  const replicas = new Replicas(primary, replicaUrls.map((connectionString) => new ReadingLines({ connectionString, ...connectionOptions, ...REPLICA_PATIENCE, ...byIndex }, READING_LINES)));
  (orm.em.getDriver() as RoutedDriver).usable = () => replicas.usable();
  const close = orm.close.bind(orm);
  const closeAll = async (isForced?: boolean): Promise<void> => {
    await Promise.all([endReadings(orm.em), replicas.close()]);
    await close(isForced);
  };
  return Object.assign(orm, { replicas, close: closeAll });
}

/**
 * Brings the database to the newest schema and raises its walls; run at every start, does nothing when both are current. People may write
 * meanwhile: whoever must wait for a change waits for a moment (ADR 53).
 */
export async function migrate(orm: Orm, patience: Patience = {}): Promise<void> {
  await alone(orm, async () => {
    const changes = await SchemaChanges.connect(orm.config.get('clientUrl'), patience);
    try {
      await runMigrations(orm, changes);
      await raiseWalls(changes);
    } finally {
      await changes.close();
    }
  });
}

/** How many connections a server holds: in all, without work, and asked for in vain so far. */
export function connectionsOf(orm: Orm): Promise<Pick<Pool, 'totalCount' | 'idleCount' | 'waitingCount'>> {
  return orm.em.getConnection().getNativeClient();
}
