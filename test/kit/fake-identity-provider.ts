import { randomUUID } from 'node:crypto';
import { IdentityProviderUnavailable, SignInMethod, type IdentityProvider, type VerifiedIdentity } from '../../server/src/identity/identity-provider.ts';

/** An identity provider whose tickets tests hand out themselves; a ticket can also stand for a fault to throw. */
export class FakeIdentityProvider implements IdentityProvider {
  readonly method = SignInMethod.ZHELIBAN_TICKET_ID;
  /** Whether it answers nobody, whatever the ticket. */
  isDown = false;
  readonly #tickets = new Map<string, VerifiedIdentity | Error>();

  /** A new ticket for a person, or for a fault. */
  ticketFor(outcome: VerifiedIdentity | Error): string {
    const ticket = `debug_tk_${randomUUID().replaceAll('-', '')}`;
    this.#tickets.set(ticket, outcome);
    return ticket;
  }

  signInUrl(): null {
    return null;
  }

  stepUpUrl(): string {
    return '/step-up';
  }

  exchange(ticket: string): Promise<VerifiedIdentity> {
    if (this.isDown) return Promise.reject(new IdentityProviderUnavailable('OUTAGE', 'TIMEOUT'));
    const outcome = this.#tickets.get(ticket) ?? new Error('The test handed out no such ticket');
    return outcome instanceof Error ? Promise.reject(outcome) : Promise.resolve(outcome);
  }
}
