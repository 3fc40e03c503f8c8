/** What a partner may be allowed to read or send, by kind of data; only what can be used today is here. */
export const PartnerScope = {
  /** Bodies of the Red Cross and the divisions of the country. */
  DIRECTORY_READ: 'directory:read',
  /** The rules in force and the declarations. */
  POLICY_READ: 'policy:read',
  /** Events that something changed, without what; the deliveries of them to its own addresses, and sending one again. */
  EVENTS_READ: 'events:read',
  /** Registrations that people expressed to the partner: sending them for the person to confirm, and reading back what was sent. */
  REGISTRATIONS_SUBMIT: 'registrations:submit',
  /** Whether the holder of a health card decided, of those who agreed to that; for platforms of health cards. */
  DONOR_STATUS_READ: 'donor-status:read',
} as const;
export type PartnerScope = (typeof PartnerScope)[keyof typeof PartnerScope];

/** Every scope. */
export const partnerScopes: readonly PartnerScope[] = Object.values(PartnerScope);

/** The scopes that a text of names separated by spaces holds; words that are no scope are left out. */
export function scopesIn(text: string): readonly PartnerScope[] {
  const words = new Set(text.split(' '));
  return partnerScopes.filter((scope) => words.has(scope));
}
