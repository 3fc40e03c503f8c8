import { createHmac, randomUUID } from 'node:crypto';
import * as v from 'valibot';
import { DonorMark, HealthCardTrouble, type CardHolder, type CardWish, type HealthCardPlatform, type MarkedCard, type UnmarkedCard } from './health-card-platform.ts';
import type { OpenSettings } from './health-card-settings.ts';
import { postToPlatform } from './platform-http.ts';

/**
 * OUR ASSUMPTION, and all of it: the names of the functions that keep the mark, the letters of HL7 v2 table 0316 for it, the codes for
 * "no such card" and "token over", and how a request is signed are not public, or told by one source only. Whoever learns how it
 * really is changes this block and the simulator, and nothing else.
 */
const ASSUMED = {
  putOn: 'setDonorMark',
  takeOff: 'removeDonorMark',
  list: 'listDonorMarks',
  noSuchCard: 40004,
  tokenOver: 40001,
  flagOf: { AGREED: 'Y', REFUSED: 'N' } satisfies Record<DonorMark, string>,
  markOf: new Map<string, DonorMark>([['Y', DonorMark.AGREED], ['N', DonorMark.REFUSED]]),
  /** Base64 of an HMAC-SHA-256 by the app's secret over who, when, which request, and the text of what is asked. */
  signOf: (secret: string, { requestId, timestamp, req }: { readonly requestId: string; readonly timestamp: string; readonly req: object }) => createHmac('sha256', secret).update(`${requestId}\n${timestamp}\n${JSON.stringify(req)}`).digest('base64'),
} as const;

const Answer = v.object({ commonOut: v.object({ requestId: v.string(), resultCode: v.pipe(v.union([v.number(), v.string()]), v.transform(Number)) }), rsp: v.optional(v.unknown()) });
const Token = v.object({ appToken: v.pipe(v.string(), v.minLength(1)), expiresIn: v.number() });
const Registered = v.object({ healthCardId: v.pipe(v.string(), v.minLength(1), v.maxLength(64)) });
const Card = v.object({ card: v.object({ healthCardId: v.pipe(v.string(), v.minLength(1), v.maxLength(64)), idNumber: v.string() }) });
const Listed = v.object({ next: v.nullable(v.string()), marks: v.array(v.object({ healthCardId: v.string(), donor: v.picklist(['Y', 'N']), registeredOn: v.string(), asOf: v.pipe(v.string(), v.isoTimestamp()) })) });

/** 居民身份证, by the code of the platform. */
const ID_CARD = '01';
const GENDER = { MALE: '男', FEMALE: '女' } as const;
/** A token is renewed so long before its end, in milliseconds. */
const MARGIN = 300_000;
/** So often a call is made before a token that is over ends it: each of our servers takes its own, and ends that of the others with it. */
const TAKES = 3;

/** The open platform of 电子健康卡: `{commonIn, req}` to a function by name, answered by `{commonOut, rsp}`; a token of two hours opens it. */
export class OpenPlatform implements HealthCardPlatform {
  readonly key = 'OPEN';
  readonly takesCode = true;
  readonly #settings: OpenSettings;
  readonly #now: () => Date;
  /** One for all calls of this server: a new one ends the one before. */
  #token: { readonly text: string; readonly endsAt: number } | null = null;
  /** A new one on its way, for which all wait who need it. */
  #asking: Promise<string> | null = null;

