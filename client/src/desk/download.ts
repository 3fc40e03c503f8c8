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
  const response = await askDoor(path, {});
  if (!response.ok) return false;
  touchDeskSession();
  saveFile(await response.blob(), name);
  return true;
};

/** Asks a door beside GraphQL in the desk's session. @throws NetworkLost when nothing came. */
async function askDoor(path: string, request: RequestInit): Promise<Response> {
  const secret = deskToken();
  const address = new URL(path, new URL(environment.graphqlUrl, window.location.href));
  return globalThis.fetch(address, { ...request, headers: secret === null ? {} : { authorization: `Bearer ${secret}` } }).catch(() => {
    throw new NetworkLost('');
  });
}

/** Hands a file to the browser to save. */
export function saveFile(file: Blob, name: string): void {
  const url = URL.createObjectURL(file);
  const link = Object.assign(document.createElement('a'), { href: url, download: name });
  link.click();
  // The browser has taken hold of the file by the next turn.
  setTimeout(() => URL.revokeObjectURL(url));
}

/** A refusal of a door beside GraphQL, in the shape of the contract's. */
export interface DoorRefusal {
  readonly message: string;
  readonly retryAfterSeconds?: number;
}

/** What the door for scans answers to a file. */
export interface KeptScan {
  readonly scanId: string;
  readonly pages: number;
}

/** The door for scans of paper forms: one goes in, one comes out for whoever checks it. */
export interface ScanDoor {
  keep(file: Blob): Promise<KeptScan | DoorRefusal>;
  show(formId: string): Promise<{ readonly scan: Blob } | DoorRefusal>;
}

const scanDoorOfBrowser: ScanDoor = {
  async keep(file) {
    const response = await askDoor('/paper-scans', { method: 'POST', body: file });
    touchDeskSession();
    return response.ok ? ((await response.json()) as KeptScan) : refusalIn(response);
  },
  async show(formId) {
    const response = await askDoor(`/paper-scans/form/${formId}`, {});
    touchDeskSession();
    return response.ok ? { scan: await response.blob() } : refusalIn(response);
  },
};

async function refusalIn(response: Response): Promise<DoorRefusal> {
  const answer = (await response.json().catch(() => ({}))) as Partial<DoorRefusal> & { readonly errors?: readonly { readonly message: string }[]; readonly problems?: readonly { readonly message: string }[] };
  const message = answer.problems?.[0]?.message ?? answer.message ?? answer.errors?.[0]?.message ?? '';
  return { message, ...(answer.retryAfterSeconds === undefined ? {} : { retryAfterSeconds: answer.retryAfterSeconds }) };
}

/** Provided by tests in the browser's place. */
export const scanDoorKey: InjectionKey<ScanDoor> = Symbol('scan door');

/** The way of scans. */
export const useScanDoor = (): ScanDoor => inject(scanDoorKey, () => scanDoorOfBrowser, true);

/** Provided by tests to fetch in the browser's place. */
export const downloadKey: InjectionKey<Download> = Symbol('download');

/** The way to a file. */
export const useDownload = (): Download => inject(downloadKey, () => downloadByBrowser, true);
