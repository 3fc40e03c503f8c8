import type { Em } from '../database/orm.ts';

/** What forgetting sessions needs to know. */
export interface EndedSessions {
  readonly endedBefore: Date;
  readonly idleMinutes: number;
  readonly totalMinutes: number;
  readonly limit: number;
}

/** When a session ended: when somebody ended it, else when it ran out by itself. */
const ENDED = `coalesce(ended_at, least(last_seen_at + make_interval(mins => ?), signed_in_at + make_interval(mins => ?)))`;

/** Takes the identity out of sessions that ended before; when and how somebody signed in stays a while longer. */
export function forgetSessionIdentities(em: Em, { endedBefore, idleMinutes, totalMinutes, limit }: EndedSessions): Promise<number> {
  return rowsOf(em, `update session set sealed_identity = null where id in (select id from session where sealed_identity is not null and ${ENDED} <= ? order by signed_in_at limit ?)`, [idleMinutes, totalMinutes, endedBefore, limit]);
}

/** Removes sessions that ended before. The audit keeps their ids, which then lead to nobody. */
export function forgetSessions(em: Em, { endedBefore, idleMinutes, totalMinutes, limit }: EndedSessions): Promise<number> {
  return rowsOf(em, `delete from session where id in (select id from session where ${ENDED} <= ? order by signed_in_at limit ?)`, [idleMinutes, totalMinutes, endedBefore, limit]);
}

/** Removes the keys of requests that were answered before: who retries later than that is refused by the version. */
export function forgetRetries(em: Em, answeredBefore: Date, limit: number): Promise<number> {
  return rowsOf(em, 'delete from idempotent_request where (person_index, key) in (select person_index, key from idempotent_request where answered_at <= ? order by answered_at limit ?)', [answeredBefore, limit]);
}

/** Takes the free text out of corrections of office data: somebody may have named a person. Address and telephone are an office's. */
export function forgetCorrectionNotes(em: Em, suggestedBefore: Date, limit: number): Promise<number> {
  return rowsOf(em, 'update organisation_correction set note = null where id in (select id from organisation_correction where note is not null and suggested_at <= ? order by suggested_at limit ?)', [suggestedBefore, limit]);
}

/** Takes what was written out of requests that were closed before, and who a sender without a record was. */
export function forgetRequests(em: Em, closedBefore: Date, limit: number): Promise<number> {
  const held = 'coalesce(sealed_text, sealed_answer, person_index) is not null';
  return rowsOf(em, `update data_request set sealed_text = null, sealed_answer = null, person_index = null where id in (select id from data_request where ${held} and closed_at <= ? order by closed_at limit ?)`, [closedBefore, limit]);
}

/** Takes what was written out of the requests of people who were erased since: an older copy of the register brings it back. */
export function forgetRequestsOfErased(em: Em, limit: number): Promise<number> {
  const erased = 'select request.id from data_request as request join donor on donor.id = request.donor_id where donor.erased_at is not null and coalesce(sealed_text, sealed_answer) is not null';
  return rowsOf(em, `update data_request set sealed_text = null, sealed_answer = null where id in (${erased} limit ?)`, [limit]);
}

/** Takes out of closed requests of near relatives who asked about whom; also when who asked was erased since. */
export function forgetKinStatements(em: Em, closedBefore: Date, limit: number): Promise<number> {
  const over = 'select request.id from kin_statement as statement join data_request as request on request.id = statement.data_request_id left join donor on donor.id = request.donor_id where statement.sealed_statement is not null and (request.closed_at <= ? or donor.erased_at is not null)';
  return rowsOf(em, `update kin_statement set sealed_statement = null where data_request_id in (${over} limit ?)`, [closedBefore, limit]);
}

/** Removes sessions of staff that ended before; what was done in them stays in the audit, with the account. */
export function forgetStaffSessions(em: Em, { endedBefore, idleMinutes, totalMinutes, limit }: EndedSessions): Promise<number> {
  return rowsOf(em, `delete from staff_session where id in (select id from staff_session where ${ENDED} <= ? order by signed_in_at limit ?)`, [idleMinutes, totalMinutes, endedBefore, limit]);
}

