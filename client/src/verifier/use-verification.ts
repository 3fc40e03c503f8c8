import { type ComputedRef, type Ref, computed, onBeforeUnmount, ref, shallowRef } from 'vue';
import { type CheckedCard, type Verdict, checkCard } from './check-card.ts';
import { type KeptLists, askRegister, keptLists } from './kept-lists.ts';

/** A list older than this may lack a card that was revoked yesterday; the page then no longer says valid without more. */
const FRESH = 24 * 3_600_000;

/** How far two readings of a device's clock may lie apart without it having been set. */
const SKEW = 10 * 60_000;

/** How far the lists are to be trusted. */
export type Freshness = 'now' | 'kept' | 'old' | 'never';

/** What the page says above all: a verdict, or why there is none. */
export type Said = Verdict | 'VALID_OLD' | 'UNSUPPORTED' | 'NONE';

/** The check of the card in the address of this page. */
export interface Verification {
  readonly busy: Ref<boolean>;
  readonly said: ComputedRef<Said | null>;
  readonly card: Ref<CheckedCard | null>;
  readonly freshness: ComputedRef<Freshness | null>;
  /** When the register last answered this device. */
  readonly askedAt: ComputedRef<string | null>;
  check(): Promise<void>;
}

/** How far lists are to be trusted that the register did not confirm just now. */
export function freshnessOf({ askedAt }: Pick<KeptLists, 'askedAt'>, now: Date): Exclude<Freshness, 'now'> {
  if (askedAt === null) return 'never';
  const age = now.getTime() - new Date(askedAt).getTime();
  // Asked in the future: this device's clock was set back since, and how old the lists are is not known.
  return age >= -SKEW && age <= FRESH ? 'kept' : 'old';
}

/**
 * Checks the card behind the `#` of the address, and again when another one is scanned into the same page. The card stays where it is:
 * it is sent nowhere, kept nowhere and logged nowhere.
 */
export function useVerification(): Verification {
  const busy = ref(true);
  const card = shallowRef<CheckedCard | null>(null);
  const lists = shallowRef<KeptLists | null>(null);
  const isCurrent = ref(false);
  const isSupported = typeof crypto !== 'undefined' && 'subtle' in crypto && crypto.subtle !== undefined;
  let turn = 0;

  async function check(): Promise<void> {
    const mine = ++turn;
    busy.value = true;
    card.value = null;
    const kept = await keptLists();
    // First the register, as long as it answers soon: nobody should read “valid” and then “revoked”.
    const asked = await askRegister(kept, new Date()).catch(() => null);
    const known = asked?.known ?? kept;
    const revoked = new Map(Object.entries(known.lists).map(([kid, { rids }]) => [kid, rids] as const));
    const token = tokenInAddress();
    const checked = token === '' || !isSupported ? null : await checkCard(token, { issuer: location.origin, keys: known.keys, keysAreCurrent: asked !== null, revoked, now: new Date() }).catch(() => null);
    if (mine !== turn) return;
    [lists.value, isCurrent.value, card.value, busy.value] = [known, asked?.isComplete === true, checked, false];
  }

  const freshness = computed<Freshness | null>(() => {
    if (!lists.value) return null;
    if (isCurrent.value) return 'now';
    return freshnessOf(lists.value, new Date());
  });

  const said = computed<Said | null>(() => {
    if (busy.value) return null;
    if (tokenInAddress() === '') return 'NONE';
    if (!card.value) return 'UNSUPPORTED';
    return card.value.verdict === 'VALID' && freshness.value === 'old' ? 'VALID_OLD' : card.value.verdict;
  });

  const again = () => void check();
  window.addEventListener('hashchange', again);
  onBeforeUnmount(() => window.removeEventListener('hashchange', again));
  return { busy, said, card, freshness, askedAt: computed(() => lists.value?.askedAt ?? null), check };
}

const tokenInAddress = (): string => location.hash.slice(1);
