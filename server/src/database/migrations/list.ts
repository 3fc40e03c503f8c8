import type { MigrationObject } from '@mikro-orm/core';
import { Foundation } from './2026-11-23-01-foundation.ts';
import { Directory } from './2026-11-23-02-directory.ts';
import { DemoMark } from './2026-11-23-03-demo-mark.ts';
import { KeyMark } from './2026-11-23-04-key-mark.ts';
import { AuditBatches } from './2026-11-23-20-audit-batches.ts';
import { StaffAccounts } from './2026-11-25-01-staff.ts';
import { LookUps } from './2026-11-25-02-look-ups.ts';
import { Partners } from './2026-11-25-80-partners.ts';

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
  { name: '2026-11-25-80-partners', class: Partners },
];
