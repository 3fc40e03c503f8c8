import { alone } from './alone.ts';
import type { Orm } from './orm.ts';

/** What a server may do with a table that nobody has said less about. */
const USUAL = 'select, insert, update, delete';

/** Tables of which a server may do less: what was said and done is added to, never changed; the schema is the owner's. */
const lessThanUsual: Readonly<Record<string, string>> = {
  decision: 'select, insert',
  // Written by a command of the owner: whoever takes over a server cannot give a decision another day.
  former_registration: 'select',
  audit_entry: 'select, insert',
  evidence_issue: 'select, insert',
  audit_leaf: 'select, insert',
  audit_batch: 'select, insert',
  // Rows leave the queue when they are sealed; a row that leaves it unsealed is found by `pnpm audit:verify`.
  audit_unsealed: 'select, insert, delete',
  // Written by triggers, as the owner.
  national_case: 'select',
  // The same; servers fold it.
  figure_delta: 'select, delete',
  figure_standing: 'select, insert, update',
  figure_published: 'select, insert',
  figure_day: 'select, insert',
  // What was asked and disclosed stands; only how far a look-up has come may move on, and the owner may see it.
  look_up: 'select, insert, update (status, second_person_id, decided_at, finding, choices_disclosed, answered_at, expires_at, seen_by_owner_at, version)',
  look_up_step: 'select, insert',
  look_up_block: 'select, insert, update (lifted_at, lifted_by_id)',
  demo_mark: 'select, insert',
  // Written when a second index key comes, and at no other time.
  key_mark: 'select, insert, update',
  // Keys are made and destroyed by servers, closed anew by `pnpm keys:rotate` only, which is the owner's.
  person_key: 'select, insert, delete',
  register_key: 'select, insert',
  erased_person: 'select, insert',
  disavowal: 'select, insert',
  disavowal_resolution: 'select, insert',
  // It becomes a decision, and is kept.
  queued_withdrawal: 'select, insert, update',
  processing_consent: 'select, insert',
  after_death_access: 'select, insert',
  processing_restriction: 'select, insert',
  data_request: 'select, insert, update',
  data_request_step: 'select, insert',
  body_donation: 'select, insert, update',
  body_declaration: 'select, insert',
  body_donation_step: 'select, insert',
  home_visit: 'select, insert, update',
  home_visit_step: 'select, insert',
  // After its years, whom it was about is forgotten.
  data_disclosure: 'select, insert, update (person_index)',
  // What it says to whom stands; it is taken back and forgotten.
  family_message: 'select, insert, update (link_digest, code_digest, sealed_label, taken_back_at, version)',
  family_message_step: 'select, insert',
  kin_statement: 'select, insert, update (sealed_statement, proven_at, proven_by_id, death_proof, kinship_proof, confirmed_at, confirmed_by_id, shown_at, shown_by_id, shown_key, shown_state, shown_decision_id, shown_recorded_at, version)',
  // A card ends and is forgotten; what it was stands, so that public lists only ever grow.
  donor_card: 'select, insert, update (donor_id, decision_id, request_digest, card_number, revoked_at, end_reason, version)',
  donor_card_key: 'select, insert',
  // Partners are let in by a command of the owner: whoever takes over a server cannot make one, nor give one a key.
  partner: 'select',
  partner_key: 'select',
  partner_token: 'select, insert, delete',
  partner_assertion: 'select, insert, delete',
  partner_budget: 'select, insert, update',
  partner_request: 'select, insert, update, delete',
  // Addresses are registered by a command of the owner, too: whoever takes over a server cannot have events sent to themselves.
  webhook_endpoint: 'select',
  webhook_subject: 'select, insert, update, delete',
  national_message: 'select, insert',
  national_answer: 'select, insert',
  // What happened stands; how far others were told of it moves on, and both are forgotten after their time.
  outbox_event: 'select, insert, update (spread_at), delete',
  outbox_delivery: 'select, insert, update (status, attempts, next_attempt_at, trying_since, lease, leased_until, ended_at), delete',
  outbox_attempt: 'select, insert, delete',
  // What was sent stands until it is erased; only what became of it moves on.
  submission: 'select, insert, update (status, ended_at, changed_items, area_code, version)',
  submission_content: 'select, insert, delete',
  decision_submission: 'select, insert',
  // What was scanned and typed stands; only the verdict is added, and files go when their time is over.
  paper_scan: 'select, insert',
  paper_scan_file: 'select, insert, delete',
  paper_form: 'select, insert, update (verdict, reason, checker_id, decided_at, version)',
  paper_form_step: 'select, insert',
  // What happened to a card stands; how far its platform was told moves on.
  health_card_binding: 'select, insert, update (sealed_card, card_index, holder_index, unbound_at, sent, sent_as_of, told, told_at, judged, failing_since)',
  health_card_step: 'select, insert',
  health_card_answer: 'select, insert, delete',
  health_card_reconciliation: 'select, insert',
  schema_migration: 'select',
};

/**
 * Gives the role of the servers exactly what it needs on every table, new ones included; run by the owner at every start.
 * Whoever takes over a server can then add to the audit and to decisions, but change or remove nothing, nor drop the
 * triggers that refuse it.
 *
 * @returns false when the servers connect as the owner of the audit, as a member of it or as a superuser, whom no grant can limit.
 */
export async function limitRuntimeRole(owner: Orm, runtime: Orm): Promise<boolean> {
  const [ofRuntime] = await runtime.em.fork().execute<{ role: string }[]>('select current_user as role');
  const role = ofRuntime?.role ?? '';
  return alone(owner, async (em) => {
    const [power] = await em.execute<{ unlimited: boolean }[]>(
      `select rolsuper or pg_has_role(role.oid, relowner, 'member') as unlimited from pg_roles as role, pg_class as audit where rolname = ? and audit.oid = 'audit_entry'::regclass`,
      [role],
    );
    if (power?.unlimited !== false) return false;
    const tables = await em.execute<{ name: string; quoted: string; role: string }[]>(
      'select tablename as name, format(\'%I.%I\', schemaname, tablename) as quoted, quote_ident(?) as role from pg_tables where schemaname in (current_schema(), \'key_store\') and tableowner = current_user',
      [role],
    );
    if (tables[0]) await em.execute(`grant usage on schema key_store to ${tables[0].role}`);
    for (const table of tables) {
      await em.execute(`revoke all on ${table.quoted} from ${table.role}; grant ${lessThanUsual[table.name] ?? USUAL} on ${table.quoted} to ${table.role}`);
    }
    return true;
  });
}
