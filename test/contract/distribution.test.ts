import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import pg from 'pg';
import { afterAll, expect, it } from 'vitest';
import { bareDatabase } from '../kit/bare-database.ts';

/**
 * What Citus asks of a schema (ADR 51): every unique index and every foreign key of a distributed table contains the distribution column, or leads to
 * a reference table. Distribution column is the donor's id. The blind index cannot be it: it changes when its key is replaced, and a row
 * cannot leave its shard.
 */
const distributed: Readonly<Record<string, string>> = {
  donor: 'id', person_key: 'person_id', erased_person: 'person_id',
  decision: 'donor_id', disavowal: 'donor_id', queued_withdrawal: 'donor_id', donor_card: 'donor_id', family_message: 'donor_id',
  processing_consent: 'donor_id', processing_restriction: 'donor_id', after_death_access: 'donor_id', health_card_binding: 'donor_id',
  health_card_answer: 'donor_id', outbox_event: 'donor_id', outbox_delivery: 'donor_id', former_registration: 'donor_id', national_message: 'donor_id', national_case: 'donor_id', webhook_subject: 'donor_id',
  // These belong to one donor and do not say which: `donor_id` is to be added.
  national_sync: 'donor_id', withdrawal_reason: 'donor_id', disavowal_resolution: 'donor_id', decision_submission: 'donor_id', idempotent_request: 'donor_id',
  family_message_step: 'donor_id', health_card_step: 'donor_id', outbox_attempt: 'donor_id', national_answer: 'donor_id',
};

/** Small and the same everywhere: a copy on each node. */
const reference = ['division', 'organisation', 'organisation_service_offer', 'witness_capability', 'hospital', 'staff_account', 'partner', 'partner_key', 'webhook_endpoint', 'donor_card_key', 'key_mark', 'demo_mark', 'register_key', 'schema_migration'];

/** Stay on the first node: what staff work on, what ends soon, and the audit, which has one order. No row here grows with the number of donors. */
const local = [
  'session', 'staff_session', 'staff_sign_in', 'rate_limit', 'partner_token', 'partner_assertion', 'partner_budget', 'partner_request',
  'look_up', 'look_up_step', 'look_up_block', 'evidence_issue', 'evidence_delivery', 'kin_statement', 'data_request', 'data_request_step', 'data_disclosure',
  'body_donation', 'body_declaration', 'body_donation_step', 'home_visit', 'home_visit_step', 'paper_form', 'paper_form_step', 'paper_scan', 'paper_scan_file',
  'submission', 'submission_content', 'organisation_correction', 'health_card_reconciliation', 'audit_entry', 'audit_unsealed', 'audit_leaf', 'audit_batch',
  'figure_delta', 'figure_standing', 'figure_published', 'figure_day',
];

