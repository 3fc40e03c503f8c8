import { defineEntity, p } from '@mikro-orm/core';
import { blindIndex, id, instant, sealed } from '../database/columns.ts';
import type { DonationItem } from '../donors/donation-kinds.ts';
import { Decision } from '../donors/decision.entity.ts';
import { Organisation } from '../organisations/organisation.entity.ts';
import { Partner } from '../partners/partner.entity.ts';
import type { Vault } from '../vault/vault.ts';

/** How a registration came to the partner who sent it: each has its own way to go wrong, so each is counted for itself. */
export const SubmissionChannel = { PARTNER_PROGRAMME: 'PARTNER_PROGRAMME', PAPER_FORM: 'PAPER_FORM' } as const;
export type SubmissionChannel = (typeof SubmissionChannel)[keyof typeof SubmissionChannel];

/** How the person said to the partner what they want. */
export const ExpressedBy = { ENTERED_BY_PERSON: 'ENTERED_BY_PERSON', SIGNED_ON_PAPER: 'SIGNED_ON_PAPER', TOLD_TO_STAFF: 'TOLD_TO_STAFF' } as const;
export type ExpressedBy = (typeof ExpressedBy)[keyof typeof ExpressedBy];

/**
 * What became of it. Only `CONFIRMED` ever led to a decision: the person's own, or their signed paper that a second person of the staff
 * held against what was typed (`paper-forms/`). `REJECTED`: the paper and what was typed did not pass.
 */
export const SubmissionStatus = { WAITING: 'WAITING', CONFIRMED: 'CONFIRMED', DECLINED: 'DECLINED', REJECTED: 'REJECTED', EXPIRED: 'EXPIRED' } as const;
export type SubmissionStatus = (typeof SubmissionStatus)[keyof typeof SubmissionStatus];

const SubmissionSchema = defineEntity({
  name: 'Submission',
  tableName: 'submission',
  properties: {
    id: id(),
    receiptNumber: p.text().unique(),
    /** Who sent it; null when a body of the Red Cross typed it from a paper form itself. */
    partner: () => p.manyToOne(Partner).ref().nullable().deleteRule('restrict'),
    organisation: () => p.manyToOne(Organisation).ref().nullable().deleteRule('restrict'),
    /** Where staff check it against its paper form; null as long as there is none. */
    areaCode: p.text().nullable(),
    channel: p.text().$type<SubmissionChannel>(),
    receivedAt: instant(),
    /** SHA-256 of the canonical form. It outlives the text; a random line in the text keeps it from being guessed back. */
    hash: blindIndex(),
    status: p.text().$type<SubmissionStatus>(),
    endedAt: instant().nullable(),
    /** Which items the person decided otherwise than was sent, by name, never how; null until it is confirmed. */
    changedItems: p.json<readonly DonationItem[]>().nullable(),
    version: p.integer().version(),
  },
});

/** A registration that a partner sent for somebody, as far as it names nobody. It is no decision and never becomes one by itself. */
export class Submission extends SubmissionSchema.class {
  /** Who sent it, as people read it; both sides must be loaded. */
  senderName(): string {
    const sender = this.partner?.unwrap() ?? this.organisation?.unwrap();
    if (!sender) throw new Error('A submission has lost its sender');
    return sender.name;
  }
}
SubmissionSchema.setClass(Submission);

const SubmissionContentSchema = defineEntity({
  name: 'SubmissionContent',
  tableName: 'submission_content',
  properties: {
    submission: () => p.oneToOne(Submission).primary().ref().owner().deleteRule('restrict'),
    /** For whom it was sent. */
    personIndex: blindIndex(),
    /** The canonical form, as it was given back to the partner. */
    sealedText: sealed(),
  },
});

/** What was sent and for whom. It goes when its time is over, however it ended. */
export class SubmissionContent extends SubmissionContentSchema.class {
  /** The canonical form. */
  text(vault: Vault): string {
    return vault.open(this.sealedText, placeOfSubmission(this.submission.id));
  }
}
SubmissionContentSchema.setClass(SubmissionContent);

const DecisionSubmissionSchema = defineEntity({
  name: 'DecisionSubmission',
  tableName: 'decision_submission',
  properties: {
    decision: () => p.oneToOne(Decision).primary().ref().owner().deleteRule('restrict'),
    submission: () => p.oneToOne(Submission).ref().owner().unique().deleteRule('restrict'),
    submissionHash: blindIndex(),
  },
});

/** By which decision what was sent became what somebody decided; never changed. */
export class DecisionSubmission extends DecisionSubmissionSchema.class {}
DecisionSubmissionSchema.setClass(DecisionSubmission);

/** Seals the canonical form of one submission. */
export function sealSubmission(vault: Vault, submissionId: string, text: string): Buffer {
  return vault.seal(text, placeOfSubmission(submissionId));
}

/** Where the text of a submission is sealed to. */
export function placeOfSubmission(submissionId: string): string {
  return `submission_content.text:${submissionId}`;
}
