/** A person with a phone, who registers, changes and withdraws one after another and does not give up when no answer comes. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { EditDecisionDocument, MyDecisionDocument, RegisterDonorDocument, WithdrawDecisionDocument } from '../../schema/generated/graphql.ts';
import { allItems, type Choices } from '../../server/src/donors/donation-kinds.ts';
import { consentInForce } from '../../server/src/policy/consent-texts.ts';
import type { Deed, History, Intention, Told } from './history.ts';

/** How phones behave in a scene. */
export interface Habits {
  /** The control: who was not answered looks what stands, and sends again as if for the first time. */
  readonly forgetsKeys: boolean;
  /** The share of answers that never reach the phone, although the server gave them. */
  readonly lostAnswers: number;
  /** The longest pause between two deeds, in milliseconds. */
  readonly pause: number;
  /** The share of deeds that are looks at one's own record. */
  readonly looks: number;
}

/** How phones of the register's own app behave. */
export const USUAL: Habits = { forgetsKeys: false, lostAnswers: 0, pause: 60, looks: 0.2 };

/** Who holds a phone: their session's token, and how the database knows them. */
export interface Holder {
  readonly token: string;
  readonly person: string;
}

/** How long a phone waits for an answer, in milliseconds: as long as the app does. */
const PATIENCE = 15_000;

interface Standing {
  readonly version: number | null;
  readonly sequence: number;
  readonly isStanding: boolean;
}

/** What an answer says about the record. */
interface DonorAnswer {
  readonly registrationNumber: string;
  readonly version: number;
  readonly decision: { readonly id: string; readonly sequence: number; readonly state: string };
}

type Answer = { readonly outcome: 'ok'; readonly told: Told; readonly standing: Standing } | { readonly outcome: 'refused' | 'unknown'; readonly detail: string };

let intentions = 0;

/** Lives until it is told to stop. */
export class Phone {
  readonly #holder: Holder;
  readonly #servers: readonly string[];
  readonly #history: History;
  readonly #habits: Habits;
  #standing: Standing = { version: null, sequence: 0, isStanding: false };
  #goesOn = true;

  /** @param servers the origins that it may ask; it takes any of them, alive or not. */
  constructor(holder: Holder, servers: readonly string[], history: History, habits: Habits) {
    this.#holder = holder;
    this.#servers = servers;
    this.#history = history;
    this.#habits = habits;
  }

