import { ObjectType } from 'type-graphql';
import { Refusal, RefusalCode } from '../graphql/refusal.types.ts';

/** There is no card to bind. */
@ObjectType({ implements: Refusal, description: 'The platform knows no health card of the caller, the code that was shown is another person’s, or the card is bound already by another record.' })
export class NoHealthCard extends Refusal {
  readonly code = RefusalCode.NO_HEALTH_CARD;
  readonly sentence = {
    'zh-CN': '没有查到您可以绑定的健康卡。请先在平台上申领，或者核对卡上的二维码是不是您本人的。',
    en: 'No health card of yours could be found. Please get one on the platform first, or check that the code is on your own card.',
  };
}

/** The platform does not answer, or not as it should. */
@ObjectType({ implements: Refusal, description: 'The platform of health cards does not answer, does not do what it was asked, or is not connected.' })
export class HealthCardUnavailable extends Refusal {
  readonly code = RefusalCode.HEALTH_CARD_UNAVAILABLE;
  readonly sentence = { 'zh-CN': '健康卡平台现在没有办成，请过一会儿再试。您的登记没有受影响。', en: 'The health card platform has not done it. Please try again later. Your registration is not affected.' };
}
