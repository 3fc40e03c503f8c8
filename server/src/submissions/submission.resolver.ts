import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { Decision } from '../donors/decision.entity.ts';
import { isAssuredEnough, citizenOf } from '../donors/donor.policy.ts';
import { DecisionType } from '../donors/donor.types.ts';
import { ViewerType } from '../donors/viewer.types.ts';
import type { Context } from '../graphql/context.ts';
import { DateTimeScalar } from '../graphql/scalars.ts';
import { onceForPartner } from '../partners/once-for-partner.ts';
import { partnerIn } from '../partners/partner.policy.ts';
import { declineSubmission } from './decline-submission.ts';
import type { Submission } from './submission.entity.ts';
import { submissionBy } from './submission.queries.ts';
import { submissionReport, type SubmissionTally } from './submission-report.ts';
import { ConfirmedSubmission, DeclineSubmissionInput, DeclineSubmissionResult, DeclineSubmissionSuccess, PendingSubmission, SubmissionTallyType, SubmissionType, SubmitRegistrationInput, SubmitRegistrationResult, SubmitRegistrationSuccess } from './submission.types.ts';
import { confirmedView, pendingFor, sampleSizeOf, submissionView } from './submission-view.ts';
import { submitRegistration } from './submit-registration.ts';

/** What partners send, what the person it is about sees of it, and how often it was right. */
@Resolver()
export class SubmissionResolver {
  @Mutation(() => SubmitRegistrationResult, { description: 'Sends a registration that somebody expressed to you. The answer is the same whether or not they are on the register, and nothing takes effect before they confirm it themselves.' })
  async submitRegistration(@Ctx() context: Context, @Arg('input', () => SubmitRegistrationInput, { description: 'What they said.' }) input: SubmitRegistrationInput): Promise<SubmitRegistrationSuccess> {
    const kept = { idOf: ({ id }: Submission) => id, again: (id: string) => submissionBy(context.em, partnerIn(context.actor), id).then(existing) };
    const { id } = await onceForPartner(context, 'submitRegistration', input, (partner) => submitRegistration(context, partner, input), kept);
    return new SubmitRegistrationSuccess(id);
  }

  @Query(() => SubmissionType, { nullable: true, description: 'One registration that you sent; null for one of somebody else.' })
  async submission(@Ctx() context: Context, @Arg('id', () => ID, { description: 'Which one.' }) id: string): Promise<SubmissionType | null> {
    const submission = await submissionBy(context.em, partnerIn(context.actor), id);
    return submission && submissionView(context, submission.id);
  }

  @Mutation(() => DeclineSubmissionResult, { description: 'Says that what was sent is not the caller’s.' })
  async declineSubmission(@Ctx() context: Context, @Arg('input', () => DeclineSubmissionInput, { description: 'Which one.' }) input: DeclineSubmissionInput): Promise<DeclineSubmissionSuccess> {
    await declineSubmission(context, input.submissionId);
    const others = (await pendingFor(context, citizenOf(context.actor))).filter(({ id }) => id !== input.submissionId);
    return Object.assign(new DeclineSubmissionSuccess(), { pendingSubmissions: others });
  }

  @Query(() => [SubmissionTallyType], { description: 'What became of what partners sent between two moments, for each partner and channel. Numbers only.' })
  submissionReport(
    @Ctx() { em }: Context,
    @Arg('from', () => DateTimeScalar, { description: 'From this moment.' }) from: Date,
    @Arg('to', () => DateTimeScalar, { description: 'Before this moment.' }) to: Date,
    @Arg('sampleSize', () => Int, { defaultValue: 10, description: 'How many of each channel are drawn for comparison, 0 to 40.' }) sampleSize: number,
  ): Promise<SubmissionTally[]> {
    return submissionReport(em, { from, to, sampleSize: sampleSizeOf(sampleSize) });
  }
}

/** What was sent for the caller. */
@Resolver(() => ViewerType)
export class ViewerSubmissionResolver {
  @FieldResolver(() => [PendingSubmission], { description: 'What partners sent for the caller and they have not answered, the newest ten; empty when the sign-in is too weak to be told.' })
  pendingSubmissions(@Root() { of }: ViewerType, @Ctx() context: Context): Promise<PendingSubmission[]> {
    return isAssuredEnough(of.identity) ? pendingFor(context, of) : Promise.resolve([]);
  }
}

/** What was sent before a decision. */
@Resolver(() => DecisionType)
export class DecisionSubmissionResolver {
  @FieldResolver(() => ConfirmedSubmission, { nullable: true, description: 'What a partner had sent and the person confirmed by this decision; null when nobody had sent anything.' })
  submission(@Root() decision: Decision, @Ctx() { loaders }: Context): null | Promise<ConfirmedSubmission | null> {
    // Nearly nobody confirms anything: their page asks nothing for it.
    return decision.confirmedSubmissionHash ? loaders.confirmedSubmission.load(decision.id).then((confirmed) => confirmed && confirmedView(confirmed)) : null;
  }
}

function existing(submission: Submission | null): Submission {
  if (!submission) throw new Error('An answered request has lost its submission');
  return submission;
}
