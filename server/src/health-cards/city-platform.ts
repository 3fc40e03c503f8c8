import * as v from 'valibot';
import { DonorMark, HealthCardTrouble, type CardHolder, type CardWish, type HealthCardPlatform, type MarkedCard, type UnmarkedCard } from './health-card-platform.ts';
import type { CitySettings } from './health-card-settings.ts';
import { postToPlatform } from './platform-http.ts';

/** Trade codes of the city's platform, as its public code shows them. 30002 to 30004 (change, dynamic and still QR code) are not needed here. */
const TRADE = { apply: '30001', find: '30005' } as const;

/**
 * OUR ASSUMPTION, and all of it: how the platform keeps the mark is not public. Three trade codes that we made up, a flag in the
 * letters of HL7 v2 table 0316, the day, and the instant by which an old message is told from a new one. Whoever learns how it really is
 * changes this block and the simulator, and nothing else.
 */
const ASSUMED = {
  putOn: '30901',
  takeOff: '30902',
  list: '30903',
  pageSize: 200,
  flagOf: { AGREED: 'Y', REFUSED: 'N' } satisfies Record<DonorMark, string>,
  markOf: new Map<string, DonorMark>([['Y', DonorMark.AGREED], ['N', DonorMark.REFUSED]]),
} as const;

const Envelope = v.object({ code: v.number(), tradeCode: v.string(), data: v.optional(v.unknown()) });
const Found = v.object({ isApply: v.string(), erhcCardNo: v.optional(v.nullable(v.string())) });
const Applied = v.object({ erhcCardNo: v.pipe(v.string(), v.minLength(1), v.maxLength(64)) });
const Listed = v.object({ total: v.number(), list: v.array(v.object({ erhcCardNo: v.string(), donorFlag: v.picklist(['Y', 'N']), registerDate: v.string(), asOf: v.pipe(v.string(), v.isoTimestamp()) })) });

/** 居民身份证, by the code of the platform. */
const ID_CARD = '01';
/** By GB/T 2261.1, as the platform has it. */
const SEX = { MALE: '1', FEMALE: '2' } as const;

/** The city's 电子健康医保卡: `{Header, Data}` with a trade code, answered by `{code, msg, tradeCode, data}`. */
export class CityPlatform implements HealthCardPlatform {
  readonly key = 'CITY';
  readonly takesCode = false;
  readonly #settings: CitySettings;

  constructor(settings: CitySettings) {
    this.#settings = settings;
  }

  async find(holder: CardHolder, { applyIfNone }: CardWish, signal: AbortSignal): Promise<string | null> {
    const found = await this.#trade(TRADE.find, { idCardType: ID_CARD, idCardVaule: holder.documentNumber }, Found, signal);
    if (found.isApply !== '0' && found.erhcCardNo) return found.erhcCardNo;
    if (!applyIfNone) return null;
    const { fullName, documentNumber, sex, phone } = holder;
    // Asked twice it gives the same card. `Vaule` is how the platform spells it.
    const applied = await this.#trade(TRADE.apply, { name: fullName, sex: sex ? SEX[sex] : '9', idCardType: ID_CARD, idCardVaule: documentNumber, tel: phone ?? '' }, Applied, signal);
    return applied.erhcCardNo;
  }

  async putOn({ cardId, mark, registeredOn, asOf }: MarkedCard, signal: AbortSignal): Promise<void> {
    await this.#trade(ASSUMED.putOn, { erhcCardNo: cardId, donorFlag: ASSUMED.flagOf[mark], registerDate: registeredOn, asOf: asOf.toISOString() }, v.unknown(), signal);
  }

  async takeOff({ cardId, asOf }: UnmarkedCard, signal: AbortSignal): Promise<void> {
    await this.#trade(ASSUMED.takeOff, { erhcCardNo: cardId, asOf: asOf.toISOString() }, v.unknown(), signal);
  }

  async marks(signal: AbortSignal): Promise<readonly MarkedCard[]> {
    const marks: MarkedCard[] = [];
    for (let pageNo = 1; ; pageNo++) {
      const { list, total } = await this.#trade(ASSUMED.list, { pageNo, pageSize: ASSUMED.pageSize }, Listed, signal);
      for (const { erhcCardNo, donorFlag, registerDate, asOf } of list) marks.push({ cardId: erhcCardNo, mark: ASSUMED.markOf.get(donorFlag) ?? DonorMark.REFUSED, registeredOn: registerDate, asOf: new Date(asOf) });
      if (list.length === 0 || marks.length >= total) return marks;
    }
  }

  async #trade<Schema extends v.GenericSchema>(tradeCode: string, data: object, schema: Schema, signal: AbortSignal): Promise<v.InferOutput<Schema>> {
    const { url, appId, guaranteeCode, dataSource } = this.#settings;
    const answer = v.safeParse(Envelope, await postToPlatform(url, { Header: { AppId: appId, TradeCode: tradeCode, GuaranteeCode: guaranteeCode, DataSources: dataSource }, Data: data }, signal));
    if (!answer.success || answer.output.tradeCode !== tradeCode) throw new HealthCardTrouble('NOT_AN_ANSWER');
    if (answer.output.code !== 0) throw new HealthCardTrouble('REFUSED_BY_PLATFORM');
    const read = v.safeParse(schema, answer.output.data);
    if (!read.success) throw new HealthCardTrouble('NOT_AN_ANSWER');
    return read.output;
  }
}
