import type { DataKey } from '../vault/data-key.ts';

/** What a scan is sealed for: under its own data key, for this column and no other; a copy in another row does not open. */
const PLACE = 'paper_scan_file|sealed_bytes';

/** Seals the bytes of a scan under the data key that was made for it alone. */
export function sealScan(key: DataKey, bytes: Uint8Array): Buffer {
  return key.seal(bytes, PLACE);
}

/** Opens what `sealScan` sealed. @throws SealBroken */
export function openScan(key: DataKey, sealedBytes: Uint8Array): Buffer {
  return key.openBytes(sealedBytes, PLACE);
}
