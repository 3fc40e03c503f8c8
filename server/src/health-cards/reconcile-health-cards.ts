import { randomUUID } from 'node:crypto';
import { recordAudit } from '../audit/record-audit.ts';
import { oneTransaction } from '../database/one-transaction.ts';
import type { Em, Orm } from '../database/orm.ts';
import type { Vault } from '../vault/vault.ts';
import { HealthCardReconciliation, type HealthCardBinding } from './health-card.entity.ts';
import { HealthCardTrouble, type HealthCardPlatform, type MarkedCard } from './health-card-platform.ts';
import { bindingsAfter, bindingToTell, isBeingTold, noteSending, noteSettled, dependsOn } from './health-card.queries.ts';
import { contentOf, NO_MARK, wantedMark, type WantedMark } from './wanted-mark.ts';

/** What a reconciliation works with. */
export interface ReconciliationTools {
  readonly orm: Orm;
  readonly vault: Vault;
  readonly now: () => Date;
}

/** One card on which the platform and we do not agree. */
export interface Difference {
  readonly kind: 'MISSING' | 'EXTRA' | 'DIFFERING';
  /** Never shown as it is: `maskedCard`. */
  readonly cardId: string;
  /** Null: it ought to carry nothing of ours. */
  readonly wanted: WantedMark | null;
  readonly theirs: MarkedCard | null;
  /** Null: a card that we know no more, or never knew. */
  readonly bindingId: string | null;
  /** Whether what was last sent has not been confirmed yet: the outbox is at it. */
  readonly isUnderWay: boolean;
}

/** What was found. */
export interface Reconciled {
  readonly report: HealthCardReconciliation;
  readonly differences: readonly Difference[];
}

const FIRST = '00000000-0000-0000-0000-000000000000';
const BATCH = 500;

/**
 * Holds every mark that ought to stand on a card against what the platform keeps, and writes down the numbers. What the outbox is still at is
 * told apart: it mends itself.
 */
export async function reconcileHealthCards({ orm, vault, now }: ReconciliationTools, platform: HealthCardPlatform, signal: AbortSignal): Promise<Reconciled> {
  const theirs = new Map((await platform.marks(signal)).map((marked) => [marked.cardId, marked]));
  const ours = await ourMarks(orm.em.fork(), vault, platform);
  const differences = [...new Set([...theirs.keys(), ...ours.keys()])].toSorted().flatMap((cardId) => differenceOf(cardId, ours.get(cardId) ?? null, theirs.get(cardId) ?? null));
  const countOf = (kind: Difference['kind']) => differences.filter((each) => each.kind === kind).length;
  const report = await oneTransaction(orm, (em) => {
    const made = em.create(HealthCardReconciliation, {
      ...{ platform: platform.key, at: now(), ours: [...ours.values()].filter(({ wanted }) => wanted !== null).length, theirs: theirs.size },
      ...{ missing: countOf('MISSING'), extra: countOf('EXTRA'), differing: countOf('DIFFERING'), underWay: differences.filter(({ isUnderWay }) => isUnderWay).length },
    });
    recordAudit(em, { actorKind: 'SYSTEM', actorId: null, sessionId: null, operation: 'reconcileHealthCards', requestId: randomUUID(), at: now() });
    return Promise.resolve(made);
  });
  return { report, differences };
}

/** What mending came to. */
export interface Mended {
  readonly mended: number;
  /** Cards of which the platform would not hear; the others were mended all the same. */
  readonly refused: number;
}

/**
 * Brings the platform into agreement card by card, by a later instant than its own. What the outbox is at is left to it, and so is
 * whatever has changed since the differences were found: between finding and mending somebody may have withdrawn.
 */
export async function mendHealthCards({ orm, now }: ReconciliationTools, platform: HealthCardPlatform, differences: readonly Difference[], signal: AbortSignal): Promise<Mended> {
  let [mended, refused] = [0, 0];
  for (const { cardId, wanted, theirs, bindingId, isUnderWay } of differences) {
    if (isUnderWay) continue;
    const em = orm.em.fork();
    const asOf = new Date(Math.max(now().getTime(), (theirs?.asOf.getTime() ?? 0) + 1));
    const judged = bindingId === null ? '' : await dependsOn(em, bindingId);
    if (bindingId !== null) {
      const binding = await bindingToTell(em, bindingId);
      if (!binding || contentOf(await wantedMark(em, binding)) !== contentOf(wanted)) continue;
      await noteSending(em, bindingId, contentOf(wanted), asOf);
    }
    try {
      if (wanted) await platform.putOn({ cardId, ...wanted, asOf }, signal);
      else await platform.takeOff({ cardId, asOf }, signal);
    } catch (error) {
      if (!(error instanceof HealthCardTrouble)) throw error;
      refused += 1;
      continue;
    }
    // An unbound card is forgotten by the outbox, which judges it once more.
    if (bindingId !== null) await noteSettled(em, bindingId, { content: wanted ? contentOf(wanted) : NO_MARK, judged, forget: false }, now());
    mended += 1;
  }
  return { mended, refused };
}

/** A card's number for the eyes of an operator: enough to find it together with the platform. */
export function maskedCard(cardId: string): string {
  return `…${cardId.slice(-6)}`;
}

interface OurMark {
  readonly bindingId: string;
  readonly wanted: WantedMark | null;
  readonly isUnderWay: boolean;
}

/** What ought to stand on each card whose number we know. A card that was unbound and bound again counts as bound. */
async function ourMarks(em: Em, vault: Vault, platform: HealthCardPlatform): Promise<ReadonlyMap<string, OurMark>> {
  const marks = new Map<string, OurMark>();
  for (let last = FIRST; ; ) {
    const bindings = await bindingsAfter(em, platform.key, last, BATCH);
    const end = bindings.at(-1);
    if (!end) return marks;
    for (const binding of bindings) {
      const cardId = binding.card(vault)?.cardId;
      const wanted = await wantedMark(em, binding);
      if (cardId !== undefined && (wanted !== null || !marks.has(cardId))) marks.set(cardId, { bindingId: binding.id, wanted, isUnderWay: await isUnderWay(em, binding, wanted) });
    }
    last = end.id;
    em.clear();
  }
}

/** Whether the outbox will see to it by itself: it is sending, or has not judged yet what has changed. */
async function isUnderWay(em: Em, { id, sent, told, judged, donor, platform }: HealthCardBinding, wanted: WantedMark | null): Promise<boolean> {
  if (sent === told && (told ?? NO_MARK) === contentOf(wanted)) return false;
  return judged !== (await dependsOn(em, id)) || isBeingTold(em, { donorId: donor.id, platform });
}

function differenceOf(cardId: string, ours: OurMark | null, theirs: MarkedCard | null): Difference[] {
  const wanted = ours?.wanted ?? null;
  const about = { cardId, wanted, theirs, bindingId: ours?.bindingId ?? null, isUnderWay: ours?.isUnderWay ?? false };
  if (wanted && !theirs) return [{ kind: 'MISSING', ...about }];
  if (!wanted && theirs) return [{ kind: 'EXTRA', ...about }];
  return wanted && theirs && (wanted.mark !== theirs.mark || wanted.registeredOn !== theirs.registeredOn) ? [{ kind: 'DIFFERING', ...about }] : [];
}
