import { defineEntity, p } from '@mikro-orm/core';
import { blindIndex, id, instant, sealed } from '../database/columns.ts';
import { Decision } from '../donors/decision.entity.ts';
import { Donor } from '../donors/donor.entity.ts';
import type { Channel } from '../identity/channel.ts';
import type { Vault } from '../vault/vault.ts';

/** How much a message may say: as little as the person wants. */
export const FamilyMessageContent = {
  /** That the person has decided, and not what. */
  DECIDED: 'DECIDED',
  /** The whole decision as it stands at the moment of reading. */
  WHOLE_DECISION: 'WHOLE_DECISION',
} as const;
export type FamilyMessageContent = (typeof FamilyMessageContent)[keyof typeof FamilyMessageContent];

/** What happened to a message; each is on record and visible to whoever made it. */
export const FamilyMessageStepKind = { OPENED: 'OPENED', WRONG_CODE: 'WRONG_CODE', ACKNOWLEDGED: 'ACKNOWLEDGED', DECLINED: 'DECLINED' } as const;
export type FamilyMessageStepKind = (typeof FamilyMessageStepKind)[keyof typeof FamilyMessageStepKind];

/** What a family member may say; saying nothing is as good. None of it has legal effect. */
export const FamilyAnswer = { ACKNOWLEDGED: 'ACKNOWLEDGED', DECLINED: 'DECLINED' } as const;
export type FamilyAnswer = (typeof FamilyAnswer)[keyof typeof FamilyAnswer];

/** Whether a message can be opened now, and if not, why; told to whoever made it and to nobody else. */
export const FamilyMessageState = { OPEN: 'OPEN', TAKEN_BACK: 'TAKEN_BACK', EXPIRED: 'EXPIRED', LOCKED: 'LOCKED' } as const;
export type FamilyMessageState = (typeof FamilyMessageState)[keyof typeof FamilyMessageState];

/** After so many wrong codes a link opens nothing any more: of a million codes nobody hits one by trying. */
export const MOST_WRONG_CODES = 5;

const FamilyMessageSchema = defineEntity({
  name: 'FamilyMessage',
  tableName: 'family_message',
  properties: {
    id: id(),
    donor: () => p.manyToOne(Donor).ref().deleteRule('restrict'),
    /** A keyed digest of the request that made it: a retry finds it again. */
    requestDigest: blindIndex(),
    /** Keyed digests; link and code themselves are kept nowhere. Null once it is forgotten. */
    linkDigest: blindIndex().unique().nullable(),
    codeDigest: blindIndex().nullable(),
    /** What the person calls the reader, such as 女儿; null once it is forgotten. */
    sealedLabel: sealed().nullable(),
    content: p.text().$type<FamilyMessageContent>(),
    /** The decision that stood when it was made: the reader is told when another one stands. */
    decision: () => p.manyToOne(Decision).ref().deleteRule('restrict'),
    channel: p.text().$type<Channel>(),
    madeAt: instant(),
    expiresAt: instant(),
    takenBackAt: instant().nullable(),
    version: p.integer().version(),
  },
  uniques: [{ properties: ['donor', 'requestDigest'], name: 'family_message_request_unique' }],
});

/** A message by which a person tells somebody of their family about their decision: opened by a link and a code, for some days. */
export class FamilyMessage extends FamilyMessageSchema.class {
  /** Whether it can be opened, by how many wrong codes were tried. */
  stateAt(now: Date, wrongCodes: number): FamilyMessageState {
    if (this.takenBackAt) return FamilyMessageState.TAKEN_BACK;
    if (this.expiresAt <= now || !this.linkDigest) return FamilyMessageState.EXPIRED;
    return wrongCodes >= MOST_WRONG_CODES ? FamilyMessageState.LOCKED : FamilyMessageState.OPEN;
  }

  /** What the person calls the reader; null once it is forgotten. */
  label(vault: Vault): string | null {
    return this.sealedLabel ? vault.open(this.sealedLabel, placeOfLabel(this.id)) : null;
  }
}
FamilyMessageSchema.setClass(FamilyMessage);

const FamilyMessageStepSchema = defineEntity({
  name: 'FamilyMessageStep',
  tableName: 'family_message_step',
  properties: {
    id: id(),
    familyMessage: () => p.manyToOne(FamilyMessage).ref().deleteRule('restrict'),
    kind: p.text().$type<FamilyMessageStepKind>(),
    at: instant(),
  },
});

/** That a message was opened, tried with a wrong code or answered; never changed. It says nothing about who the reader is. */
export class FamilyMessageStep extends FamilyMessageStepSchema.class {}
FamilyMessageStepSchema.setClass(FamilyMessageStep);

/** Seals what a person calls the reader for the message's own row. */
export function sealLabel(vault: Vault, messageId: string, label: string): Buffer {
  return vault.seal(label, placeOfLabel(messageId));
}

/** The last answer among the steps of a message, which are in order of time; null when nothing was said. */
export function answerAmong(steps: readonly FamilyMessageStep[]): { readonly answer: FamilyAnswer; readonly at: Date } | null {
  const last = steps.findLast(({ kind }) => kind in FamilyAnswer);
  return last ? { answer: last.kind as FamilyAnswer, at: last.at } : null;
}

/** How many wrong codes were tried. */
export function wrongCodesAmong(steps: readonly FamilyMessageStep[]): number {
  return steps.filter(({ kind }) => kind === FamilyMessageStepKind.WRONG_CODE).length;
}

/** Where the label of a message is sealed to. */
export function placeOfLabel(messageId: string): string {
  return `family_message.label:${messageId}`;
}
