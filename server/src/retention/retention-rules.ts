import { forgetCardAnswers, forgetUnboundCards } from '../health-cards/health-card.queries.ts';
import type { Em } from '../database/orm.ts';
import { forgetPartnerRequests } from '../partners/partner.queries.ts';
import { forgetScans } from '../paper-forms/paper-form.queries.ts';
import { forgetSubmissions } from '../submissions/submission.queries.ts';
import { forgetSubjects } from '../webhooks/webhook.queries.ts';
import { forgetOutboxDeliveries, forgetOutboxEvents } from '../outbox/outbox.queries.ts';
import {
  forgetBodyDonations,
  forgetCards,
  forgetCorrectionNotes,
  forgetDeliveries,
  forgetDisclosures,
  forgetEndedCards,
  forgetFamilyMessages,
  forgetHomeVisits,
  forgetKinStatements,
  forgetRequests,
  forgetRequestsOfErased,
  forgetRetries,
  forgetSessionIdentities,
  forgetSessions,
  forgetStaffSessions,
  forgetStaffSignIns,
} from './retention.queries.ts';

/** How long what is kept; each is a setting (`docs/operations.md`), with the law's floor as its least value. */
export interface RetentionSettings {
  readonly sessionIdentityDays: number;
  /** 网络安全法 art. 21: records of who used a network are kept for six months at least. */
  readonly sessionDays: number;
  readonly retryHours: number;
  readonly correctionDays: number;
  readonly requestYears: number;
  readonly homeVisitDays: number;
  /** 数据条例 art. 12: who received personal data is kept on record for three years at least. */
  readonly disclosureYears: number;
  readonly familyMessageDays: number;
  readonly cardDays: number;
  readonly eventDays: number;
  /** From the day on which it was received, whatever became of it: else the end of the text would tell the partner what became of it. */
  readonly submissionDays: number;
  /** From the day on which the decision that a scan proves was replaced. */
  readonly paperScanYears: number;
}

/** How sessions end by themselves, without which no one can tell when they did. */
export interface SessionLimits {
  readonly idleMinutes: number;
  readonly totalMinutes: number;
}

/** What is forgotten after its time. Who adds a table that holds something of people adds a rule, or says in docs/data.md why it stays. */
export interface RetentionRule {
  /** How the audit names it: an entity and what is done to its rows. */
  readonly entity: string;
  readonly change: 'update' | 'delete';
  readonly fields: readonly string[];
  /** Forgets at most `limit` rows whose time was over at `now`, the oldest first. @returns how many. */
  forget(em: Em, now: Date, limit: number): Promise<number>;
}

