import { createHash } from 'node:crypto';

/**
 * The namespace of the ids below (RFC 9562, 5.5): made once at random, never to be changed, or every id would change.
 */
const NAMESPACE = Buffer.from('5b0f3d3ce0a24f6f9a3c3f5d1c7c0a52', 'hex');

/** The form of a registry key. */
export const REGISTRY_KEY = /^[a-z0-9][a-z0-9-]{2,39}$/;

/**
 * The key of a division's own Red Cross society, of which there is one (红十字会法 art. 7: 县级以上地方按行政区域建立地方各级红十字会).
 *
 * A key is a tag given when a body is first listed. It is not made from the name, because names change, and it does not
 * follow when a division's code changes: `rcs-330102` stays that society's tag for good.
 */
export function societyKey(divisionCode: string): string {
  return `rcs-${divisionCode}`;
}

/** Whether a name is that of a Red Cross society itself, not of a centre or station that belongs to one. */
export function isSocietyName(name: string): boolean {
  return name.endsWith('红十字会');
}

/** The id of the body with that key (UUID version 5): the same in every database, so that links to an office outlive a re-import. */
export function organisationId(registryKey: string): string {
  const bytes = createHash('sha1').update(NAMESPACE).update(registryKey).digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x50, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
