import { createUnionType, Ctx, Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { IdempotencyKeyReused } from '../donors/decision-refusals.types.ts';
import type { Context } from '../graphql/context.ts';
import { InvalidInput, Refusal, RefusalCode, TooManyRequests } from '../graphql/refusal.types.ts';
import { DateTimeScalar } from '../graphql/scalars.ts';
import type { EvidenceIssue } from './evidence-issue.entity.ts';
import { issueById } from './evidence.queries.ts';

/** A package that was issued, as those who may know of it are told. */
@ObjectType('EvidenceIssue', { description: 'That an evidence package for an ethics committee (条例 art. 18) left the register. Its owner is shown every one.' })
export class EvidenceIssueType {
  @Field(() => ID, { description: 'The number that stands on every page of the package.' })
  id!: string;

  @Field(() => DateTimeScalar, { description: 'When it was issued.' })
  issuedAt!: Date;

  @Field(() => String, { description: 'The key that signed it.' })
  keyId!: string;
}

/** Asks for a package. */
@InputType({ description: 'The look-up that was made for the ethics committee’s review.' })
export class IssueEvidencePackageInput {
  @Field(() => ID, { description: 'An answered look-up with the purpose ETHICS_REVIEW.' })
  lookUpId!: string;

  @Field(() => ID, { description: 'Made by the caller, 16 to 64 letters, digits or dashes: the same key gets the same package again, as long as it waits.' })
  idempotencyKey!: string;
}

/** The package was issued. */
@ObjectType({ description: 'The package was issued and waits to be fetched.' })
export class IssueEvidencePackageSuccess {
  readonly issueId: string;

  @Field(() => String, { nullable: true, description: 'Where this session fetches the file, once, with its own token in the authorization header; null when it was fetched or its minutes are over.' })
  readonly path: string | null;

  constructor(issueId: string, path: string | null) {
    this.issueId = issueId;
    this.path = path;
  }

  @Field(() => EvidenceIssueType, { description: 'The record of it as the register now holds it.' })
  evidenceIssue(@Ctx() { em }: Context): Promise<EvidenceIssue> {
    return issueById(em, this.issueId);
  }
}

/** The look-up opens nothing to the caller: one answer for every reason, so that nobody learns of look-ups by asking. */
@ObjectType({ implements: Refusal, description: 'This look-up opens no package to the caller. Every reason has this one answer, also that there is no such look-up.' })
export class EvidenceNotOpen extends Refusal {
  readonly code = RefusalCode.EVIDENCE_NOT_OPEN;
  readonly sentence = {
    'zh-CN': '这次查询不能出具证据材料。只有为伦理委员会审查所作、三十天内已经答复的查询可以；协调员还须是查询人或者确认人，病例须在本机构的区域内。两个登记系统的记录不一致、还没有弄清，或者本人要求限制提供的，也不能出具。',
    en: 'This look-up opens no evidence package. It must have been made for an ethics review and answered within the last thirty days, in your area; a coordinator must have asked or confirmed it. Nor is one issued while the national register holds something else that may be later, or when the person has restricted their record.',
  };
}

/** The person never decided anything here. */
@ObjectType({ implements: Refusal, description: 'The person never decided anything here; there is nothing to prove.' })
export class NoDecisionOnRecord extends Refusal {
  readonly code = RefusalCode.NO_DECISION_ON_RECORD;
  readonly sentence = { 'zh-CN': '此人没有在这里登记过任何决定，没有可以证明的内容。', en: 'This person never registered any decision here, so there is nothing to prove.' };
}

/** The seal is missing. */
@ObjectType({ implements: Refusal, description: 'The newest decision is not sealed yet, and a package always carries its proof.' })
export class NotSealedYet extends Refusal {
  readonly code = RefusalCode.NOT_SEALED_YET;
  readonly sentence = { 'zh-CN': '最新的决定正在封存，请一分钟后再试。', en: 'The newest decision is being sealed. Please try again within a minute.' };

  @Field(() => Int, { description: 'Seconds to wait before the next attempt.' })
  readonly retryAfterSeconds: number = 60;
}

export const IssueEvidencePackageResult = createUnionType({
  name: 'IssueEvidencePackageResult',
  description: 'The package, or the rule that refused it.',
  types: () => [IssueEvidencePackageSuccess, InvalidInput, EvidenceNotOpen, NoDecisionOnRecord, NotSealedYet, IdempotencyKeyReused, TooManyRequests] as const,
});