/** Every rule, in the order in which it runs. */
export function retentionRules(keep: RetentionSettings, session: SessionLimits): readonly RetentionRule[] {
  return [
    { entity: 'Session', change: 'update', fields: ['sealedIdentity'], forget: (em, now, limit) => forgetSessionIdentities(em, { endedBefore: daysBefore(now, keep.sessionIdentityDays), ...session, limit }) },
    { entity: 'Session', change: 'delete', fields: [], forget: (em, now, limit) => forgetSessions(em, { endedBefore: daysBefore(now, keep.sessionDays), ...session, limit }) },
    { entity: 'StaffSession', change: 'delete', fields: [], forget: (em, now, limit) => forgetStaffSessions(em, { endedBefore: daysBefore(now, keep.sessionDays), ...session, limit }) },
    { entity: 'IdempotentRequest', change: 'delete', fields: [], forget: (em, now, limit) => forgetRetries(em, hoursBefore(now, keep.retryHours), limit) },
    { entity: 'OrganisationCorrection', change: 'update', fields: ['note'], forget: (em, now, limit) => forgetCorrectionNotes(em, daysBefore(now, keep.correctionDays), limit) },
    { entity: 'DataRequest', change: 'update', fields: ['sealedText', 'sealedAnswer', 'personIndex'], forget: (em, now, limit) => forgetRequests(em, yearsBefore(now, keep.requestYears), limit) },
    { entity: 'DataRequest', change: 'update', fields: ['sealedText', 'sealedAnswer'], forget: (em, _now, limit) => forgetRequestsOfErased(em, limit) },
    { entity: 'BodyDonation', change: 'update', fields: ['personIndex', 'sealedPerson', 'erasedAt'], forget: (em, now, limit) => forgetBodyDonations(em, yearsBefore(now, keep.requestYears), now, limit) },
    { entity: 'HomeVisit', change: 'update', fields: ['sealedDetails', 'sealedNote', 'personIndex'], forget: (em, now, limit) => forgetHomeVisits(em, daysBefore(now, keep.homeVisitDays), limit) },
    { entity: 'KinStatement', change: 'update', fields: ['sealedStatement'], forget: (em, now, limit) => forgetKinStatements(em, yearsBefore(now, keep.requestYears), limit) },
    { entity: 'StaffSignIn', change: 'delete', fields: [], forget: (em, now, limit) => forgetStaffSignIns(em, daysBefore(now, 1), limit) },
    { entity: 'EvidenceDelivery', change: 'delete', fields: [], forget: forgetDeliveries },
    { entity: 'DataDisclosure', change: 'update', fields: ['personIndex'], forget: (em, now, limit) => forgetDisclosures(em, yearsBefore(now, keep.disclosureYears), limit) },
    { entity: 'FamilyMessage', change: 'update', fields: ['linkDigest', 'codeDigest', 'sealedLabel'], forget: (em, now, limit) => forgetFamilyMessages(em, daysBefore(now, keep.familyMessageDays), limit) },
    { entity: 'Donor', change: 'update', fields: ['sealedDonorCard'], forget: forgetEndedCards },
    { entity: 'DonorCard', change: 'update', fields: ['donor', 'decision', 'requestDigest', 'cardNumber'], forget: (em, now, limit) => forgetCards(em, daysBefore(now, keep.cardDays), limit) },
    { entity: 'SubmissionContent', change: 'delete', fields: [], forget: (em, now, limit) => forgetSubmissions(em, daysBefore(now, keep.submissionDays), now, limit) },
    { entity: 'PaperScanFile', change: 'delete', fields: [], forget: (em, now, limit) => forgetScans(em, { unusedSince: daysBefore(now, 1), replacedBefore: yearsBefore(now, keep.paperScanYears), limit }) },
    { entity: 'WebhookSubject', change: 'delete', fields: [], forget: (em, _now, limit) => forgetSubjects(em, limit) },
    { entity: 'PartnerRequest', change: 'delete', fields: [], forget: (em, now, limit) => forgetPartnerRequests(em, daysBefore(now, 2), limit) },
    { entity: 'HealthCardAnswer', change: 'delete', fields: [], forget: (em, now, limit) => forgetCardAnswers(em, yearsBefore(now, keep.disclosureYears), limit) },
    { entity: 'HealthCardBinding', change: 'update', fields: ['sealedCard'], forget: (em, now, limit) => forgetUnboundCards(em, daysBefore(now, keep.eventDays), limit) },
    { entity: 'OutboxDelivery', change: 'delete', fields: [], forget: (em, now, limit) => forgetOutboxDeliveries(em, daysBefore(now, keep.eventDays), limit) },
    { entity: 'OutboxEvent', change: 'delete', fields: [], forget: (em, now, limit) => forgetOutboxEvents(em, daysBefore(now, keep.eventDays), limit) },
  ];
}

function hoursBefore(now: Date, hours: number): Date {
  return new Date(now.getTime() - hours * 3_600_000);
}

function daysBefore(now: Date, days: number): Date {
  return hoursBefore(now, days * 24);
}

/** The same moment so many years earlier; for 29 February the 28th, so that nothing goes a day too soon. */
function yearsBefore(now: Date, years: number): Date {
  const earlier = new Date(now);
  earlier.setUTCFullYear(now.getUTCFullYear() - years);
  if (earlier.getUTCMonth() !== now.getUTCMonth()) earlier.setUTCDate(0);
  return earlier;
}
