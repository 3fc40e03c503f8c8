/** Reads from the tables what the register holds, past the server and past every wall: as the superuser sees it. */
import type { Choices } from '../../server/src/donors/donation-kinds.ts';
import type { HeldRegister } from './checker.ts';
import type { PostgresNode } from './postgres-node.ts';

interface Row {
  readonly id: string;
  readonly person: string;
  readonly registration_number: string;
  readonly sequence: number;
  readonly action: string;
  readonly choices: Choices;
  readonly recorded_at: string;
  readonly key: string | null;
  readonly is_audited: boolean;
  readonly is_announced: boolean;
  readonly is_queued: boolean;
}

/** Joined and not looked up decision by decision, which takes longer than a question may once there are ten thousand. Two keys of one decision are told as one that nobody sent. */
const DECISIONS = `
  with audited as (select distinct (change ->> 'id')::uuid as id from audit_entry, jsonb_array_elements(changes::jsonb) as change where change ->> 'entity' = 'Decision' and change ->> 'change' = 'create'),
    keyed as (select decision_id as id, string_agg(key, ' ') as key from idempotent_request group by decision_id),
    announced as (select distinct donor_id, occurred_at from outbox_event)
  select decision.id, encode(donor.document_index, 'hex') as person, donor.registration_number, decision.sequence, decision.action, decision.choices, (extract(epoch from decision.recorded_at) * 1000)::text as recorded_at,
    keyed.key, audited.id is not null as is_audited, announced.donor_id is not null as is_announced, national_sync.decision_id is not null as is_queued
  from decision join donor on donor.id = decision.donor_id
    left join keyed on keyed.id = decision.id left join audited on audited.id = decision.id
    left join announced on announced.donor_id = donor.id and announced.occurred_at = decision.recorded_at
    left join national_sync on national_sync.decision_id = decision.id
  order by person, decision.sequence`;

/** What the node that takes writes holds. */
export async function heldBy(node: PostgresNode): Promise<HeldRegister> {
  const rows = await node.ask<Row>(DECISIONS);
  const records = await node.ask<{ person: string; latest: number }>(`select encode(document_index, 'hex') as person, latest_sequence as latest from donor`);
  return {
    decisions: rows.map((row) => ({
      id: row.id,
      person: row.person,
      registrationNumber: row.registration_number,
      sequence: row.sequence,
      action: row.action,
      choices: row.choices,
      recordedAt: Number(row.recorded_at),
      key: row.key,
      isAudited: row.is_audited,
      isAnnounced: row.is_announced,
      isQueuedForNation: row.is_queued,
    })),
    records: records.map(({ person, latest }) => ({ person, latestSequence: latest })),
  };
}
