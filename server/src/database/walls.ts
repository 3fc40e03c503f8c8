import { createHash } from 'node:crypto';
import type { SchemaChanges } from './schema-changes.ts';

/** Which rows of a table staff and clinicians reach: conditions in SQL, with the functions of the migration of row-level security. */
export interface Wall {
  readonly staff: string;
  readonly clinician: string;
}

/** Neither staff nor clinicians reach any row. */
const nobodys: Wall = { staff: 'false', clinician: 'false' };
/** Rows of an area: staff whose scope it lies in; no clinician. */
const byArea = (column: string): Wall => ({ staff: `in_scope(${column})`, clinician: 'false' });
/** Rows that belong to another row: whoever reaches that one. */
const through = (condition: string): Wall => ({ staff: condition, clinician: condition });

/** In either column of the blind index: while the index key is being replaced a person stands in one or the other. */
const isAsked = '(is_asked_person(document_index) or is_asked_person(document_index_2))';

const isOwnAccount = (column: string) => `${column}::text = current_setting('sanxian.account')`;
const isOwnHospital = (column: string) => `${column}::text = current_setting('sanxian.hospital')`;

/**
 * The wall around each table that tells of people; a table that is neither here nor in `openTables` fails the contract test.
 * To add one: a line here. Its policy is raised at the next start, after the migrations.
 */
export const walls: Readonly<Record<string, Wall>> = {
  // In the look-up door exactly one person, whoever looks; else staff see the donors who live in their area.
  donor: { staff: `case when asks_for_person() then ${isAsked} else in_scope(residence_code) end`, clinician: `asks_for_person() and ${isAsked}` },
  decision: through('sees_donor(donor_id)'),
  former_registration: { staff: 'sees_donor(donor_id)', clinician: 'false' },
  national_sync: through('sees_decision(decision_id)'),
  // Empty: the residence was not stated, and the province's staff see to it.
  national_case: byArea(`nullif(area_code, '')`),
  national_message: nobodys,
  national_answer: nobodys,
  withdrawal_reason: through('sees_decision(decision_id)'),
  look_up_block: { ...byArea('area_code'), clinician: isOwnAccount('account_id') },
  look_up_step: through('sees_look_up(look_up_id)'),
  look_up: { ...byArea('area_code'), clinician: isOwnHospital('hospital_id') },
  // A look-up must see what is contested, wherever the person lives: else doubt would read as agreement.
  disavowal: { staff: `case when asks_for_person() then sees_donor(donor_id) else in_scope(area_code) end`, clinician: 'asks_for_person() and sees_donor(donor_id)' },
  disavowal_resolution: through('sees_disavowal(disavowal_id)'),
  queued_withdrawal: through('sees_donor(donor_id)'),
  evidence_issue: { staff: 'sees_look_up(look_up_id)', clinician: 'false' },
  evidence_delivery: { staff: 'sees_staff_session(session_id)', clinician: 'false' },
  data_request: byArea('area_code'),
  data_request_step: through('sees_data_request(data_request_id)'),
  body_donation: byArea('area_code'),
  body_declaration: through('sees_body_donation(body_donation_id)'),
  body_donation_step: through('sees_body_donation(body_donation_id)'),
  home_visit: byArea('area_code'),
  home_visit_step: through('sees_home_visit(home_visit_id)'),
  data_disclosure: through('sees_data_request(data_request_id) or sees_body_donation(body_donation_id) or sees_home_visit(home_visit_id)'),
  processing_consent: through('sees_donor(donor_id)'),
  after_death_access: through('sees_donor(donor_id)'),
  // Who answers a request restricts the record it is about, also when its owner has moved away since.
  processing_restriction: { staff: 'sees_donor(donor_id) or answers_donor(donor_id)', clinician: 'sees_donor(donor_id)' },
  kin_statement: through('sees_data_request(data_request_id)'),
  // A dispute that ends, an erasure and a restriction end cards; who answers a request may do so for whoever has moved away since.
  donor_card: { staff: 'sees_donor(donor_id) or answers_donor(donor_id)', clinician: 'false' },
  // Written by staff who end a dispute or grant an erasure, about a donor they reach; read by nobody among them.
  outbox_event: { staff: 'sees_donor(donor_id)', clinician: 'false' },
  outbox_delivery: nobodys,
  health_card_binding: nobodys,
  health_card_step: nobodys,
  health_card_answer: nobodys,
  webhook_subject: nobodys,
  // Of what was sent, staff reach what lies before them as a paper form of their area.
  submission_content: { staff: 'sees_submission_to_check(submission_id)', clinician: 'false' },
  paper_scan: byArea('area_code'),
  paper_scan_file: { staff: 'sees_paper_scan(scan_id)', clinician: 'false' },
  paper_form: byArea('area_code'),
  paper_form_step: { staff: 'sees_paper_form(paper_form_id)', clinician: 'false' },
  decision_submission: through('sees_decision(decision_id)'),
  family_message: nobodys,
  family_message_step: nobodys,
  session: nobodys,
  idempotent_request: nobodys,
  staff_account: through('sees_account(organisation_id, hospital_id)'),
  staff_session: through(isOwnAccount('account_id')),
  staff_sign_in: nobodys,
};

