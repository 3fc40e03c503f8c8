/** Migrations that nobody must write, beside the same thought written as the house wants it: what the rehearsal must find, and let pass. */
import { StepByStep } from '../../server/src/database/step-by-step.ts';

/** How one of them is tried. */
export interface Sample {
  readonly name: string;
  /** Whether it must hold people up for longer than they may be. */
  readonly mustStall: boolean;
  /** A statement that is run as it stands, without a limit on locks; or a migration that is run as a server runs it. */
  readonly does: string | typeof IndexBesides;
  /** Whether somebody reads the table for four seconds when it begins. */
  readonly behindReader?: true;
}

class IndexBesides extends StepByStep {
  override up(): void {
    this.addIndex('rehearsal_index', 'on decision (recorded_at, channel)');
  }
}

class CheckBesides extends StepByStep {
  override up(): void {
    this.addConstraint('decision', 'rehearsal_check', 'check (octet_length(consent_hash) > 0)');
  }
}

class ValueRequired extends StepByStep {
  override up(): void {
    this.requireValue('donor', 'residence_code');
  }
}

class ColumnAdded extends StepByStep {
  override up(): void {
    this.addSql('alter table decision add column if not exists rehearsal text null');
  }
}

/** In this order: the last one takes the table away from everybody for seconds. */
export const samples: readonly Sample[] = [
  { name: 'sample-01-index-step-by-step', mustStall: false, does: IndexBesides },
  { name: 'sample-02-index-in-one-go', mustStall: true, does: 'create index rehearsal_bad_index on decision (recorded_at, channel)' },
  { name: 'sample-03-constraint-step-by-step', mustStall: false, does: CheckBesides },
  { name: 'sample-04-value-required-step-by-step', mustStall: false, does: ValueRequired },
  { name: 'sample-05-column-behind-a-reader', mustStall: false, does: ColumnAdded, behindReader: true },
  { name: 'sample-06-column-behind-a-reader-without-limit', mustStall: true, does: 'alter table decision add column rehearsal_bad text null', behindReader: true },
  { name: 'sample-07-type-changed', mustStall: true, does: 'alter table decision alter column sequence type bigint' },
];