  constructor(settings: OpenSettings, now: () => Date) {
    [this.#settings, this.#now] = [settings, now];
  }

  async find(holder: CardHolder, { code, applyIfNone }: CardWish, signal: AbortSignal): Promise<string | null> {
    if (code !== null) return this.#ownCard(holder, code, signal);
    if (!applyIfNone) return null;
    const { fullName, documentNumber, birthday, sex, phone } = holder;
    // As we read it: whoever has a card is given the one they have.
    const asked = { name: fullName, gender: sex ? GENDER[sex] : '未知', idType: ID_CARD, idNumber: documentNumber, birthday: birthday ?? '', phone1: phone ?? '' };
    return (await this.#call('registerHealthCard', asked, Registered, signal)).healthCardId;
  }

  async putOn({ cardId, mark, registeredOn, asOf }: MarkedCard, signal: AbortSignal): Promise<void> {
    await this.#call(ASSUMED.putOn, { healthCardId: cardId, donor: ASSUMED.flagOf[mark], registeredOn, asOf: asOf.toISOString() }, v.unknown(), signal);
  }

  async takeOff({ cardId, asOf }: UnmarkedCard, signal: AbortSignal): Promise<void> {
    await this.#call(ASSUMED.takeOff, { healthCardId: cardId, asOf: asOf.toISOString() }, v.unknown(), signal);
  }

  async marks(signal: AbortSignal): Promise<readonly MarkedCard[]> {
    const marks: MarkedCard[] = [];
    for (let after: string | null = null; ; ) {
      const page: v.InferOutput<typeof Listed> = await this.#call(ASSUMED.list, { after }, Listed, signal);
      for (const { healthCardId, donor, registeredOn, asOf } of page.marks) marks.push({ cardId: healthCardId, mark: ASSUMED.markOf.get(donor) ?? DonorMark.REFUSED, registeredOn, asOf: new Date(asOf) });
      if (page.next === null || page.marks.length === 0) return marks;
      after = page.next;
    }
  }

  /** The card behind a code, when it is the person's own: a QR code that is still good, else a health code. */
  async #ownCard({ documentNumber }: CardHolder, code: string, signal: AbortSignal): Promise<string | null> {
    const ways = [
      async () => {
        await this.#call('verifyQRCode', { qrCodeText: code, operatorType: '01' }, v.unknown(), signal);
        return this.#call('getHealthCardByQRCode', { qrCodeText: code }, Card, signal);
      },
      () => this.#call('getHealthCardByHealthCode', { healthCode: code }, Card, signal),
    ];
    for (const way of ways) {
      try {
        const { card } = await way();
        return card.idNumber.toUpperCase() === documentNumber.toUpperCase() ? card.healthCardId : null;
      } catch (error) {
        if (!(error instanceof NoSuchCard)) throw error;
      }
    }
    return null;
  }

  async #call<Schema extends v.GenericSchema>(name: string, req: object, schema: Schema, signal: AbortSignal): Promise<v.InferOutput<Schema>> {
    for (let left = TAKES; ; left -= 1) {
      const token = await this.#appToken();
      try {
        return await this.#ask(name, req, token, schema, signal);
      } catch (error) {
        if (!(error instanceof TokenOver) || left === 1) throw error;
        // Another server of ours may have taken a new one, which ended this; unless we have a newer one already.
        if (this.#token?.text === token) this.#token = null;
      }
    }
  }

  #appToken(): Promise<string> {
    if (this.#token && this.#now().getTime() < this.#token.endsAt - MARGIN) return Promise.resolve(this.#token.text);
    this.#asking ??= this.#newToken().finally(() => (this.#asking = null));
    return this.#asking;
  }

  async #newToken(): Promise<string> {
    // By no caller's signal: others wait for it, too.
    const { appToken, expiresIn } = await this.#ask('getAppToken', { appId: this.#settings.appId }, '', Token, new AbortController().signal);
    this.#token = { text: appToken, endsAt: this.#now().getTime() + expiresIn * 1_000 };
    return appToken;
  }

  async #ask<Schema extends v.GenericSchema>(name: string, req: object, appToken: string, schema: Schema, signal: AbortSignal): Promise<v.InferOutput<Schema>> {
    const { url, appSecret, hospitalId, channelNum } = this.#settings;
    const [requestId, timestamp] = [randomUUID(), String(Math.floor(this.#now().getTime() / 1_000))];
    const commonIn = { appToken, requestId, hospitalId, timestamp, channelNum, sign: ASSUMED.signOf(appSecret, { requestId, timestamp, req }) };
    const answer = v.safeParse(Answer, await postToPlatform(`${url}/${name}`, { commonIn, req }, signal));
    if (!answer.success || answer.output.commonOut.requestId !== requestId) throw new HealthCardTrouble('NOT_AN_ANSWER');
    const { resultCode } = answer.output.commonOut;
    if (resultCode === ASSUMED.tokenOver) throw new TokenOver('REFUSED_BY_PLATFORM');
    // Whatever a platform calls a code that it does not verify (none, expired, malformed): it may be one of the other kind.
    if (resultCode === ASSUMED.noSuchCard || (resultCode !== 0 && name === 'verifyQRCode')) throw new NoSuchCard('REFUSED_BY_PLATFORM');
    if (resultCode !== 0) throw new HealthCardTrouble('REFUSED_BY_PLATFORM');
    const read = v.safeParse(schema, answer.output.rsp);
    if (!read.success) throw new HealthCardTrouble('NOT_AN_ANSWER');
    return read.output;
  }
}

class TokenOver extends HealthCardTrouble {}
class NoSuchCard extends HealthCardTrouble {}
