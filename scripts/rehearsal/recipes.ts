/** Rows of made-up people in SQL, table by table: `n` is the number of the person or of the row. Only their sizes and ties are true. */

/** How a table is filled. */
export interface Recipe {
  readonly table: string;
  /** Rows for each person; absent for a table that needs one row for others to lean on. */
  readonly perPerson?: number;
  /** The value of each column as an expression of `n`; columns that the table does not have (yet, or any more) are left out. */
  readonly columns: Readonly<Record<string, string>>;
}

const id = (kind: string, number = 'n'): string => `md5('${kind}' || ${number})::uuid`;
const digest = (kind: string): string => `sha256(convert_to('${kind}' || n, 'UTF8'))`;
const sealed = (kind: string): string => `${digest(kind)} || ${digest(`${kind}+`)}`;
const day = `timestamptz '2026-09-01' + n % 80 * interval '1 day'`;
const text = (value: string): string => `'${value}'`;
const choices = `'${JSON.stringify(Object.fromEntries(Array.from({ length: 12 }, (_, item) => [`ITEM_${item}`, 'AGREE'])))}'::jsonb`;
const changes = `'${JSON.stringify(['Donor', 'Decision', 'NationalSync'].map((entity) => ({ entity, change: 'create', fields: ['version', 'choices', 'channel', 'recordedAt'] })))}'::jsonb`;