/** Tables without a wall, each with its reason. */
export const openTables: Readonly<Record<string, string>> = {
  division: 'public list',
  organisation: 'public directory',
  organisation_service_offer: 'public directory',
  witness_capability: 'public directory',
  organisation_correction: 'about offices; its sender is not stored',
  hospital: 'names of hospitals',
  audit_entry: 'holds no values; read by inspectors outside of the application',
  audit_unsealed: 'names of rows',
  audit_leaf: 'digests',
  audit_batch: 'digests',
  demo_mark: 'one mark',
  key_mark: 'one mark',
  rate_limit: 'keyed digests and numbers',
  partner: 'units that call in their own name; no person',
  partner_key: 'their public keys',
  partner_token: 'digests of their tokens',
  donor_card_key: 'public keys',
  partner_assertion: 'digests',
  partner_budget: 'counters',
  partner_request: 'keys and digests of what partners asked',
  webhook_endpoint: 'addresses of other systems',
  outbox_attempt: 'how other systems answered; names nobody',
  submission: 'how many partners sent and what became of it; whom it is about lies in submission_content',
  health_card_reconciliation: 'numbers; names nobody',
  figure_delta: 'numbers by division; written by a trigger only',
  figure_standing: 'numbers by division; what is published of them is coarser',
  figure_published: 'published numbers',
  figure_day: 'days',
  schema_migration: 'names of migrations',
};

/**
 * Raises every wall as it is written here; run by the owner after the migrations, at every start. A wall that stands is not
 * touched, because changing one locks its table; each is changed by itself, so that no two tables are locked at once. The owner
 * and superusers are not limited: migrations and the verifier see all.
 */
export async function raiseWalls(changes: SchemaChanges): Promise<void> {
  const standing = await changes.ask<{ name: string; mark: string | null }>(
    `select relname as name, obj_description(policy.oid, 'pg_policy') as mark from pg_policy as policy join pg_class on pg_class.oid = polrelid and relrowsecurity where polname = 'wall' and relnamespace = current_schema()::regnamespace`,
  );
  const marks = new Map(standing.map(({ name, mark }) => [name, mark]));
  for (const [table, wall] of Object.entries(walls)) {
    const condition = conditionOf(wall);
    const mark = markOf(condition);
    if (marks.get(table) === mark) continue;
    await changes.together(`the wall of ${table}`, [
      `drop policy if exists wall on ${table}`,
      `create policy wall on ${table} using (${condition})`,
      `comment on policy wall on ${table} is '${mark}'`,
      `alter table ${table} enable row level security`,
    ]);
  }
}

/**
 * Without a door the setting is not known and PostgreSQL answers with an error, not with an empty table: a donor who is not
 * seen looks silent, and for the silent the family decides (条例 art. 9).
 */
function conditionOf({ staff, clinician }: Wall): string {
  return `case current_setting('sanxian.door') when 'citizen' then true when 'system' then true when 'staff' then ${staff} when 'clinician' then ${clinician} else false end`;
}

/** What a policy is marked with, to tell an old one. */
export function markOf(condition: string): string {
  return `sha256:${createHash('sha256').update(condition).digest('hex')}`;
}
