import { Arg, Ctx, FieldResolver, ID, Mutation, Resolver, Root } from 'type-graphql';
import { isAssuredEnough } from '../donors/donor.policy.ts';
import { ViewerType } from '../donors/viewer.types.ts';
import type { Context } from '../graphql/context.ts';
import type { EvidenceIssue } from './evidence-issue.entity.ts';
import { issuesAbout } from './evidence.queries.ts';
import { EvidenceIssueType, IssueEvidencePackageInput, IssueEvidencePackageResult } from './evidence.types.ts';
import { issueEvidencePackage } from './issue-evidence-package.ts';

/** Issues packages and tells of those that were issued. */
@Resolver(() => EvidenceIssueType)
export class EvidenceIssueResolver {
  @Mutation(() => IssueEvidencePackageResult, {
    description: 'Makes the signed evidence package of a look-up for the ethics committee (条例 art. 18); for a coordinator who stands behind the look-up, or an auditor.',
  })
  issueEvidencePackage(@Ctx() context: Context, @Arg('input', () => IssueEvidencePackageInput, { description: 'For which look-up.' }) input: IssueEvidencePackageInput): Promise<object> {
    return issueEvidencePackage(context, input);
  }

  @FieldResolver(() => ID, { description: 'The look-up that it belongs to.' })
  lookUpId(@Root() issue: EvidenceIssue): string {
    return issue.lookUp.id;
  }

  @FieldResolver(() => String, { description: 'The body of the Red Cross whose staff issued it.' })
  issuedBy(@Root() issue: EvidenceIssue): string {
    return issue.issuedBy.unwrap().organisation?.unwrap().name ?? '';
  }

  @FieldResolver(() => String, { description: 'The hospital whose ethics committee it is for.' })
  hospital(@Root() issue: EvidenceIssue): string {
    return issue.lookUp.unwrap().hospital.unwrap().name;
  }

  @FieldResolver(() => String, { description: 'SHA-256 of the file, hex, by which a copy that turns up is recognised.' })
  fileDigest(@Root() issue: EvidenceIssue): string {
    return Buffer.from(issue.fileDigest).toString('hex');
  }
}

/** Shows people the packages about themselves. */
@Resolver(() => ViewerType)
export class EvidenceOwnerResolver {
  @FieldResolver(() => [EvidenceIssueType], { description: 'The evidence packages that were issued about them, newest first; none is told when the sign-in is too weak.' })
  async evidenceIssues(@Root() { of }: ViewerType, @Ctx() { em }: Context): Promise<EvidenceIssue[]> {
    return isAssuredEnough(of.identity) ? issuesAbout(em, of) : [];
  }
}