/** In the order in which tables refer to each other. */
export const recipes: readonly Recipe[] = [
  { table: 'division', columns: { code: text('330000'), name: text('演示省'), level: text('PROVINCE'), successor_codes: `'{}'`, source: text('rehearsal') } },
  {
    table: 'organisation',
    columns: { id: id('organisation'), registry_key: text('rehearsal'), name: text('演示红十字会'), level: text('PROVINCE'), division_code: text('330000'), source: text('rehearsal'), updated_at: day },
  },
  {
    table: 'staff_account',
    columns: {
      ...{ id: id('account'), issuer: text('rehearsal'), subject: text('one'), sealed_name: sealed('name'), role: text('REGISTRAR'), organisation_id: id('organisation') },
      ...{ outside_transplant_chain: 'false', valid_from: `date '2026-01-01'`, created_at: day },
    },
  },
  { table: 'partner', columns: { id: id('partner'), name: text('rehearsal'), kind: text('PARTNER_APP'), contact: text('0571'), scopes: `'["x"]'`, valid_from: `date '2026-01-01'`, created_at: day } },
  { table: 'key_mark', columns: { index_check: digest('check'), sealed: sealed('mark') } },
  { table: 'donor_card_key', columns: { kid: `repeat('k', 43)`, algorithm: text('ES256'), jwk: `'{}'`, first_used_at: day } },
  {
    table: 'session',
    perPerson: 1,
    columns: {
      ...{ id: id('session'), token_hash: digest('token'), ticket_hash: digest('ticket'), person_index: digest('person'), channel: text('OPEN_WEB'), assurance_level: text('ADVANCED_REAL_NAME') },
      ...{ sealed_identity: `${sealed('identity')} || ${sealed('more')}`, signed_in_at: day, last_seen_at: day, ended_at: `case when n % 10 > 0 then ${day} end`, end_reason: `case when n % 10 > 0 then 'SIGNED_OUT' end` },
    },
  },
  {
    table: 'donor',
    perPerson: 1,
    columns: {
      ...{ id: id('donor'), registration_number: `'R' || n`, document_index: digest('person'), document_type: text('RESIDENT_ID_CARD'), sealed_document_number: sealed('number') },
      ...{ sealed_full_name: sealed('name'), sealed_phone: sealed('phone'), residence_code: text('330106'), family_knows: text('YES'), latest_sequence: '1', registered_at: day },
    },
  },
  { table: 'key_store.person_key', perPerson: 1, columns: { person_id: id('donor'), version: '1', key_id: text('one'), wrapped: sealed('key'), made_at: day } },
  {
    table: 'decision',
    perPerson: 1,
    columns: {
      ...{ id: id('decision'), donor_id: id('donor'), sequence: '1', action: text('REGISTERED'), state: text('AGREED'), choices, channel: text('OPEN_WEB'), assurance_level: text('ADVANCED_REAL_NAME') },
      ...{ consent_purpose: text('AGREE'), consent_version: text('1'), consent_hash: `encode(${digest('words')}, 'hex')`, recorded_at: day, fingerprint: digest('fingerprint') },
    },
  },
  { table: 'national_sync', perPerson: 1, columns: { decision_id: id('decision'), state: `case when n % 20 > 0 then 'CONFIRMED' else 'PENDING' end`, since: day } },
  { table: 'withdrawal_reason', perPerson: 0.02, columns: { decision_id: id('decision'), reason: text('OTHER'), stated_at: day } },
  {
    table: 'idempotent_request',
    perPerson: 1,
    columns: { person_index: digest('person'), key: `'key' || n`, operation: text('registerDonor'), input_digest: digest('input'), decision_id: id('decision'), answered_at: day },
  },
  {
    table: 'audit_entry',
    perPerson: 1,
    columns: { id: id('audit'), at: day, actor_kind: text('CITIZEN'), session_id: id('session'), operation: text('registerDonor'), request_id: `'request' || n`, changes },
  },
  { table: 'disavowal', perPerson: 0.001, columns: { id: id('disavowal'), decision_id: id('decision'), donor_id: id('donor'), disavowed_at: day } },
  {
    table: 'processing_consent',
    perPerson: 1,
    columns: {
      ...{ id: id('consent'), donor_id: id('donor', '(1 + n % people)'), purpose: text('CONTACT_ME'), sequence: 'n', given: 'true', text_version: text('1') },
      ...{ text_hash: `encode(${digest('words')}, 'hex')`, channel: text('OPEN_WEB'), stated_at: day },
    },
  },
  { table: 'after_death_access', perPerson: 0.1, columns: { id: id('access'), donor_id: id('donor', '(1 + n % people)'), sequence: 'n', setting: text('NEAR_KIN_MAY'), channel: text('OPEN_WEB'), stated_at: day } },
  { table: 'processing_restriction', perPerson: 0.01, columns: { id: id('restriction'), donor_id: id('donor', '(1 + n % people)'), sequence: 'n', restricted: 'false', stated_at: day } },
  {
    table: 'data_request',
    perPerson: 0.02,
    columns: {
      ...{ id: id('request'), receipt_number: `'Q' || n`, donor_id: id('donor', '(1 + n % people)'), kind: text('CORRECTION'), area_code: text('330000'), status: text('WITHDRAWN') },
      ...{ sealed_text: sealed('text'), filed_at: day, due_at: day, closed_at: day },
    },
  },
  { table: 'data_disclosure', perPerson: 1, columns: { id: id('disclosure'), donor_id: id('donor', '(1 + n % people)'), kind: text('EXPORTED_BY_OWNER'), at: day } },
  {
    table: 'body_donation',
    perPerson: 0.1,
    columns: {
      ...{ id: id('body'), receipt_number: `'B' || n`, person_index: digest('body'), area_code: text('330000'), wish: text('AGREE'), status: text('RECEIVED') },
      ...{ sealed_person: sealed('person'), latest_sequence: '1', opened_at: day, updated_at: day },
    },
  },
  {
    table: 'body_declaration',
    perPerson: 0.1,
    columns: {
      ...{ id: id('declaration'), body_donation_id: id('body'), sequence: '1', action: text('DECLARED'), wish: text('AGREE'), use: text('TEACHING'), ashes: text('MEMORIAL'), keep_confidential: 'true' },
      ...{ inform_family: 'true', sealed_details: sealed('details'), channel: text('OPEN_WEB'), assurance_level: text('ADVANCED_REAL_NAME'), words_version: text('1') },
      ...{ words_hash: text('hash'), recorded_at: day, fingerprint: digest('body fingerprint') },
    },
  },
  {
    table: 'family_message',
    perPerson: 0.2,
    columns: {
      ...{ id: id('message'), donor_id: id('donor', '(1 + n % people)'), request_digest: digest('message'), link_digest: digest('link'), code_digest: digest('code'), sealed_label: sealed('label') },
      ...{ content: text('DECIDED'), decision_id: id('decision', '(1 + n % people)'), channel: text('OPEN_WEB'), made_at: day, expires_at: `${day} + interval '30 days'` },
    },
  },
  { table: 'kin_statement', perPerson: 0.005, columns: { data_request_id: id('request'), tie: text('CHILD'), sealed_statement: sealed('statement') } },
  {
    table: 'donor_card',
    perPerson: 0.3,
    columns: {
      ...{ id: id('card'), donor_id: id('donor'), decision_id: id('decision'), request_digest: digest('card'), card_number: `'C' || n`, kid: `repeat('k', 43)` },
      ...{ rid: `substr(md5('rid' || n), 1, 12)`, issued_at: day, expires_at: `${day} + interval '300 days'` },
    },
  },
  {
    table: 'outbox_event',
    perPerson: 1,
    columns: { id: id('event'), kind: text('DECISION_CHANGED'), donor_id: id('donor'), donor_version: '1', occurred_at: day, spread_at: day },
  },
  {
    table: 'outbox_delivery',
    perPerson: 0.5,
    columns: {
      ...{ id: id('delivery'), event_id: id('event'), destination: text('national'), donor_id: id('donor'), donor_version: '1', created_at: day, status: text('DELIVERED') },
      ...{ next_attempt_at: day, ended_at: day },
    },
  },
  {
    table: 'health_card_binding',
    perPerson: 0.2,
    columns: { id: id('binding'), donor_id: id('donor'), platform: text('CITY'), sealed_card: sealed('card'), card_index: digest('health card'), holder_index: digest('holder'), channel: text('OPEN_WEB'), bound_at: day },
  },
  {
    table: 'submission',
    perPerson: 0.1,
    columns: { id: id('submission'), receipt_number: `'S' || n`, partner_id: id('partner', '1'), channel: text('PARTNER_PROGRAMME'), received_at: day, hash: digest('submission'), status: text('EXPIRED'), ended_at: day },
  },
];

/** What one registration writes, in one transaction. */
export const registration: readonly string[] = ['donor', 'key_store.person_key', 'decision', 'national_sync', 'idempotent_request', 'audit_entry', 'outbox_event'];
