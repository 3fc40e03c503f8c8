/** What a browser does by itself when no container does it. Loaded on the first press: no first screen needs it. */
import { type Place, PlaceUnknown, type ImageSaved, type Shareable, type Shared } from './app-container.ts';

/** Opens a web page outside the app, in place of it where there are no windows; anything but a web address is no page. */
export function openOutside(url: string): void {
  if (!/^https?:\/\//i.test(url)) return;
  // Not by `noopener`: with it nobody is told whether a window has opened.
  const opened = window.open(url, '_blank');
  if (opened) opened.opener = null;
  else window.location.assign(url);
}

/** Lays words into the clipboard; older web views know only the second way. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text);
  }
}

function copyBySelection(text: string): boolean {
  const former = document.activeElement;
  const field = document.createElement('textarea');
  field.value = text;
  field.readOnly = true;
  field.style.cssText = 'position:fixed;inset-block-start:0;opacity:0';
  // Not in the way of a screen reader: it is gone again at once.
  field.setAttribute('aria-hidden', 'true');
  document.body.append(field);
  field.select();
  try {
    return document.execCommand('copy');
  } catch {
    return false;
  } finally {
    field.remove();
    if (former instanceof HTMLElement) former.focus();
  }
}

/** The words of something shared, as they are pasted. */
export const pasted = ({ title, content, url }: Shareable): string => [title, content, url].filter(Boolean).join('\n');

/** By the phone's own sheet, else through the clipboard. */
export async function share(item: Shareable, copy = copyText): Promise<Shared> {
  if (typeof navigator.share === 'function') {
    try {
      await navigator.share({ title: item.title, text: item.content, url: item.url });
      return 'SHARED';
    } catch (error) {
      if (error instanceof DOMException && error.name === 'AbortError') return 'CANCELLED';
    }
  }
  return (await copy(pasted(item))) ? 'COPIED' : 'FAILED';
}

/** As a download; a web view that has none lets the person press long on the picture. */
export function saveImage(dataUrl: string, name: string): ImageSaved {
  const picture = blobOf(dataUrl);
  const link = document.createElement('a');
  if (picture === null || !('download' in link)) return 'SHOW';
  link.href = URL.createObjectURL(picture);
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  // The browser reads it a moment after the click.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  return 'SAVED';
}

/** The policy of the page lets no script read a `data:` address over the network, so it is read here. */
function blobOf(dataUrl: string): Blob | null {
  const [, type = '', base64, body = ''] = /^data:(image\/[\w.+-]+)(?:;charset=[\w-]+|;utf8)?(;base64)?,(.*)$/s.exec(dataUrl) ?? [];
  if (type === '') return null;
  try {
    if (base64 === undefined) return new Blob([decodeURIComponent(body)], { type });
    return new Blob([Uint8Array.from(atob(body), (character) => character.charCodeAt(0))], { type });
  } catch {
    return null;
  }
}

const placeWithin = 15_000;

/**
 * Where the device is, by its own geolocation.
 *
 * @throws PlaceUnknown when the person says no or the device does not know.
 */
export function whereabouts(): Promise<Place> {
  return new Promise((resolve, reject) => {
    // Absent on pages without https.
    const geolocation: Geolocation | undefined = navigator.geolocation;
    if (!geolocation) return reject(new PlaceUnknown('UNAVAILABLE'));
    geolocation.getCurrentPosition(
      ({ coords }) => resolve({ latitude: coords.latitude, longitude: coords.longitude }),
      ({ code }) => reject(new PlaceUnknown(code === 1 ? 'REFUSED' : 'UNAVAILABLE')),
      { timeout: placeWithin, maximumAge: 600_000 },
    );
  });
}
