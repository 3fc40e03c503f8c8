/** What a person sends on: a few words and where they lead. */
export interface Shareable {
  readonly title: string;
  readonly content: string;
  readonly url: string;
}

/** What came of sharing: sent on as far as the phone tells, copied to be pasted, given up by the person, or nothing. */
export type Shared = 'SHARED' | 'COPIED' | 'CANCELLED' | 'FAILED';

/** Sharing by the phone's own sheet; where there is none, the words are copied. */
export interface Sharing {
  share(item: Shareable): Promise<Shared>;
}

/** Offers words to whomever the person chooses. */
export function useShare(): Sharing {
  return {
    async share({ title, content, url }) {
      if (typeof navigator.share === 'function') {
        try {
          await navigator.share({ title, text: content, url });
          return 'SHARED';
        } catch (fault) {
          if (fault instanceof DOMException && fault.name === 'AbortError') return 'CANCELLED';
        }
      }
      try {
        await navigator.clipboard.writeText(`${content}\n${url}`);
        return 'COPIED';
      } catch {
        return 'FAILED';
      }
    },
  };
}
