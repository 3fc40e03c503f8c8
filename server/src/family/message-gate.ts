import { randomUUID } from 'node:crypto';
import type { Context } from '../graphql/context.ts';
import { TooManyRequests } from '../graphql/refusal.types.ts';
import { Refused } from '../graphql/refusals.ts';
import { recordFailure } from '../graphql/units-of-work.ts';
import type { LimitedAction } from '../graphql/limits.ts';
import { isRestricted } from '../rights/rights.queries.ts';
import { FamilyMessageState, FamilyMessageStep, FamilyMessageStepKind, wrongCodesAmong, type FamilyMessage } from './family-message.entity.ts';
import { messageOfLink, stepsOf } from './family-message.queries.ts';
import { isCode, linkDigests, typedCode, type LinkAndCode } from './link-and-code.ts';

/** So often a message can be opened, tried and answered in all its days. */
const MOST_STEPS = 200;

/** A message whose link and code were both right, with what happened to it so far. */
export interface OpenMessage {
  readonly message: FamilyMessage;
  readonly steps: readonly FamilyMessageStep[];
}

/** What is compared with a code when there is no message: nobody's digest. */
const NOBODYS = Buffer.alloc(32);

/**
 * Lets through whoever has link and code. A wrong code goes on record, is shown to whoever made the message, and after a few
 * the link opens nothing any more. Every reason for saying no takes the same steps and gives null; the answer is held besides
 * (`graphql/held-answers.ts`), so that neither words nor time tell a link that is from one that never was.
 * @throws Refused TooManyRequests: counted for the link, whether there is one or not, and for the caller's address.
 */
export async function passGate(context: Context, { secret, code }: LinkAndCode): Promise<OpenMessage | null> {
  const { em, vault, now } = context;
  await take(context, 'familyMessageCaller', context.clientAddress);
  const digests = linkDigests(vault, secret);
  await take(context, 'familyMessageLink', digests.map((digest) => digest.toString('hex')).join());

  const message = await messageOfLink(em, digests);
  const id = message?.id ?? randomUUID();
  const steps = await stepsOf(em, id);
  const donor = message?.donor.unwrap() ?? null;
  const restricted = await isRestricted(em, donor?.id ?? id);
  const isRight = isCode(vault, id, typedCode(code), message?.codeDigest ?? NOBODYS);
  // A link that is opened again and again is somebody's machine: its rows are kept for good, and its maker's copy has to hold them.
  const isOpen = message !== null && steps.length < MOST_STEPS && donor !== null && !donor.erasedAt && !restricted && message.stateAt(now(), wrongCodesAmong(steps)) === FamilyMessageState.OPEN;
  if (!isOpen) {
    // Told in the audit, as a wrong code is: who tries links is seen, and the database has as much to write either way.
    await recordFailure(context, { operation: 'openFamilyMessage', outcome: 'FAMILY_MESSAGE_NOT_OPEN', accountId: null });
    return null;
  }
  if (isRight) return { message, steps };
  em.create(FamilyMessageStep, { familyMessage: message, kind: FamilyMessageStepKind.WRONG_CODE, at: now() });
  return null;
}

async function take({ limits }: Context, action: LimitedAction, caller: string): Promise<void> {
  const wait = await limits.take(action, caller);
  if (wait !== null) throw new Refused(new TooManyRequests(wait));
}