/** Removes attempts of staff to sign in that ran out before: their secrets are of no use any more. */
export function forgetStaffSignIns(em: Em, expiredBefore: Date, limit: number): Promise<number> {
  return rowsOf(em, 'delete from staff_sign_in where id in (select id from staff_sign_in where expires_at <= ? order by expires_at limit ?)', [expiredBefore, limit]);
}

/** Removes packages that nobody fetched in time: each holds a name and a number. */
export function forgetDeliveries(em: Em, expiredBefore: Date, limit: number): Promise<number> {
  return rowsOf(em, 'delete from evidence_delivery where issue_id in (select issue_id from evidence_delivery where expires_at <= ? order by expires_at limit ?)', [expiredBefore, limit]);
}

/** Forgets whom disclosures from before were about, when that person has no record. */
export function forgetDisclosures(em: Em, before: Date, limit: number): Promise<number> {
  return rowsOf(em, 'update data_disclosure set person_index = null where id in (select id from data_disclosure where person_index is not null and at <= ? order by at limit ?)', [before, limit]);
}

/**
 * Forgets whose a body donation was that was withdrawn before: its key is destroyed and it leaves the index, as by erasure. The
 * declarations stay, about nobody.
 */
export function forgetBodyDonations(em: Em, withdrawnBefore: Date, now: Date, limit: number): Promise<number> {
  return rowsOf(
    em,
    `with due as (select id from body_donation where wish = 'NOT_STATED' and erased_at is null and updated_at <= ? order by updated_at limit ? for update),
       retries as (delete from idempotent_request using body_declaration as said, due where said.id = idempotent_request.body_declaration_id and said.body_donation_id = due.id),
       gone as (delete from key_store.person_key using due where person_id = due.id),
       told as (insert into key_store.erased_person (person_id, erased_at) select id, ? from due on conflict do nothing)
     update body_donation set person_index = null, sealed_person = null, erased_at = ? where id in (select id from due)`,
    [withdrawnBefore, limit, now, now],
  );
}

/** Takes who asked, where to and what was written out of visits that were closed before. */
export function forgetHomeVisits(em: Em, closedBefore: Date, limit: number): Promise<number> {
  const held = 'coalesce(sealed_details, sealed_note, person_index) is not null';
  return rowsOf(em, `update home_visit set sealed_details = null, sealed_note = null, person_index = null where id in (select id from home_visit where ${held} and closed_at <= ? order by closed_at limit ?)`, [closedBefore, limit]);
}

/** Forgets whom messages to the family were for, and what opened them, long after their days or once their maker is erased; that they were opened stays. */
export function forgetFamilyMessages(em: Em, endedBefore: Date, limit: number): Promise<number> {
  const over = 'select message.id from family_message as message join donor on donor.id = message.donor_id where message.link_digest is not null and (message.expires_at <= ? or donor.erased_at is not null) order by message.expires_at';
  return rowsOf(em, `update family_message set link_digest = null, code_digest = null, sealed_label = null where id in (${over} limit ?)`, [endedBefore, limit]);
}

/** Forgets the signed text of cards that hold no more, so that it can be shown by nobody. */
export function forgetEndedCards(em: Em, now: Date, limit: number): Promise<number> {
  const over = 'select id from donor where sealed_donor_card is not null and not exists (select from donor_card where donor_id = donor.id and revoked_at is null and expires_at > ?) limit ?';
  return rowsOf(em, `update donor set sealed_donor_card = null where id in (${over})`, [now, limit]);
}

/** Forgets whose cards were that would have expired before: what is left is what the public lists tell, so that their counters never fall. */
export function forgetCards(em: Em, expiredBefore: Date, limit: number): Promise<number> {
  const over = 'select id from donor_card where donor_id is not null and expires_at <= ? order by expires_at limit ?';
  return rowsOf(em, `update donor_card set donor_id = null, decision_id = null, request_digest = null, card_number = null where id in (${over})`, [expiredBefore, limit]);
}

async function rowsOf(em: Em, statement: string, values: readonly unknown[]): Promise<number> {
  const { affectedRows } = await em.execute<{ affectedRows: number }>(statement, [...values], 'run');
  return affectedRows;
}
