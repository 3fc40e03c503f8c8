/** What the provider says about how somebody proved who they are. */
export interface Proof {
  /** The authentication context class, if the provider names one. */
  readonly acr: string | null;
  /** Authentication methods (RFC 8176); empty when the provider names none. */
  readonly amr: readonly string[];
}

type Kind = 'KNOWLEDGE' | 'POSSESSION' | 'INHERENCE';

/** The methods of RFC 8176 by what they prove; what is not here (`rba`, `geo`, `mfa`…) proves no factor of its own. */
const kinds: Readonly<Record<string, Kind>> = {
  pwd: 'KNOWLEDGE',
  pin: 'KNOWLEDGE',
  kba: 'KNOWLEDGE',
  otp: 'POSSESSION',
  hwk: 'POSSESSION',
  swk: 'POSSESSION',
  sc: 'POSSESSION',
  pop: 'POSSESSION',
  sms: 'POSSESSION',
  tel: 'POSSESSION',
  face: 'INHERENCE',
  fpt: 'INHERENCE',
  iris: 'INHERENCE',
  retina: 'INHERENCE',
  vbm: 'INHERENCE',
};

/** Methods that rest on cryptography; a text message or a call does not. */
const cryptographic: ReadonlySet<string> = new Set(['otp', 'hwk', 'swk', 'sc', 'pop']);

/**
 * Whether a sign-in was made with two factors of different kinds, at least one of them cryptographic (GB/T 22239-2019 8.1.4.1 d).
 * Where classes are configured, the provider must assert one of them; methods that it names beside must not say less.
 */
export function isStrongEnough({ acr, amr }: Proof, acceptedClasses: readonly string[]): boolean {
  const isClassAccepted = acceptedClasses.length > 0 && acr !== null && acceptedClasses.includes(acr);
  if (acceptedClasses.length > 0 && !isClassAccepted) return false;
  if (isClassAccepted && amr.length === 0) return true;
  const shown = new Set(amr.flatMap((method) => kinds[method] ?? []));
  return shown.size >= 2 && amr.some((method) => cryptographic.has(method));
}
