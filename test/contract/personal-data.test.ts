import { randomBytes, randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ExportMyDataDocument, FileDataRequestDocument, GiveConsentDocument, StateAfterDeathAccessDocument, StateWithdrawalReasonDocument, TakeDataRequestDocument, TakeHomeVisitDocument } from '../../schema/generated/graphql.ts';
import { ProcessingRestriction } from '../../server/src/rights/processing-restriction.entity.ts';
import { Decision } from '../../server/src/donors/decision.entity.ts';
import { Disavowal, DisavowalResolution } from '../../server/src/donors/disavowal.entity.ts';
import { Donor } from '../../server/src/donors/donor.entity.ts';
import { QueuedWithdrawal } from '../../server/src/donors/queued-withdrawal.entity.ts';
import { EvidenceIssue } from '../../server/src/evidence/evidence-issue.entity.ts';
import { LookUpStep } from '../../server/src/lookups/look-up-step.entity.ts';
import { LookUp } from '../../server/src/lookups/look-up.entity.ts';
import { NationalAnswer, NationalMessage } from '../../server/src/national-register/national-message.entity.ts';
import { OutboxDelivery } from '../../server/src/outbox/outbox-delivery.entity.ts';
import { OutboxEvent } from '../../server/src/outbox/outbox-event.entity.ts';
import { purposeTexts } from '../../server/src/rights/processing-purposes.ts';
import { withheld } from '../../server/src/rights/withheld.ts';
import { StaffAccount } from '../../server/src/staff/staff-account.entity.ts';
import { Partner } from '../../server/src/partners/partner.entity.ts';
import { PaperForm, PaperFormStep, PaperScan, PaperScanFile } from '../../server/src/paper-forms/paper-form.entity.ts';
import { canonicalSubmission, hashOfSubmission } from '../../server/src/submissions/canonical-submission.ts';
import { checkSubmission } from '../../server/src/submissions/check-submission.ts';
import { DecisionSubmission, sealSubmission, Submission, SubmissionContent } from '../../server/src/submissions/submission.entity.ts';
import { submissionFor } from '../kit/submissions.ts';
import { aboutBody, askForVisit, EXECUTOR } from '../kit/body.ts';
import { issued } from '../kit/cards.ts';
import { deciding, registration } from '../kit/decisions.ts';
import { opened, told } from '../kit/family.ts';
import { wish } from '../kit/wishes.ts';
import { aboutParent, filedNearKin } from '../kit/near-kin.ts';
import { paper } from '../kit/papers.ts';
import { hospitalOf } from '../kit/staff.ts';
import { createWorld, NOW, person } from '../kit/world.ts';

const world = await createWorld();
const database = new pg.Client(world.databaseUrl);
const owner = person({ fullName: '金丝雀本人' });
let copy: Record<string, unknown> = {};
let text = '';

/**
 * Every table of the register: by which rows a person's are told ($1 their record, $2 the index of their document) and which
 * column names such a row, or why it holds nothing of a citizen. A new table fails the first test until somebody decides.
 */