  /** Does one thing after another. Settles when it was told to stop, or its person may decide no more today, and it knows how its last request ended, or gave up. */
  async live(): Promise<void> {
    while (this.#goesOn) {
      await sleep(Math.random() * this.#habits.pause);
      if (Math.random() < this.#habits.looks) await this.look();
      else await this.#decide();
    }
  }

  /** Begins nothing new. */
  stop(): void {
    this.#goesOn = false;
  }

  /** Looks at what stands. @returns whether it was shown. */
  async look(): Promise<boolean> {
    const began = this.#history.now();
    const answer = await this.#ask(MyDecisionDocument.id, {}).catch(() => undefined);
    const viewer = answer?.data?.['viewer'] as { readonly donor: DonorAnswer | null } | null | undefined;
    // Where a field broke, nothing stands beside a fault; the app shows nothing then, either.
    if (!viewer || answer?.errors) {
      this.#history.failedLooks += 1;
      return false;
    }
    const standing = standingOf(viewer.donor);
    this.#history.looked(this.#holder.person, began, standing.sequence);
    this.#standing = standing;
    return true;
  }

  async #decide(): Promise<void> {
    const deed: Deed = !this.#standing.isStanding ? 'register' : Math.random() < 0.7 ? 'edit' : 'withdraw';
    intentions += 1;
    const intention: Intention = { id: intentions, person: this.#holder.person, deed, choices: deed === 'withdraw' ? null : choicesOf(intentions) };
    let key: string = randomUUID();
    // Somebody who stops in the middle would leave more unknown than there need be: after the end it is tried for a while.
    for (let patience = 40; this.#goesOn || patience > 0; patience -= this.#goesOn ? 0 : 1) {
      const answer = await this.#send(intention, key);
      if (answer.outcome === 'ok') {
        this.#standing = answer.standing;
        return;
      }
      if (answer.outcome === 'refused') {
        // Enough for one person on one day: the phone is handed on.
        if (answer.detail === 'TOO_MANY_REQUESTS') this.stop();
        while (this.#goesOn && !(await this.look())) await sleep(200);
        return;
      }
      await sleep(50 + Math.random() * 250);
      if (!this.#habits.forgetsKeys) continue;
      while (this.#goesOn && !(await this.look())) await sleep(100);
      // A person who sees that they are registered, or not any more, does not press again; who changed something cannot see whether it was taken.
      if ((deed === 'register') === this.#standing.isStanding && deed !== 'edit') return;
      key = randomUUID();
    }
  }

  async #send(intention: Intention, key: string): Promise<Answer> {
    const server = Math.floor(Math.random() * this.#servers.length);
    this.#history.sent(intention, key, server);
    const answer = await this.#ask(documentOf[intention.deed], { input: inputOf(intention, key, this.#standing) }, this.#servers[server]).then(
      (body) => this.#read(body),
      (error: unknown): Answer => ({ outcome: 'unknown', detail: nameOf(error) }),
    );
    const isLost = answer.outcome !== 'unknown' && Math.random() < this.#habits.lostAnswers;
    const heard: Answer = isLost ? { outcome: 'unknown', detail: 'the answer was lost' } : answer;
    this.#history.ended(heard.outcome, intention, key, heard.outcome === 'ok' ? '' : heard.detail, heard.outcome === 'ok' ? heard.told : null);
    return heard;
  }

  #read({ data, errors }: Body): Answer {
    const result = data && (Object.values(data)[0] as { readonly __typename?: string; readonly code?: string; readonly donor?: DonorAnswer; readonly decision?: DonorAnswer['decision'] } | null);
    if (result?.__typename?.endsWith('Success') && result.donor && result.decision) {
      const { donor, decision } = result;
      return { outcome: 'ok', told: { decisionId: decision.id, sequence: decision.sequence, registrationNumber: donor.registrationNumber }, standing: standingOf(donor) };
    }
    if (result?.__typename !== undefined) return { outcome: 'refused', detail: result.code ?? result.__typename };
    return { outcome: 'unknown', detail: errors?.[0]?.extensions?.code ?? 'no answer' };
  }

  async #ask(documentId: string, variables: object, origin = this.#servers[Math.floor(Math.random() * this.#servers.length)]): Promise<Body> {
    const response = await fetch(`${origin}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json, application/json', authorization: `Bearer ${this.#holder.token}` },
      body: JSON.stringify({ documentId, variables }),
      signal: AbortSignal.timeout(PATIENCE),
    });
    const text = await response.text();
    // Who is starting, or turned us away, may say so in plain words.
    if (!response.headers.get('content-type')?.includes('json')) throw new Error(`HTTP ${response.status}`);
    return JSON.parse(text) as Body;
  }
}

interface Body {
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly { readonly extensions?: { readonly code?: string } }[];
}

const documentOf: Readonly<Record<Deed, string>> = { register: RegisterDonorDocument.id, edit: EditDecisionDocument.id, withdraw: WithdrawDecisionDocument.id };

function inputOf({ deed, choices }: Intention, idempotencyKey: string, { version: expectedVersion }: Standing): object {
  const { version, hash } = consentInForce(deed === 'withdraw' ? 'WITHDRAW' : 'AGREE', 'zh-CN');
  const common = { idempotencyKey, expectedVersion, consent: { version, hash } };
  if (!choices) return common;
  const contact = { phone: null, residenceCode: '330106', familyKnows: 'NOT_STATED', emergencyContact: null, keepEmergencyContact: false };
  return { ...common, choices: allItems.map((item) => ({ item, choice: choices[item] })), contact: deed === 'register' ? contact : null };
}

/** Choices by which an intention can be told from 2,047 others: its number in binary digits over eleven items; the twelfth is agreed to. */
function choicesOf(number: number): Choices {
  return Object.fromEntries(allItems.map((item, place) => [item, place === allItems.length - 1 || (number >> place) % 2 === 0 ? 'AGREE' : 'REFUSE']));
}

function standingOf(donor: DonorAnswer | null): Standing {
  return { version: donor?.version ?? null, sequence: donor?.decision.sequence ?? 0, isStanding: donor !== null && donor.decision.state !== 'WITHDRAWN' };
}

function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  return cause instanceof Error && 'code' in cause ? String(cause.code) : error.name === 'Error' ? error.message : error.name;
}
