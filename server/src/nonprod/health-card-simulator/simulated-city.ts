import { createHash, randomInt } from 'node:crypto';
import express, { Router } from 'express';
import { Faults, KeptMarks } from './simulated-faults.ts';

interface CityRequest {
  readonly Header?: { readonly AppId?: string; readonly TradeCode?: string };
  readonly Data?: Readonly<Record<string, unknown>>;
}

/** A card of the city as its platform keeps it. */
interface CityCard {
  readonly erhcCardNo: string;
  readonly empi: string;
  readonly name: string;
}

/**
 * A stand-in for the city's platform of 电子健康医保卡, for demonstration and tests: the envelope and the trade codes 30001 to 30005 as its
 * public code shows them; 30901 to 30903 are the assumption about the mark (docs/adr/0041-health-cards.md). Everything is in memory, about
 * invented people. It knows nothing of the adapter that speaks with it.
 */
export class SimulatedCity {
  readonly faults = new Faults();
  readonly marks = new KeptMarks();
  readonly #appId: string;
  readonly #cards = new Map<string, CityCard>();
  readonly #cancelled = new Set<string>();

  constructor(appId: string) {
    this.#appId = appId;
  }

  /** Gives somebody a card, as a window of the city would have. @returns its number */
  issue(idNumber: string, name: string): string {
    const known = this.#cards.get(idNumber);
    if (known) return known.erhcCardNo;
    const card = { erhcCardNo: createHash('sha256').update(`card ${idNumber}${this.#cancelled.size > 0 ? ` ${this.#cancelled.size}` : ''}`).digest('hex').toUpperCase(), empi: createHash('sha256').update(`empi ${idNumber}`).digest('hex').slice(0, 32), name };
    this.#cards.set(idNumber, card);
    return card.erhcCardNo;
  }

  /** Ends a card: its number is heard of no more, and its holder can have another. */
  cancel(erhcCardNo: string): void {
    this.#cancelled.add(erhcCardNo);
    for (const [idNumber, card] of this.#cards) if (card.erhcCardNo === erhcCardNo) this.#cards.delete(idNumber);
  }

  /** What listens. */
  router(): Router {
    const router = Router();
    router.post('/', express.json(), async (request, response) => {
      const { Header: header = {}, Data: data = {} } = request.body as CityRequest;
      const tradeCode = String(header.TradeCode);
      const answer = (code: number, msg: string, told: object = {}) => ({ code, msg, tradeCode, data: told });
      const deed = () => {
        if (header.AppId !== this.#appId) return answer(401, 'AppId 无效');
        const trade = this.#trades[tradeCode];
        return trade ? (trade(data, answer) ?? answer(500, '交易失败')) : answer(404, '交易码不存在');
      };
      await this.faults.answer(request, response, deed, () => answer(500, '系统繁忙'));
    });
    return router;
  }

  readonly #trades: Readonly<Record<string, (data: Readonly<Record<string, unknown>>, answer: (code: number, msg: string, told?: object) => object) => object | null>> = {
    '30001': (data, answer) => {
      const [idNumber, name] = [textOf(data['idCardVaule']), textOf(data['name'])];
      if (idNumber === '' || name === '') return answer(400, '参数错误');
      this.issue(idNumber, name);
      return answer(0, '成功', this.#shown(idNumber));
    },
    '30002': (data, answer) => {
      const card = this.#byNumber(textOf(data['erhcCardNo']));
      return card ? answer(0, '成功', { erhcCardNo: card.erhcCardNo, empi: card.empi, erhcEndDate: '20991231' }) : answer(1, '没有卡');
    },
    '30003': (data, answer) => (this.#byNumber(textOf(data['erhcCardNo'])) ? answer(0, '成功', { qrCodeType: '2', qrCodeContent: String(randomInt(1e12)), qrCodeVaildDate: '20991231235959' }) : answer(1, '没有卡')),
    '30004': (data, answer) => (this.#byNumber(textOf(data['erhcCardNo'])) ? answer(0, '成功', { qrCodeImageInfo: '', qrCodeVaildDate: '20991231235959' }) : answer(1, '没有卡')),
    '30005': (data, answer) => {
      const idNumber = textOf(data['idCardVaule']);
      return this.#cards.has(idNumber) ? answer(0, '成功', { ...this.#shown(idNumber), isApply: '1' }) : answer(0, '成功', { isApply: '0' });
    },
    '30901': (data, answer) => {
      if (this.#cancelled.has(textOf(data['erhcCardNo']))) return answer(1, '没有卡');
      this.marks.put(textOf(data['erhcCardNo']), { flag: textOf(data['donorFlag']), day: textOf(data['registerDate']), asOf: textOf(data['asOf']) });
      return answer(0, '成功');
    },
    '30902': (data, answer) => {
      if (this.#cancelled.has(textOf(data['erhcCardNo']))) return answer(1, '没有卡');
      this.marks.remove(textOf(data['erhcCardNo']), textOf(data['asOf']));
      return answer(0, '成功');
    },
    '30903': (data, answer) => {
      const [pageNo, pageSize] = [Number(data['pageNo']), Number(data['pageSize'])];
      const all = this.marks.all().map(([erhcCardNo, { flag, day, asOf }]) => ({ erhcCardNo, donorFlag: flag, registerDate: day, asOf }));
      return answer(0, '成功', { total: all.length, list: all.slice((pageNo - 1) * pageSize, pageNo * pageSize) });
    },
  };

  #shown(idNumber: string) {
    const card = this.#cards.get(idNumber);
    return { erhcCardNo: card?.erhcCardNo, empi: card?.empi, name: card?.name, idCardType: '01', idCardVaule: idNumber, qrCodeType: '2', qrCodeVaildDate: '20991231235959', erhcEndDate: '20991231' };
  }

  #byNumber(erhcCardNo: string): CityCard | undefined {
    return [...this.#cards.values()].find((card) => card.erhcCardNo === erhcCardNo);
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