const ofDonor = 'donor_id = $1';
const ofDecision = 'decision_id in (select id from decision where donor_id = $1)';
const ofBody = 'body_donation_id in (select id from body_donation where person_index = $2)';
const ofRequest = 'data_request_id in (select id from data_request where donor_id = $1)';
const ofPaper = 'paper_form_id in (select id from paper_form where submission_id in (select submission_id from submission_content where person_index = $2))';
const tables: Readonly<Record<string, { readonly rows: string; readonly named: string } | string>> = {
  donor: { rows: 'id = $1', named: 'id' },
  decision: { rows: ofDonor, named: 'id' },
  former_registration: { rows: ofDonor, named: 'reference' },
  national_sync: { rows: ofDecision, named: 'decision_id' },
  withdrawal_reason: { rows: ofDecision, named: 'decision_id' },
  session: { rows: 'person_index = $2', named: 'id' },
  idempotent_request: { rows: 'person_index = $2', named: 'key' },
  look_up: { rows: 'person_index = $2', named: 'id' },
  look_up_step: { rows: 'person_index = $2', named: 'id' },
  look_up_block: 'accounts of staff',
  evidence_issue: { rows: 'look_up_id in (select id from look_up where person_index = $2)', named: 'id' },
  evidence_delivery: 'sealed copies of packages that expire within minutes; the package is in evidence_issue',
  partner: 'other systems',
  partner_key: 'public keys of other systems',
  partner_token: 'tokens of other systems',
  partner_assertion: 'digests that expire; nobody is named',
  partner_budget: 'counters of other systems',
  staff_sign_in: 'attempts of staff to sign in',
  processing_consent: { rows: ofDonor, named: 'id' },
  after_death_access: { rows: ofDonor, named: 'id' },
  processing_restriction: { rows: ofDonor, named: 'id' },
  data_request: { rows: ofDonor, named: 'id' },
  data_request_step: { rows: ofRequest, named: 'id' },
  data_disclosure: { rows: '(donor_id = $1 or person_index = $2)', named: 'id' },
  body_donation: { rows: 'person_index = $2', named: 'id' },
  body_declaration: { rows: ofBody, named: 'id' },
  body_donation_step: { rows: ofBody, named: 'id' },
  home_visit: { rows: 'person_index = $2', named: 'id' },
  home_visit_step: { rows: 'home_visit_id in (select id from home_visit where person_index = $2)', named: 'id' },
  kin_statement: { rows: ofRequest, named: 'data_request_id' },
  donor_card: { rows: ofDonor, named: 'id' },
  donor_card_key: 'public keys of the register',
  family_message: { rows: ofDonor, named: 'id' },
  family_message_step: { rows: 'family_message_id in (select id from family_message where donor_id = $1)', named: 'id' },
  outbox_event: { rows: ofDonor, named: 'id' },
  outbox_delivery: { rows: ofDonor, named: 'id' },
  national_case: { rows: ofDonor, named: 'decision_id' },
  national_message: { rows: ofDonor, named: 'id' },
  national_answer: { rows: 'message_id in (select id from national_message where donor_id = $1)', named: 'id' },
  webhook_subject: { rows: ofDonor, named: 'subject' },
  health_card_binding: { rows: ofDonor, named: 'id' },
  health_card_step: { rows: 'binding_id in (select id from health_card_binding where donor_id = $1)', named: 'id' },
  health_card_answer: { rows: ofDonor, named: 'id' },
  health_card_reconciliation: 'numbers; nobody',
  webhook_endpoint: 'addresses of other systems',
  figure_delta: 'numbers by division; nobody can be told from them',
  figure_standing: 'numbers by division; nobody can be told from them',
  figure_published: 'numbers by division; nobody can be told from them',
  figure_day: 'numbers by division; nobody can be told from them',
  partner_request: 'requests of other systems, about nobody',
  submission: { rows: 'id in (select submission_id from submission_content where person_index = $2)', named: 'id' },
  submission_content: { rows: 'person_index = $2', named: 'submission_id' },
  decision_submission: { rows: ofDecision, named: 'decision_id' },
  paper_form: { rows: 'submission_id in (select submission_id from submission_content where person_index = $2)', named: 'id' },
  paper_form_step: { rows: ofPaper, named: 'id' },
  paper_scan: { rows: 'id in (select scan_id from paper_form where submission_id in (select submission_id from submission_content where person_index = $2))', named: 'id' },
  paper_scan_file: { rows: 'scan_id in (select scan_id from paper_form where submission_id in (select submission_id from submission_content where person_index = $2))', named: 'scan_id' },
  outbox_attempt: 'how other systems answered; about nobody',
  audit_entry: { rows: 'session_id in (select id from session where person_index = $2)', named: 'id' },
  audit_leaf: { rows: 'row_id in (select id from decision where donor_id = $1)', named: 'row_id' },
  audit_unsealed: { rows: 'row_id in (select id from decision where donor_id = $1)', named: 'row_id' },
  staff_account: { rows: 'id in (select account_id from data_disclosure where donor_id = $1) or id in (select requested_by_id from look_up where person_index = $2)', named: 'id' },
  disavowal: { rows: ofDonor, named: 'id' },
  disavowal_resolution: { rows: 'disavowal_id in (select id from disavowal where donor_id = $1)', named: 'disavowal_id' },
  queued_withdrawal: { rows: ofDonor, named: 'id' },
  'key_store.person_key': { rows: 'person_id = $1', named: 'person_id' },
  'key_store.erased_person': 'only who is nobody any more',
  'key_store.register_key': 'keys of the register itself',
  rate_limit: 'keyed digests that expire; nobody is named',
  staff_session: 'sessions of staff, not of citizens',
  audit_batch: 'signed roots; no rows of people',
  demo_mark: 'one mark for the whole database',
  key_mark: 'one mark for the whole database',
  schema_migration: 'names of migrations',
  division: 'public reference data',
  organisation: 'public reference data',
  organisation_service_offer: 'public reference data',
  witness_capability: 'public reference data',
  hospital: 'institutions',
  organisation_correction: 'the sender is neither asked nor stored',
};

