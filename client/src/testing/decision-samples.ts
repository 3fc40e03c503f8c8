import type { AbilityReason, Choice, DecisionStartQuery, DecisionState, DonationItem, DonorAction } from '../../../schema/generated/graphql.ts';
import type { DecisionRecord, DonorRecord } from '../parts/decision/record.ts';

const organs: readonly DonationItem[] = ['HEART', 'LUNG', 'LIVER', 'KIDNEY', 'PANCREAS', 'SMALL_INTESTINE'];
const tissues: readonly DonationItem[] = ['EYE_TISSUE', 'SKIN', 'BONE', 'HEART_VALVE', 'BRAIN_TISSUE', 'DURA_MATER'];

/** The kinds of today's policy. */
export const kinds = [
  { kind: 'ORGAN', items: organs },
  { kind: 'TISSUE', items: tissues },
] as const;

/** Every item with one choice, except where said otherwise. */
export function choices(choice: Choice, others: Partial<Record<DonationItem, Choice>> = {}): DecisionRecord['choices'] {
  return [...organs, ...tissues].map((item) => ({ item, kind: organs.includes(item) ? 'ORGAN' : 'TISSUE', choice: others[item] ?? choice }));
}

/** A stored decision. */
export function decision(parts: Partial<DecisionRecord> = {}): DecisionRecord {
  return {
    id: 'decision-1',
    sequence: 1,
    action: 'REGISTERED',
    state: 'AGREED',
    choices: choices('AGREE'),
    recordedAt: '2026-11-23T08:00:00Z',
    channel: 'ZHELIBAN_APP',
    consent: { purpose: 'AGREE', version: 'v1', hash: 'agreehash0123456789' },
    nationalSync: { state: 'PENDING', since: '2026-11-23T08:00:00Z', difference: null },
    fingerprint: '0123456789abcdef'.repeat(4),
    disavowableUntil: null,
    disavowal: null,
    ...parts,
  };
}

/** A stored record with the decision that stands. */
export function donor(parts: Partial<DonorRecord> = {}): DonorRecord {
  return {
    registrationNumber: 'SX-TEST-0001',
    registeredAt: '2026-11-23T08:00:00Z',
    version: 1,
    contested: null,
    queuedWithdrawal: null,
    nationalHold: false,
    decision: decision(),
    contact: {
      maskedPhone: '138****0001',
      residence: { code: '330106', fullName: '浙江省杭州市西湖区' },
      familyKnows: 'YES',
      emergencyContact: null,
    },
    ...parts,
  };
}

const abilities: Readonly<Record<DecisionState, Partial<Record<DonorAction, AbilityReason>>>> = {
  SILENT: { EDIT: 'NO_STANDING_DECISION', REAFFIRM: 'NO_STANDING_DECISION', WITHDRAW: 'NO_STANDING_DECISION' },
  WITHDRAWN: { EDIT: 'NO_STANDING_DECISION', REAFFIRM: 'NO_STANDING_DECISION', WITHDRAW: 'NO_STANDING_DECISION' },
  AGREED: { REGISTER: 'ALREADY_REGISTERED' },
  REFUSED: { REGISTER: 'ALREADY_REGISTERED', REFUSE: 'ALREADY_REFUSED' },
};

/** What the register tells a person before a journey; `bar` bars everything for one reason. */
export function start(record: DonorRecord | null = null, bar: AbilityReason | null = null): DecisionStartQuery & { viewer: NonNullable<DecisionStartQuery['viewer']> } {
  const state = record?.decision.state ?? 'SILENT';
  return {
    viewer: {
      state,
      citizen: {
        maskedName: '*晓舟',
        documentType: 'RESIDENT_ID_CARD',
        maskedDocumentNumber: '3***06199805*****X',
        assuranceLevel: 'ADVANCED_REAL_NAME',
        maskedPhone: '138****0001',
        stepUpUrl: null,
        suggestedResidence: { code: '330106', fullName: '浙江省杭州市西湖区', level: 'COUNTY' },
      },
      abilities: (['REGISTER', 'EDIT', 'REAFFIRM', 'REFUSE', 'WITHDRAW'] as const).map((action) => {
        const reason = bar ?? abilities[state][action] ?? null;
        return { action, allowed: reason === null, reason };
      }),
      session: { channel: 'ZHELIBAN_APP', signedInAt: '2026-11-23T07:00:00Z', expiresAt: '2026-11-24T07:00:00Z' },
      donor: record,
    },
    donationPolicy: {
      minimumAge: 18,
      kinds: [...kinds],
      consents: (['AGREE', 'REFUSE', 'WITHDRAW'] as const).map((purpose) => ({
        purpose,
        version: 'v1',
        hash: `${purpose.toLowerCase()}hash0123456789`,
        language: 'zh-CN',
        paragraphs: [`声明 ${purpose}`],
      })),
    },
  };
}
