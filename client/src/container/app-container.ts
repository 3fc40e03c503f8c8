import type { Router } from 'vue-router';
import type { Container } from '../../../schema/generated/graphql.ts';

/** The look a person has chosen: 标准版 or 长辈版. */
export type UiStyle = 'normal' | 'elder';

/** A point on the earth in degrees. Inside 浙里办 the datum is not stated; for sorting offices by distance it does not matter. */
export interface Place {
  readonly latitude: number;
  readonly longitude: number;
}

/** Where the phone is cannot be told: the person said no, or the device does not know. */
export class PlaceUnknown extends Error {
  readonly reason: 'REFUSED' | 'UNAVAILABLE';

  constructor(reason: 'REFUSED' | 'UNAVAILABLE') {
    super(`place unknown: ${reason}`);
    this.name = 'PlaceUnknown';
    this.reason = reason;
  }
}

/** What a person sends on: a few words and where they lead. */
export interface Shareable {
  readonly title: string;
  readonly content: string;
  readonly url: string;
}

/**
 * What came of sharing: sent on as far as the phone tells, copied so that the person can paste it, given up by the person, or
 * nothing; then the page shows the words to copy by hand.
 */
export type Shared = 'SHARED' | 'COPIED' | 'CANCELLED' | 'FAILED';

/** What came of keeping a picture: it is kept, or the page has to show it, to be kept by a long press. */
export type ImageSaved = 'SAVED' | 'SHOW';

/** Whatever holds our pages: the 浙里办 app and its mini programs, or a plain browser. No call ever waits for ever. */
export interface AppContainer {
  readonly kind: 'zheliban' | 'browser';
  /**
   * Whether a page can hand what it made to the phone to keep, or to a printer. The bridge of 浙里办 fetches files from an address
   * alone, and personal data are given none; its web views, and WeChat's, ignore other downloads. There a page shows and says so.
   */
  readonly keepsFiles: boolean;
  /** How the contract names this container. */
  readonly channel: Container;
  /** The look the container asks for, or null when it leaves that to us. */
  uiStyle(): Promise<UiStyle | null>;
  setTitle(title: string): void;
  /** Leaves the service; without a container to leave, nothing happens. */
  close(): void;
  /** Replaces this page by one outside the app; replacing leaves no step in the history to come back to (channel.md 1.4). */
  leaveFor(url: string): void;
  /** Throws `PlaceUnknown`. */
  location(): Promise<Place>;
  /** Lets the container dial; false when it cannot, and a `tel:` link has to do. */
  phoneCall(number: string): Promise<boolean>;
  /** Opens a page outside the app; only web addresses are followed. */
  openLink(url: string): Promise<void>;
  /** Offers the words to whomever the person chooses; where that cannot be, copies them. Say on the screen what happened. */
  share(item: Shareable): Promise<Shared>;
  /** Keeps a picture (a `data:` address) in the phone under this name; `SHOW` when the person has to do it by a long press. */
  saveImage(dataUrl: string, name?: string): Promise<ImageSaved>;
  /** Lays words into the clipboard; false when the phone does not let us. */
  copyText(text: string): Promise<boolean>;
  /** A ticket of generation B (channel.md 1.5), or null when this container gives none. */
  ssoTicket(): Promise<string | null>;
  /** Whether a person or a company (法人) has signed in to the container. */
  userType(): Promise<'PERSON' | 'LEGAL_PERSON'>;
  /** Tells the container's own statistics each page from now on, by its kind only; elsewhere nothing is counted. */
  countVisits(router: Router, isSignedIn: () => boolean): void;
  /** Tells the container's own statistics that a matter is done (办结), and not which. */
  completed(): void;
  /** Runs each time the page comes to the front again; returns the way to stop. */
  onVisible(run: () => void): () => void;
}