beforeAll(async () => {
  await database.connect();
  const citizen = await world.citizen(owner);
  const kin = { name: '演示家属', relation: 'CHILD', phone: '13900005678' } as const;
  await deciding.register(citizen, { contact: { ...registration().contact, phone: '13900004321', emergencyContact: kin } });
  const words = purposeTexts('zh-CN').find(({ purpose }) => purpose === 'CONTACT_ME');
  await citizen.run(GiveConsentDocument, { input: { purpose: 'CONTACT_ME', words: { version: words?.version ?? '', hash: words?.hash ?? '' } } });
  await citizen.run(StateAfterDeathAccessDocument, { input: { setting: 'NOBODY_BEYOND_LAW' } });
  await wish(citizen, '金丝雀希望');
  await filedNearKin(citizen, aboutParent(person({ fullName: '金丝雀先人' })));
  await opened(world, await told(citizen, { label: '金丝雀女儿' }));
  await issued(citizen);
  // Saying a wish and issuing a card move the version of the record.
  const withdrawn = await deciding.withdraw(citizen, 3);
  if (withdrawn.__typename !== 'WithdrawDecisionSuccess') throw new Error(withdrawn.__typename);
  await citizen.run(StateWithdrawalReasonDocument, { input: { decisionId: withdrawn.decision.id, reason: 'OTHER' } });
  const { fileDataRequest } = await citizen.run(FileDataRequestDocument, { input: { kind: 'COMPLAINT', text: '金丝雀投诉' } });
  const staff = await world.staff({ role: 'REGISTRAR' });
  if (fileDataRequest.__typename === 'FileDataRequestSuccess') await staff.run(TakeDataRequestDocument, { input: { requestId: fileDataRequest.request.id } });

  const declared = await aboutBody.declare(citizen, { executor: { ...EXECUTOR, name: '金丝雀执行', phone: '13900009876' } });
  if (declared.__typename === 'DeclareBodyDonationSuccess') {
    await aboutBody.take(staff, declared.bodyDonation.id);
    await aboutBody.update(staff, declared.bodyDonation.id, { note: '金丝雀附言' });
  }
  const asked = await askForVisit(citizen, { address: '金丝雀路 1 号', helperName: '金丝雀帮手' });
  if (asked.__typename === 'AskForHomeVisitSuccess') await staff.run(TakeHomeVisitDocument, { input: { requestId: asked.homeVisit.id } });

  const em = world.orm.em.fork();
  const donor = await em.findOneOrFail(Donor, { latestSequence: 2 });
  const staffAccount = await em.findOneOrFail(StaffAccount, { id: staff.accountId });
  const decision = em.getReference(Decision, withdrawn.decision.id);
  const disavowal = em.create(Disavowal, { donor, decision, areaCode: '330106', disavowedAt: NOW });
  em.create(DisavowalResolution, { disavowal, outcome: 'DISMISSED', finding: 'PERSON_CONFIRMS', resolvedBy: staffAccount, resolvedAt: NOW, reinstated: null });
  em.create(QueuedWithdrawal, { donor, receiptNumber: 'CH-1', channel: 'OPEN_WEB', assuranceLevel: 'ADVANCED_REAL_NAME', consentVersion: '1', consentHash: '1', queuedAt: NOW, decision: null, settledAt: null });
  em.create(ProcessingRestriction, { donor, sequence: 1, restricted: false, statedAt: NOW });
  const personIndex = donor.documentIndex ?? Buffer.alloc(32);
  const marks = { nameMark: randomBytes(32), keyMark: randomBytes(32), prefixMark: randomBytes(32), requestDigest: randomBytes(32) };
  const lookUp = em.create(LookUp, {
    personIndex,
    ...marks,
    requestKey: 'look-up-0000-0001',
    requestedBy: staffAccount,
    hospital: await hospitalOf(em, 'demo-hospital', '330106'),
    areaCode: '330106',
    caseNumber: 'CASE-1',
    occasion: 'DEATH_EXPECTED',
    purpose: 'CLARIFY_WILL',
    breakGlassReason: 'MINUTES_MATTER',
    drawnForReview: false,
    status: 'ANSWERED',
    finding: 'WITHDRAWN',
    choicesDisclosed: false,
    requestedAt: NOW,
    answeredAt: NOW,
    expiresAt: NOW,
  });
  em.create(OutboxDelivery, { event: await em.findOneOrFail(OutboxEvent, { donorVersion: 1 }), destination: 'demo', donor, donorVersion: 1, createdAt: NOW, status: 'DELIVERED', attempts: 1, nextAttemptAt: NOW, tryingSince: NOW, lease: null, leasedUntil: null, endedAt: NOW });
  const message = em.create(NationalMessage, { decision, donor, onHold: false, sentAt: NOW });
  em.create(NationalAnswer, { answerNumber: 'A-1', message, outcome: 'CONFLICT', reason: 'DEMO', position: 'NONE', positionSince: NOW, receivedAt: NOW });
  em.create(LookUpStep, { lookUp, step: 'DISCLOSED', at: NOW, account: staffAccount, personIndex, details: {} });
  em.create(EvidenceIssue, { lookUp, decisionId: decision.id, issuedBy: staffAccount, issuedAt: NOW, fileDigest: randomBytes(32), keyId: 'test', idempotencyKey: 'evidence-0000-0001' });
  await em.flush();
  await database.query(`insert into partner values (gen_random_uuid(), 'demo', 'PARTNER_APP', 'demo', '["events:read"]', null, '2026-01-01', null, null, now())`);
  const cardSeal = world.vault.seal(JSON.stringify({ cardId: '金丝雀卡号', holderHash: '' }), 'health_card_binding.card:00000000-0000-4000-8000-00000000ca2d');
  await database.query(`insert into health_card_binding (id, donor_id, platform, sealed_card, channel, bound_at, unbound_at, sent, sent_as_of) select '00000000-0000-4000-8000-00000000ca2d', id, 'CITY', $1, 'OPEN_WEB', now(), now(), 'NONE', now() from donor`, [cardSeal]);
  await database.query(`insert into health_card_step select gen_random_uuid(), id, 'BOUND', null, bound_at from health_card_binding`);
  await database.query(`insert into health_card_answer select gen_random_uuid(), partner.id, 'CITY', donor.id, 'AGREED', '2026-11-23', now() from partner, donor`);
  await database.query(`insert into former_registration select id, 1, 'former-test', 'DJ-77', '2019-01-01' from donor`);
  await database.query(`insert into webhook_subject select partner.id, donor.id, gen_random_uuid() from partner, donor`);

  const sender = await em.findOneOrFail(Partner, { name: 'demo' });
  const submissionId = randomUUID();
  const canonical = canonicalSubmission({ ...checkSubmission({ now: () => NOW }, { ...submissionFor(owner), expressedAt: NOW, birthday: owner.birthday ?? '' }), receiptNumber: 'DJ-0000-0001', nonce: '0'.repeat(32), partnerId: sender.id, receivedAt: NOW });
  const submission = em.create(Submission, { id: submissionId, receiptNumber: 'DJ-0000-0001', partner: sender, organisation: null, areaCode: '330106', channel: 'PAPER_FORM', receivedAt: NOW, hash: hashOfSubmission(canonical), status: 'CONFIRMED', endedAt: NOW, changedItems: [] });
  em.create(SubmissionContent, { submission, personIndex, sealedText: sealSubmission(world.vault, submissionId, canonical) });
  em.create(DecisionSubmission, { decision, submission, submissionHash: submission.hash });
  const scan = em.create(PaperScan, { uploadedBy: staffAccount, areaCode: '330106', mediaType: 'image/jpeg', byteLength: 1, pages: 1, sha256: randomBytes(32), uploadedAt: NOW });
  em.create(PaperScanFile, { scan, sealedBytes: randomBytes(8) });
  const form = em.create(PaperForm, { submission, scan, areaCode: '330106', residenceCode: null, signedOn: '2026-11-20', maker: staffAccount, typedAt: NOW, verdict: null, reason: null, checker: null, decidedAt: null });
  em.create(PaperFormStep, { paperForm: form, sequence: 1, kind: 'TYPED', account: staffAccount, differing: null, at: NOW });
  await em.flush();

  const { exportMyData } = await citizen.run(ExportMyDataDocument, {});
  if (exportMyData.__typename !== 'ExportMyDataSuccess') throw new Error(exportMyData.__typename);
  text = exportMyData.document;
  copy = JSON.parse(text) as Record<string, unknown>;
});
afterAll(() => database.end());

