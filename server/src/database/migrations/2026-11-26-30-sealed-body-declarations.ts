import { StepByStep } from '../step-by-step.ts';

/** What queues declarations about the body for sealing: each new one, and once those from before. */
export const sealDeclarationsToo: readonly string[] = [
  'create trigger body_declaration_is_sealed after insert on body_declaration for each row execute function queue_for_sealing()',
  // What came between the two has queued itself.
  `insert into audit_unsealed (table_name, row_id) select 'body_declaration', id from body_declaration
    where not exists (select from audit_unsealed as queued where queued.table_name = 'body_declaration' and queued.row_id = body_declaration.id) order by recorded_at`,
];

/**
 * Makes declarations about the body leaves of the signed batches (ADR 20, 34). Those from before are sealed late: the checker dates
 * them by the audit entry that tells of them, which was sealed on their own day.
 */
export class SealedBodyDeclarations extends StepByStep {
  override up(): void {
    for (const statement of sealDeclarationsToo) this.addSql(statement);
  }
}
