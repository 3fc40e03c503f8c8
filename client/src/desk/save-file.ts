import { browserSurroundings } from '../api/execute.ts';
import { NetworkLost } from '../api/faults.ts';
import { deskToken } from './desk-session.ts';

/**
 * Fetches a file that waits for this session, once, and lets the browser save it.
 * @throws NetworkLost when it did not come whole; it may still wait then.
 */
export async function saveFile(path: string, name: string): Promise<void> {
  const file = await browserSurroundings
    .fetch(path, { headers: { authorization: `Bearer ${deskToken() ?? ''}` } })
    .then((response) => (response.ok ? response.blob() : null))
    .catch(() => null);
  if (file === null) throw new NetworkLost('');
  const url = URL.createObjectURL(file);
  const link = Object.assign(document.createElement('a'), { href: url, download: name });
  link.click();
  // The browser has taken it over by then.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