describe('a copy of one’s data', () => {
  it('is judged against every table of the register', async () => {
    const { rows } = await database.query<{ name: string }>("select case schemaname when 'public' then '' else schemaname || '.' end || tablename as name from pg_tables where schemaname in ('public', 'key_store')");
    expect(Object.keys(tables).toSorted()).toEqual(rows.map(({ name }) => name).toSorted());
  });

  it.each(Object.entries(tables).flatMap(([table, how]) => (typeof how === 'string' ? [] : [{ table, ...how }])))('holds every row of the person in $table, or says that it is withheld', async ({ table, rows, named }) => {
    const [donor] = (await database.query<{ id: string; document_index: Buffer }>('select id, document_index from donor')).rows;
    const values = [donor?.id, donor?.document_index].filter((_, index) => rows.includes(`$${index + 1}`));
    const found = await database.query<{ name: string }>(`select ${named} as name from ${table} where ${values.length === 1 ? rows.replaceAll('$2', '$1') : rows}`, values);
    // audit_leaf fills only when a sealer runs.
    if (table !== 'audit_leaf') expect(found.rowCount).toBeGreaterThan(0);
    const isWithheld = withheld.some((each) => each.table === table);
    for (const { name } of found.rows) expect(isWithheld || text.includes(`"${name}"`), `${table} ${name}`).toBe(true);
  });

  it('says of nothing that it is withheld without a reason, and of no table that it knows not', () => {
    expect(copy['withheld']).toEqual(withheld);
    for (const { table, what, reason } of withheld) {
      expect(typeof tables[table], table).toBe('object');
      expect([what.length, reason.length].every((length) => length > 5)).toBe(true);
    }
  });

  it('shows the person what is theirs unmasked, and no name of anybody of the staff', () => {
    for (const own of [owner.fullName, owner.documentNumber, owner.phone ?? '', '13900004321', '演示家属', '13900005678', '金丝雀投诉', '金丝雀执行', '13900009876', '金丝雀附言', '金丝雀路 1 号', '金丝雀帮手', '金丝雀女儿', '金丝雀希望', '金丝雀先人', '金丝雀卡号']) expect(text).toContain(own);
    expect(text).not.toContain('演示工作人员');
  });

  it('has the form of docs/personal-data-export.md, field by field', () => {
    const told = new Set([...paper('docs/personal-data-export.md').matchAll(/^\| `([\w.[\]]+)` \|/gm)].map(([, path = '']) => path));
    expect([...pathsIn(copy)].toSorted()).toEqual([...told].toSorted());
  });

  it('hands out nothing of it to anybody else’s copy', async () => {
    const { exportMyData } = await (await world.citizen()).run(ExportMyDataDocument, {});
    expect(JSON.stringify(exportMyData)).not.toMatch(/金丝雀|13900004321/);
  });
});

/** Every field of a document as a path; what a list holds is told once. Choices by item are one field. */
function* pathsIn(value: unknown, path = ''): Generator<string> {
  const seen = new Set<string>();
  if (Array.isArray(value)) {
    for (const each of value) for (const found of pathsIn(each, `${path}[]`)) seen.add(found);
  } else if (typeof value === 'object' && value !== null && !path.endsWith('choices')) {
    for (const [name, each] of Object.entries(value)) {
      seen.add(path ? `${path}.${name}` : name);
      for (const found of pathsIn(each, path ? `${path}.${name}` : name)) seen.add(found);
    }
  }
  yield* seen;
}
