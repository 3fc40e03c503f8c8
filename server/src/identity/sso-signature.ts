import { createHash } from 'node:crypto';

/** The time parameter of generation A: yyyyMMddHHmmss on a Chinese clock (UTC+8 all year). */
export function ssoTime(now: Date): string {
  return new Date(now.getTime() + 8 * 3_600_000).toISOString().replace(/\D/g, '').slice(0, 14);
}

/**
 * The `sign` parameter of generation A: md5(servicecode + servicepwd + time) in small hex (P19, channel notes 1.4).
 * MD5 is the protocol's choice; the transport is protected by TLS and, on the IRS gateway, by its own HMAC.
 */
export function ssoSignature(serviceCode: string, servicePassword: string, time: string): string {
  return createHash('md5').update(`${serviceCode}${servicePassword}${time}`, 'utf8').digest('hex');
}
