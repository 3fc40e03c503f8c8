import type { PublicKey } from './card-signature.ts';

/** A list of revoked cards, as the register publishes it. */
interface RevocationList {
  readonly kid: string;
  readonly ctr: number;
  readonly rids: readonly string[];
}

/** What this device holds of the register, and since when. */
export interface KeptLists {
  readonly keys: readonly PublicKey[];
  readonly lists: Readonly<Record<string, RevocationList>>;
  /** When the register last answered; null: never. */
  readonly askedAt: string | null;
}

const nothing: KeptLists = { keys: [], lists: {}, askedAt: null };

/** The name of the store, and the address of the one thing in it: public lists, never a card. */
const [store, place] = ['sanxian-verifier-lists', '/v/kept-lists.json'];

/** How long the register may take before the device answers by what it has. */
const PATIENCE = 6_000;

/** What this device holds; nothing where storage is forbidden. */
export async function keptLists(): Promise<KeptLists> {
  try {
    const kept = await (await caches.open(store)).match(place);
    return kept ? ((await kept.json()) as KeptLists) : nothing;
  } catch {
    return nothing;
  }
}

/** What came of asking. */
export interface Asked {
  readonly known: KeptLists;
  /** Whether every list came; else some are those of before, and of a key that is new here there is none. */
  readonly isComplete: boolean;
}

/**
 * Asks the register for its keys and for every list that has grown since, and keeps them. All lists, not that of one card: so the
 * next card can be checked without a network, and the register does not learn which one was. A list that does not come, or is older than
 * what the register says itself, does not cost what did come.
 * @throws when the keys cannot be had.
 */
export async function askRegister(kept: KeptLists, now: Date): Promise<Asked> {
  const giveUp = new AbortController();
  const timer = setTimeout(() => giveUp.abort(), PATIENCE);
  try {
    const { keys } = await read<{ readonly keys: readonly PublicKey[] }>('/.well-known/jwks.json', giveUp.signal);
    const asked = await Promise.allSettled(keys.map((key) => newestList(key, kept.lists[key.kid], giveUp.signal)));
    const isComplete = asked.every(({ status }) => status === 'fulfilled');
    const lists = asked.flatMap((each, place) => (each.status === 'fulfilled' ? each.value : (kept.lists[keys[place]?.kid ?? ''] ?? [])));
    const fresh: KeptLists = { keys, lists: Object.fromEntries(lists.map((list) => [list.kid, list])), askedAt: isComplete ? now.toISOString() : kept.askedAt };
    await keep(fresh);
    return { known: fresh, isComplete };
  } finally {
    clearTimeout(timer);
  }
}

async function newestList({ kid, crlVersion = 1 }: PublicKey, kept: RevocationList | undefined, signal: AbortSignal): Promise<RevocationList> {
  // A counter never falls: whatever says less than what is known already is an old copy. It stands in the address, so that a cache on the way has no older one.
  if (kept && kept.ctr >= crlVersion) return kept;
  const list = await read<RevocationList>(`/.well-known/crl/${kid}.json?ctr=${crlVersion}`, signal);
  if (list.kid !== kid || !(list.ctr >= crlVersion)) throw new Error('an old copy of a list');
  return list;
}

async function read<Answer>(path: string, signal: AbortSignal): Promise<Answer> {
  // `no-cache` asks whether what is cached still holds; nothing about the card is in the question.
  const response = await fetch(path, { cache: 'no-cache', credentials: 'omit', referrerPolicy: 'no-referrer', signal });
  if (!response.ok) throw new Error(`answered ${response.status}`);
  return (await response.json()) as Answer;
}

async function keep(fresh: KeptLists): Promise<void> {
  try {
    await (await caches.open(store)).put(place, new Response(JSON.stringify(fresh), { headers: { 'content-type': 'application/json' } }));
  } catch {
    // A private window keeps nothing; the check of now does not need it.
  }
}
