import { type InjectionKey, inject } from 'vue';
import { NetworkLost } from '../api/faults.ts';
import { environment } from '../environment.ts';
import { deskToken, touchDeskSession } from './desk-session.ts';

/** Fetches a file of the server in the desk's session and hands it to the browser to save; answers whether it was still there. */
export type Download = (path: string, name: string) => Promise<boolean>;

/**
 * A file comes by another door than GraphQL, once, and needs the session's token in its header: a link could not carry it, and an
 * address must not.
 * @throws NetworkLost when nothing came.
 */
const downloadByBrowser: Download = async (path, name) => {
  const secret = deskToken();
  const address = new URL(path, new URL(environment.graphqlUrl, window.location.href));
  const file = await globalThis
    .fetch(address, { headers: secret === null ? {} : { authorization: `Bearer ${secret}` } })
    .then((response) => (response.ok ? response.blob() : null))
    .catch(() => {
      throw new NetworkLost('');
    });
  if (file === null) return false;
  touchDeskSession();
  const url = URL.createObjectURL(file);
  const link = Object.assign(document.createElement('a'), { href: url, download: name });
  link.click();
  // The browser has taken hold of the file by the next turn.
  setTimeout(() => URL.revokeObjectURL(url));
  return true;
};

/** Provided by tests to fetch in the browser's place. */
export const downloadKey: InjectionKey<Download> = Symbol('download');

/** The way to a file. */
export const useDownload = (): Download => inject(downloadKey, () => downloadByBrowser, true);
