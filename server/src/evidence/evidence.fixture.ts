import type { EvidenceContent, EvidenceDecision, Moment } from './evidence-package.ts';

const moment: Moment = { utc: '2026-11-23T08:00:00.000Z', china: '2026-11-23T16:00:00.000+08:00' };
const root = {
  ...{ sequence: 1, previousDigest: '0'.repeat(64), merkleRoot: '1'.repeat(64), leafCount: 2, totalCount: 2, complete: true },
  ...{ sealedAt: Date.UTC(2026, 10, 23, 8, 0, 20), algorithm: 'ed25519', keyId: 'test', signature: '' },
};
const proof = { row: '[]', index: 0, path: [], root };

/** One decision as a package holds it; what must be provable is not. */
export const sampleDecision: EvidenceDecision = {
  ...{ id: '00000000-0000-4000-8000-000000000001', sequence: 1, action: 'REGISTERED', state: 'AGREED', channel: 'OPEN_WEB', assuranceLevel: 'ADVANCED_REAL_NAME' },
  choices: [
    { item: 'HEART', kind: 'ORGAN', choice: 'AGREE' },
    { item: 'LUNG', kind: 'ORGAN', choice: 'REFUSE' },
    { item: 'SKIN', kind: 'TISSUE', choice: 'NOT_STATED' },
  ],
  consent: { purpose: 'AGREE', version: '1', hash: '2'.repeat(64) },
  recordedAt: moment,
  ...{ canonical: 'sanxian-decision=1\n', fingerprint: '3'.repeat(64) },
  disavowal: null,
  nationalRegister: { state: 'PENDING', since: moment },
  proof: { decision: proof, entry: proof },
};

/** A package's content about nobody, for tests of how it is drawn. */
export function sampleContent(special: Partial<EvidenceContent> = {}, person: Partial<EvidenceContent['person']> = {}): EvidenceContent {
  const officer = { name: '演示协调员', role: 'COORDINATOR', of: '演示红十字会' } as const;
  const key = { id: 'test', algorithm: 'ed25519', sha256: '4'.repeat(64) };
  return {
    ...{ format: 'sanxian-evidence 1', demonstration: false, id: '00000000-0000-4000-8000-000000000002', issuedAt: moment, issuedBy: officer },
    case: {
      ...{ lookUpId: '00000000-0000-4000-8000-000000000003', caseNumber: 'DEMO-1', hospital: '演示医院', areaCode: '330106', occasion: 'DEATH_EXPECTED' },
      ...{ requestedBy: officer, requestedAt: moment, confirmedBy: officer, confirmedAt: moment, breakGlassReason: null, answeredAt: moment, toldState: 'AGREED' },
    },
    person: { fullName: '演示人', documentType: 'RESIDENT_ID_CARD', documentNumber: '33010619800517002X', registrationNumber: 'SX-7K3M-9Q2P-ABCX', registeredAt: moment, ...person },
    standing: { state: 'AGREED', contestedSince: null, withdrawalQueuedAt: null },
    decisions: [sampleDecision],
    consents: [{ purpose: 'AGREE', version: '1', language: 'zh-CN', hash: '2'.repeat(64), paragraphs: ['我自愿。'] }],
    keys: { evidence: key, audit: [key] },
    ...special,
  };
}
