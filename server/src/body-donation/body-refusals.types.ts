import { Ctx, Field, ObjectType, registerEnumType } from 'type-graphql';
import type { Context } from '../graphql/context.ts';
import { Refusal, RefusalCode } from '../graphql/refusal.types.ts';
import type { BodyDonation } from './body-donation.entity.ts';
import { bodyDonationById } from './body-donation.queries.ts';
import { BodyDonationType } from './body-donation.types.ts';
import { bodyWordsFor, BodyStatement, type BodyWords } from './body-words.ts';

registerEnumType(BodyStatement, {
  name: 'BodyStatement',
  description: 'What a person declares about their body.',
  valuesConfig: {
    AGREE: { description: 'They wish to donate it.' },
    REFUSE: { description: 'They refuse to.' },
    WITHDRAW: { description: 'They take back what they said and leave no wish.' },
  },
});

/** Words of a declaration about the body. */
@ObjectType('BodyWords', { description: 'The words that a person declares about their body; send back version and hash to show which words were read.' })
export class BodyWordsType {
  @Field(() => BodyStatement, { description: 'What is declared.' })
  statement!: BodyStatement;

  @Field(() => String, { description: 'The version of the words.' })
  version!: string;

  @Field(() => String, { description: 'SHA-256, in hex, of the language and the paragraphs joined by line feeds.' })
  hash!: string;

  @Field(() => String, { description: 'The language of the words: zh-CN or en.' })
  language!: string;

  @Field(() => [String], { description: 'The paragraphs, in order.' })
  paragraphs!: readonly string[];
}

/** The words are not in force. */
@ObjectType({ implements: Refusal, description: 'The words that were declared about the body are not the words in force; the person must read these.' })
export class BodyWordsOutdated extends Refusal {
  readonly code = RefusalCode.BODY_WORDS_OUTDATED;
  readonly sentence = { 'zh-CN': '声明的内容有更新，请重新阅读。', en: 'The declaration has been updated. Please read it again.' };
  readonly statement: BodyStatement;

  constructor(statement: BodyStatement) {
    super();
    this.statement = statement;
  }

  @Field(() => BodyWordsType, { description: 'The words in force.' })
  words(@Ctx() { language }: Context): BodyWords {
    return bodyWordsFor(this.statement, language);
  }
}

/** The declaration changed since it was read. */
@ObjectType({ implements: Refusal, description: 'The person declared something else about their body meanwhile, perhaps on another phone; nothing was overwritten.' })
export class BodyDonationChangedMeanwhile extends Refusal {
  readonly code = RefusalCode.BODY_DONATION_CHANGED_MEANWHILE;
  readonly sentence = {
    'zh-CN': '您的遗体捐献意向刚刚在别处有了变化，本次没有改动任何内容。请看一看现在的内容，再决定。',
    en: 'What you registered about your body changed elsewhere in the meantime, so nothing was altered. Please look at it before you go on.',
  };
  readonly donationId: string | null;

  constructor(donation: BodyDonation | null) {
    super();
    this.donationId = donation?.id ?? null;
  }

  @Field(() => BodyDonationType, { nullable: true, description: 'What now stands; null when there is nothing.' })
  async current(@Ctx() { em }: Context): Promise<BodyDonation | null> {
    return this.donationId ? bodyDonationById(em, this.donationId) : null;
  }
}

/** There is nothing to withdraw. */
@ObjectType({ implements: Refusal, description: 'The person has registered no wish about their body that could be withdrawn.' })
export class NoBodyWish extends Refusal {
  readonly code = RefusalCode.NO_BODY_WISH;
  readonly sentence = { 'zh-CN': '您现在没有关于遗体的登记。', en: 'You have registered no wish about your body.' };
}

/** It is refused already. */
@ObjectType({ implements: Refusal, description: 'The person has refused already; it can be changed or withdrawn.' })
export class BodyAlreadyRefused extends Refusal {
  readonly code = RefusalCode.BODY_ALREADY_REFUSED;
  readonly sentence = { 'zh-CN': '您已经登记过不同意捐献遗体。', en: 'You have already registered that you refuse.' };
}
