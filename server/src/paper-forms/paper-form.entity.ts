import { defineEntity, p } from '@mikro-orm/core';
import { blindIndex, day, id, instant, sealed } from '../database/columns.ts';
import { StaffAccount } from '../staff/staff-account.entity.ts';
import { Submission, type SubmissionStatus } from '../submissions/submission.entity.ts';

/** What a scan may be: pictures and documents that nothing runs in (`scan-file.ts`). */
export const ScanType = { JPEG: 'image/jpeg', PNG: 'image/png', PDF: 'application/pdf' } as const;
export type ScanType = (typeof ScanType)[keyof typeof ScanType];

/** What a second person found when they held a form against its scan. */
export const PaperVerdict = { APPROVED: 'APPROVED', REJECTED: 'REJECTED', SENT_BACK: 'SENT_BACK' } as const;
export type PaperVerdict = (typeof PaperVerdict)[keyof typeof PaperVerdict];

/** Why a form did not pass; a closed list, so that nobody writes about a person. */
export const PaperReason = { ILLEGIBLE: 'ILLEGIBLE', NOT_SIGNED: 'NOT_SIGNED', TYPED_WRONGLY: 'TYPED_WRONGLY', OTHER_FORM: 'OTHER_FORM', WILL_IN_DOUBT: 'WILL_IN_DOUBT' } as const;
export type PaperReason = (typeof PaperReason)[keyof typeof PaperReason];

/** How far a form has come. */
export const PaperFormStatus = { WAITING: 'WAITING', ...PaperVerdict, CONFIRMED_BY_PERSON: 'CONFIRMED_BY_PERSON', DECLINED_BY_PERSON: 'DECLINED_BY_PERSON', EXPIRED: 'EXPIRED' } as const;
export type PaperFormStatus = (typeof PaperFormStatus)[keyof typeof PaperFormStatus];

/** What was done with a form. */
export const PaperStepKind = { TYPED: 'TYPED', SCAN_SHOWN: 'SCAN_SHOWN', COMPARED: 'COMPARED', ...PaperVerdict } as const;
export type PaperStepKind = (typeof PaperStepKind)[keyof typeof PaperStepKind];

const PaperScanSchema = defineEntity({
  name: 'PaperScan',
  tableName: 'paper_scan',
  properties: {
    id: id(),
    uploadedBy: () => p.manyToOne(StaffAccount).ref().deleteRule('restrict'),
    areaCode: p.text(),
    mediaType: p.text().$type<ScanType>(),
    byteLength: p.integer(),
    pages: p.integer(),
    /** SHA-256 of the file as it came; it stays when the file goes. */
    sha256: blindIndex(),
    uploadedAt: instant(),
  },
});

/** The picture of a signed form, as far as it shows nobody. */
export class PaperScan extends PaperScanSchema.class {}
PaperScanSchema.setClass(PaperScan);

const PaperScanFileSchema = defineEntity({
  name: 'PaperScanFile',
  tableName: 'paper_scan_file',
  properties: {
    scan: () => p.oneToOne(PaperScan).primary().ref().owner().deleteRule('restrict'),
    /** The whole file under a data key of its own (`scan-seal.ts`). */
    sealedBytes: sealed(),
  },
});

/** The file itself, sealed; it goes when its time is over. */
export class PaperScanFile extends PaperScanFileSchema.class {}
PaperScanFileSchema.setClass(PaperScanFile);

const PaperFormSchema = defineEntity({
  name: 'PaperForm',
  tableName: 'paper_form',
  properties: {
    id: id(),
    submission: () => p.oneToOne(Submission).ref().owner().unique().deleteRule('restrict'),
    scan: () => p.manyToOne(PaperScan).ref().deleteRule('restrict'),
    /** Of the office that typed it in: that office and those above it may check. */
    areaCode: p.text(),
    /** Where the person lives, when the paper says so. */
    residenceCode: p.text().nullable(),
    /** The day beside the signature: what the person said later holds against it. */
    signedOn: day(),
    maker: () => p.manyToOne(StaffAccount).ref().deleteRule('restrict'),
    typedAt: instant(),
    verdict: p.text().$type<PaperVerdict>().nullable(),
    reason: p.text().$type<PaperReason>().nullable(),
    checker: () => p.manyToOne(StaffAccount).ref().nullable().deleteRule('restrict'),
    decidedAt: instant().nullable(),
    version: p.integer().version(),
  },
});

/** A form that somebody signed on paper: who typed it in, its scan, and what the second person found. It names nobody. */
export class PaperForm extends PaperFormSchema.class {
  /** How far it has come; the person may have answered what was sent themselves meanwhile. */
  status(): PaperFormStatus {
    if (this.verdict) return this.verdict;
    return statusOfSent[this.submission.unwrap().status];
  }
}
PaperFormSchema.setClass(PaperForm);

const statusOfSent: Readonly<Record<SubmissionStatus, PaperFormStatus>> = {
  WAITING: PaperFormStatus.WAITING,
  CONFIRMED: PaperFormStatus.CONFIRMED_BY_PERSON,
  DECLINED: PaperFormStatus.DECLINED_BY_PERSON,
  REJECTED: PaperFormStatus.REJECTED,
  EXPIRED: PaperFormStatus.EXPIRED,
};

const PaperFormStepSchema = defineEntity({
  name: 'PaperFormStep',
  tableName: 'paper_form_step',
  properties: {
    id: id(),
    paperForm: () => p.manyToOne(PaperForm).ref().deleteRule('restrict'),
    sequence: p.integer(),
    kind: p.text().$type<PaperStepKind>(),
    /** Null: the person themself. */
    account: () => p.manyToOne(StaffAccount).ref().nullable().deleteRule('restrict'),
    /** Of a comparison: the names of what differed, never a value; empty when everything agreed. */
    differing: p.json<readonly string[]>().nullable(),
    at: instant(),
  },
  uniques: [{ properties: ['paperForm', 'sequence'], name: 'paper_form_step_sequence_unique' }],
});

/** What was done with a form, by whom and when, each look at the scan too; never changed. */
export class PaperFormStep extends PaperFormStepSchema.class {}
PaperFormStepSchema.setClass(PaperFormStep);
