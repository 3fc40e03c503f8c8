import type pg from 'pg';
import { placeOfLabel } from '../../family/family-message.entity.ts';
import { placeOfVisit, placeOfVisitNote } from '../../home-visits/home-visit.entity.ts';
import { placeOfKinStatement } from '../../kin/kin-statement.entity.ts';
import { placeOfRequest } from '../../rights/data-request.entity.ts';
import { accountPlace } from '../../staff/staff-account.entity.ts';
import { placeOfSubmission } from '../../submissions/submission.entity.ts';
import type { Vault } from '../../vault/vault.ts';
import { placeOfSecret } from '../../webhooks/webhook-endpoint.entity.ts';
import { BATCH, inTransaction, type Progress } from './batches.ts';

/** A column whose values are sealed under the register's own key, one by one. */
export interface RegisterValue {
  readonly table: string;
  /** The key of its table, a uuid; the place is made of it. */
  readonly key: string;
  readonly column: string;
  placeOf(id: string): string;
}

/**
 * Every column that is sealed under the register's own key and outlives the day. Those of people under their own keys, cards and the
 * mark have files of their own (`test/contract/sealed-columns.test.ts` asks that no sealed column is forgotten).
 */
export const registerValues: readonly RegisterValue[] = [
  { table: 'webhook_endpoint', key: 'id', column: 'sealed_secret', placeOf: placeOfSecret },
  { table: 'webhook_endpoint', key: 'id', column: 'sealed_former_secret', placeOf: placeOfSecret },
  { table: 'staff_account', key: 'id', column: 'sealed_name', placeOf: accountPlace },
  { table: 'submission_content', key: 'submission_id', column: 'sealed_text', placeOf: placeOfSubmission },
  { table: 'home_visit', key: 'id', column: 'sealed_details', placeOf: placeOfVisit },
  { table: 'home_visit', key: 'id', column: 'sealed_note', placeOf: placeOfVisitNote },
  { table: 'data_request', key: 'id', column: 'sealed_text', placeOf: (id) => placeOfRequest(id, 'text') },
  { table: 'data_request', key: 'id', column: 'sealed_answer', placeOf: (id) => placeOfRequest(id, 'answer') },
  { table: 'kin_statement', key: 'data_request_id', column: 'sealed_statement', placeOf: placeOfKinStatement },
  { table: 'family_message', key: 'id', column: 'sealed_label', placeOf: placeOfLabel },
];

const FIRST = '00000000-0000-0000-0000-000000000000';

/**
 * Brings every such value under the register's key and suite of today, so that the former key may go. Can be stopped at any moment and
 * started again: what is done is passed by. @returns how many were sealed anew
 */
export async function resealRegisterValues(client: pg.ClientBase, vault: Vault, progress: Progress): Promise<number> {
  let done = 0;
  for (const value of registerValues) done += await resealColumn(client, vault, value, (count) => progress(`${value.table}.${value.column}`, done + count));
  return done;
}

async function resealColumn(client: pg.ClientBase, vault: Vault, { table, key, column, placeOf }: RegisterValue, told: (done: number) => void): Promise<number> {
  for (let [last, done] = [FIRST, 0]; ; ) {
    const end = await inTransaction(client, async () => {
      const { rows } = await client.query<{ id: string; sealed: Buffer }>(`select ${key} as id, ${column} as sealed from ${table} where ${key} > $1 and ${column} is not null order by ${key} limit $2`, [last, BATCH]);
      for (const { id, sealed } of rows.filter((row) => !vault.isSealedAnew(row.sealed))) {
        // Compared with what was read: it may be changed or forgotten meanwhile.
        const { rowCount } = await client.query(`update ${table} set ${column} = $2 where ${key} = $1 and ${column} = $3`, [id, vault.seal(vault.open(sealed, placeOf(id)), placeOf(id)), sealed]);
        done += rowCount ?? 0;
      }
      return rows.at(-1)?.id;
    });
    if (end === undefined) return done;
    last = end;
    told(done);
  }
}
