import type { MigrationObject } from '@mikro-orm/core';
import { Foundation } from './2026-11-23-01-foundation.ts';
import { Directory } from './2026-11-23-02-directory.ts';
import { DemoMark } from './2026-11-23-03-demo-mark.ts';
import { KeyMark } from './2026-11-23-04-key-mark.ts';
import { AuditBatches } from './2026-11-23-20-audit-batches.ts';
import { StaffAccounts } from './2026-11-25-01-staff.ts';
import { LookUps } from './2026-11-25-02-look-ups.ts';
import { PersonKeys } from './2026-11-25-10-person-keys.ts';
import { SecondIndex } from './2026-11-25-11-second-index.ts';
import { Disavowals } from './2026-11-25-20-disavowals.ts';
import { RateLimits } from './2026-11-25-30-rate-limits.ts';
import { RowLevelSecurity } from './2026-11-25-40-row-level-security.ts';
import { StaffSignIns } from './2026-11-25-41-staff-sign-in.ts';
import { Evidence } from './2026-11-25-60-evidence.ts';
import { Rights } from './2026-11-25-70-rights.ts';
import { DataRequests } from './2026-11-25-71-data-requests.ts';
import { Retention } from './2026-11-25-72-retention.ts';
import { Partners } from './2026-11-25-80-partners.ts';
import { BodyDonations } from './2026-11-26-01-body-donation.ts';
import { HomeVisits } from './2026-11-26-02-home-visits.ts';
import { FamilyMessages } from './2026-11-26-10-family-messages.ts';
import { Wishes } from './2026-11-26-11-wishes.ts';
import { KinRequests } from './2026-11-26-12-kin-requests.ts';
import { NearKinDisclosures } from './2026-11-26-20-near-kin-disclosures.ts';
import { DonorCards } from './2026-11-26-30-donor-cards.ts';
import { KinSecondPerson } from './2026-11-26-31-kin-second-person.ts';
import { SealedBodyDeclarations } from './2026-11-26-30-sealed-body-declarations.ts';
import { Outbox } from './2026-11-26-40-outbox.ts';
import { Webhooks } from './2026-11-26-41-webhooks.ts';
import { NationalSyncMessages } from './2026-11-26-42-national-sync.ts';
import { HealthCards } from './2026-11-26-50-health-cards.ts';
import { CardsEndByHold } from './2026-11-26-70-cards-end-by-hold.ts';
import { Submissions } from './2026-11-26-60-submissions.ts';
import { Resealing } from './2026-11-26-80-resealing.ts';
import { CardLooks } from './2026-11-26-81-card-looks.ts';

/**
 * Every migration in the order in which it runs; a name never changes once released.
 * Migrations expand first and contract later: released code must run on the schema before and after.
 */
export const migrations: MigrationObject[] = [
  { name: '2026-11-23-01-foundation', class: Foundation },
  { name: '2026-11-23-02-directory', class: Directory },
  { name: '2026-11-23-03-demo-mark', class: DemoMark },
  { name: '2026-11-23-04-key-mark', class: KeyMark },
  { name: '2026-11-23-20-audit-batches', class: AuditBatches },
  { name: '2026-11-25-01-staff', class: StaffAccounts },
  { name: '2026-11-25-02-look-ups', class: LookUps },
  { name: '2026-11-25-10-person-keys', class: PersonKeys },
  { name: '2026-11-25-11-second-index', class: SecondIndex },
  { name: '2026-11-25-20-disavowals', class: Disavowals },
  { name: '2026-11-25-30-rate-limits', class: RateLimits },
  { name: '2026-11-25-40-row-level-security', class: RowLevelSecurity },
  { name: '2026-11-25-41-staff-sign-in', class: StaffSignIns },
  { name: '2026-11-25-60-evidence', class: Evidence },
  { name: '2026-11-25-70-rights', class: Rights },
  { name: '2026-11-25-71-data-requests', class: DataRequests },
  { name: '2026-11-25-72-retention', class: Retention },
  { name: '2026-11-25-80-partners', class: Partners },
  { name: '2026-11-26-01-body-donation', class: BodyDonations },
  { name: '2026-11-26-02-home-visits', class: HomeVisits },
  { name: '2026-11-26-10-family-messages', class: FamilyMessages },
  { name: '2026-11-26-11-wishes', class: Wishes },
  { name: '2026-11-26-12-kin-requests', class: KinRequests },
  { name: '2026-11-26-20-near-kin-disclosures', class: NearKinDisclosures },
  { name: '2026-11-26-30-donor-cards', class: DonorCards },
  { name: '2026-11-26-30-sealed-body-declarations', class: SealedBodyDeclarations },
  { name: '2026-11-26-31-kin-second-person', class: KinSecondPerson },
  { name: '2026-11-26-40-outbox', class: Outbox },
  { name: '2026-11-26-41-webhooks', class: Webhooks },
  { name: '2026-11-26-42-national-sync', class: NationalSyncMessages },
  { name: '2026-11-26-50-health-cards', class: HealthCards },
  { name: '2026-11-26-60-submissions', class: Submissions },
  { name: '2026-11-26-70-cards-end-by-hold', class: CardsEndByHold },
  { name: '2026-11-26-80-resealing', class: Resealing },
  { name: '2026-11-26-81-card-looks', class: CardLooks },
];