/** What is not ready, by what must be done about it. Each is compared with the schema: one that was mended must leave the list. */
const notReady = {
  /** An id is a random or time-ordered UUID, unique by how it is made. Plan: the key becomes (donor_id, id); finders that know only the id get the donor's, too. */
  keyBecomesWider: [
    'national_sync(decision_id)', 'withdrawal_reason(decision_id)', 'decision(id)', 'disavowal(id)', 'disavowal(decision_id)',
    'processing_consent(id)', 'after_death_access(id)', 'processing_restriction(id)', 'donor_card(id)', 'outbox_event(id)', 'outbox_delivery(id)',
    'outbox_delivery(event_id, destination)', 'family_message_step(id)', 'outbox_attempt(id)', 'national_message(id)', 'national_answer(id)',
    'health_card_binding(id)', 'health_card_step(id)', 'health_card_answer(id)', 'decision_submission(decision_id)',
    'disavowal_resolution(disavowal_id)', 'disavowal_resolution(reinstated_id)', 'queued_withdrawal(id)', 'queued_withdrawal(decision_id)',
    'family_message(id)', 'idempotent_request(person_index, key)',
  ],
  /** One in the whole register, and it must be. Plan: a table of its own for each, distributed by that value, which names the donor; registering and issuing then write to two shards (two-phase commit). */
  needsDirectory: [
    'donor(registration_number)', 'donor(document_index)', 'donor(document_index_2)', 'donor_card(card_number)', 'donor_card(rid)',
    'national_answer(answer_number)', 'health_card_binding(platform, card_index)', 'health_card_binding(platform, holder_index)',
    'webhook_subject(subject)', 'decision_submission(submission_id)', 'queued_withdrawal(receipt_number)', 'family_message(link_digest)', 'former_registration(system, reference)',
  ],
  /** The row does not say whose it is. Plan: add `donor_id`, fill it in, put it into key and foreign key. */
  lacksDonor: [
    'national_sync', 'withdrawal_reason', 'disavowal_resolution', 'decision_submission', 'idempotent_request', 'family_message_step',
    'health_card_step', 'outbox_attempt', 'national_answer',
  ],
  /** The foreign key names the row without the donor. Plan: (donor_id, id) on both sides once keys are wide. */
  referenceBecomesWider: [
    'national_sync(decision_id) → decision', 'withdrawal_reason(decision_id) → decision', 'idempotent_request(decision_id) → decision',
    'disavowal(decision_id) → decision', 'donor_card(decision_id) → decision', 'outbox_delivery(event_id) → outbox_event',
    'family_message_step(family_message_id) → family_message', 'outbox_attempt(delivery_id) → outbox_delivery',
    'national_message(decision_id) → decision', 'national_answer(message_id) → national_message',
    'health_card_step(binding_id) → health_card_binding', 'decision_submission(decision_id) → decision',
    'disavowal_resolution(reinstated_id) → decision', 'disavowal_resolution(disavowal_id) → disavowal', 'queued_withdrawal(decision_id) → decision',
    'family_message(decision_id) → decision',
  ],
  /** Leads between a shard and the first node. Plan: the constraint goes, a round of the system looks for orphans; the commands already check it. */
  constraintGoes: [
    'idempotent_request(body_declaration_id) → body_declaration', 'data_request(donor_id) → donor', 'data_disclosure(donor_id) → donor',
    'decision_submission(submission_id) → submission',
  ],
};

/** Who locks by a number of PostgreSQL's, and what would take its place where there is none. */
const advisoryLocks: Readonly<Record<string, string>> = {
  'database/alone.ts': 'starts, imports and rounds of one server at a time; on the first node only, a row with a lease would do',
  'database/schema-changes.ts': 'one connection at a time changes the schema; on the first node only, as `alone`',
  'database/backup/take-backup.ts': 'one backup at a time of the embedded database, which is one node',
  'audit/audit-log.queries.ts': 'one sealer at a time; the audit stays on the first node; `audit_batch` has a unique sequence, so a second sealer fails and repeats',
  'partners/partner.queries.ts': 'one server at a time forgets what is over; forgetting twice does no harm',
  'database/migrations/2026-11-25-20-disavowals.ts': 'one live session for each person and channel; sessions stay on the first node; a unique index holds without the lock, and the loser runs again',
  'database/migrations/2026-11-25-02-look-ups.ts': 'counts a clinician’s attempts; look-ups stay on the first node; else a row lock on a counter',
  'database/migrations/2026-11-26-82-cards-lose-races.ts': 'all of one donor, so on one shard; else a lock on a row of a table without a wall, because staff who restrict may not see the donor’s',
};

/** Triggers of distributed tables run on the shard and may reach nothing beyond it. What each function reaches, and where that is in the way. */
const triggers: Readonly<Record<string, string>> = {
  refuse_change: 'nothing',
  donor_card_holds: 'the new row and its donor’s: one shard, once the foreign keys hold on shards',
  cards_lose_races: 'cards, restrictions and record of one donor: one shard',
  keep_national_case: 'record, decisions and case of one donor: one shard, once `national_sync` names the donor',
  count_figures: 'figure_delta on the first node: in the way. Plan: deltas on each shard, which the round folds in turn (ADR 52)',
  queue_for_sealing: 'audit_unsealed on the first node: in the way. Plan: a queue on each shard, which the sealer empties in turn',
};

const client = new pg.Client(await bareDatabase());
await client.connect();
afterAll(() => client.end());

