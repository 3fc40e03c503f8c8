import type { DecisionState } from '../donors/decision.entity.ts';
import { listChoices } from '../donors/donation-kinds.ts';
import { decisionOf, latestDecision } from '../donors/donor.queries.ts';
import { personalValuesOf } from '../donors/personal-values.ts';
import { standingOf } from '../donors/standing.queries.ts';
import type { Context } from '../graphql/context.ts';
import { maskName } from '../identity/masking.ts';
import { answerAmong, FamilyMessageContent, type FamilyAnswer } from './family-message.entity.ts';
import type { OpenMessage } from './message-gate.ts';

/** What a reader is shown: never a number, an address or a telephone, and the name with its first character hidden. */
export interface MessageView {
  readonly maskedName: string | null;
  readonly label: string | null;
  readonly content: FamilyMessageContent;
  readonly isStanding: boolean;
  readonly contested: boolean;
  readonly state: DecisionState | null;
  readonly choices: ReturnType<typeof listChoices>;
  readonly recordedAt: Date | null;
  readonly wish: string | null;
  readonly hasChanged: boolean;
  readonly madeAt: Date;
  readonly expiresAt: Date;
  readonly answer: FamilyAnswer | null;
}

/**
 * What stands now, not what stood when the message was made: a family must not be told of a wish that was taken back. While
 * something is contested or a withdrawal waits, nothing is told but that, as to a hospital (`standingOf`).
 */
export async function viewOf(context: Context, { message, steps }: OpenMessage): Promise<MessageView> {
  const { em, vault } = context;
  const donor = message.donor.unwrap();
  const latest = await latestDecision(em, donor);
  const told = await decisionOf(em, donor, message.decision.id);
  const { state, decision, queuedWithdrawal, ...doubts } = await standingOf(em, donor, latest);
  const contested = doubts.contested !== null || doubts.nationalHold;
  const isWhole = message.content === FamilyMessageContent.WHOLE_DECISION && !contested;
  const values = await personalValuesOf(context, donor);
  const name = values.fullName();
  return {
    maskedName: name === null ? null : maskName(name),
    label: message.label(vault),
    content: message.content,
    isStanding: !contested && state !== 'WITHDRAWN',
    contested,
    state: isWhole ? state : null,
    choices: isWhole && decision?.state === 'AGREED' ? listChoices(decision.choices) : [],
    recordedAt: isWhole ? (decision?.recordedAt ?? queuedWithdrawal?.queuedAt ?? latest.recordedAt) : null,
    wish: isWhole && state !== 'WITHDRAWN' ? values.wish() : null,
    // Reaffirming is a decision of its own and changes nothing of what was told.
    hasChanged: !contested && (state !== told.state || JSON.stringify(listChoices(latest.choices)) !== JSON.stringify(listChoices(told.choices))),
    madeAt: message.madeAt,
    expiresAt: message.expiresAt,
    answer: answerAmong(steps)?.answer ?? null,
  };
}
