import type { Vault } from '../vault/vault.ts';

/** Where a package is fetched: the number names it, the session of who asked opens it, so the address holds no secret. */
export function deliveryPath(issueId: string): string {
  return `/evidence/${issueId}`;
}

/** Seals a file for the minutes in which it waits. */
export function sealFile(vault: Vault, issueId: string, file: Buffer): Buffer {
  return vault.seal(file.toString('base64'), placeOf(issueId));
}

/** Opens what `sealFile` sealed. */
export function openFile(vault: Vault, issueId: string, sealed: Uint8Array): Buffer {
  return Buffer.from(vault.open(sealed, placeOf(issueId)), 'base64');
}

function placeOf(issueId: string): string {
  return `evidence_delivery.file:${issueId}`;
}