interface UniqueIndex { readonly table: string; readonly columns: readonly string[] }
interface ForeignKey extends UniqueIndex { readonly target: string; readonly targets: readonly string[] }
const schemas = "in ('public'::regnamespace, 'key_store'::regnamespace)";
const named = (relation: string, keys: string) => `array(select attname::text from unnest(${keys}) with ordinality as key (number, place) join pg_attribute on attrelid = ${relation} and attnum = number order by place)`;
const { rows: tables } = await client.query<{ name: string }>(`select relname as name from pg_class where relkind in ('r', 'p') and relnamespace ${schemas}`);
const { rows: unique } = await client.query<UniqueIndex>(`select relname as table, ${named('indrelid', 'indkey::int2[]')} as columns from pg_index join pg_class on pg_class.oid = indrelid where indisunique and relnamespace ${schemas}`);
const { rows: foreign } = await client.query<ForeignKey>(
  `select source.relname as table, target.relname as target, ${named('conrelid', 'conkey')} as columns, ${named('confrelid', 'confkey')} as targets
   from pg_constraint join pg_class as source on source.oid = conrelid join pg_class as target on target.oid = confrelid where contype = 'f' and source.relnamespace ${schemas}`,
);
const { rows: columns } = await client.query<{ place: string }>(`select relname || '.' || attname as place from pg_class join pg_attribute on attrelid = pg_class.oid where relnamespace ${schemas}`);
const { rows: called } = await client.query<{ name: string }>(
  'select distinct proname as name from pg_trigger join pg_proc on pg_proc.oid = tgfoid join pg_class on pg_class.oid = tgrelid where not tgisinternal and relname = any($1)', [Object.keys(distributed)],
);
const existing = new Set(columns.map(({ place }) => place));

const columnOf = (table: string) => distributed[table] ?? '';
const wording = ({ table, columns: of }: UniqueIndex) => `${table}(${of.join(', ')})`;
const uniqueFaults = unique.filter(({ table, columns: of }) => table in distributed && !of.includes(columnOf(table))).map(wording);
const isColocated = ({ table, target, columns: of, targets }: ForeignKey): boolean => targets[of.indexOf(columnOf(table))] === columnOf(target) && of.includes(columnOf(table));
const foreignFaults = foreign
  .filter(({ table, target }) => (table in distributed || target in distributed) && !reference.includes(target))
  .filter((key) => !(key.table in distributed && key.target in distributed && isColocated(key)))
  .map((key) => ({ text: `${wording(key)} → ${key.target}`, isOnShards: key.table in distributed && key.target in distributed }));

it('every table has its place', () => {
  const places = [...Object.keys(distributed), ...reference, ...local];
  expect(places.toSorted()).toEqual(tables.map(({ name }) => name).toSorted());
});

it('what reference tables name are reference tables', () => {
  expect(foreign.filter(({ table, target }) => reference.includes(table) && !reference.includes(target)).map(wording)).toEqual([]);
});

it('each unique index and foreign key holds on shards, or stands in the list of what does not', () => {
  expect([...notReady.keyBecomesWider, ...notReady.needsDirectory].toSorted()).toEqual(uniqueFaults.toSorted());
  expect(notReady.lacksDonor.toSorted()).toEqual(Object.entries(distributed).filter(([table, column]) => !existing.has(`${table}.${column}`)).map(([table]) => table).toSorted());
  expect(notReady.referenceBecomesWider.toSorted()).toEqual(foreignFaults.flatMap(({ text, isOnShards }) => (isOnShards ? [text] : [])).toSorted());
  expect(notReady.constraintGoes.toSorted()).toEqual(foreignFaults.flatMap(({ text, isOnShards }) => (isOnShards ? [] : [text])).toSorted());
});

it('each function that a trigger of a distributed table calls is known with what it reaches', () => {
  expect(Object.keys(triggers).toSorted()).toEqual(called.map(({ name }) => name).toSorted());
});

it('nobody hangs on LISTEN and NOTIFY, and each lock by a number is known with what would replace it', () => {
  const root = resolve(import.meta.dirname, '../../server/src');
  const code = globSync('**/*.ts', { cwd: root }).filter((path) => !path.endsWith('.test.ts')).map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
  expect(code.filter(({ text }) => /pg_notify\(|['"`]\s*(listen|notify) \w/i.test(text)).map(({ path }) => path)).toEqual([]);
  expect(code.filter(({ text }) => /pg_(try_)?advisory/.test(text)).map(({ path }) => path).toSorted()).toEqual(Object.keys(advisoryLocks).toSorted());
});
