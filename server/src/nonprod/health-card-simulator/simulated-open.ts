import { createHash, createHmac, randomUUID } from 'node:crypto';
import express, { Router } from 'express';
import { Faults, KeptMarks } from './simulated-faults.ts';

interface OpenRequest {
  readonly commonIn?: Readonly<Record<string, string>>;
  readonly req?: Readonly<Record<string, unknown>>;
}

/** A card as the open platform keeps it. */
interface OpenCard {
  readonly healthCardId: string;
  readonly idNumber: string;
  readonly name: string;
  readonly qrCodeText: string;
  readonly healthCode: string;
}

type Result = readonly [resultCode: number, rsp: object];

/**
 * A stand-in for the open platform of 电子健康卡, for demonstration and tests: named functions, `{commonIn, req}` answered by
 * `{commonOut, rsp}`, a token for two hours. How it checks signatures and keeps the mark is the assumption of
 * docs/adr/0041-health-cards.md. Everything is in memory, about invented people. It knows nothing of the adapter that speaks with it.
 */
export class SimulatedOpen {
  readonly faults = new Faults();
  readonly marks = new KeptMarks();
  readonly #app: { readonly id: string; readonly secret: string };
  readonly #now: () => Date;
  readonly #cards = new Map<string, OpenCard>();
  #token = '';
  #tokenEnds = 0;
  /** How many tokens were given out. */
  tokens = 0;
  /** So many of the next tokens are ended as soon as they are given out: another holder of the secret is always quicker. */
  overtakenTokens = 0;

  constructor(app: { readonly id: string; readonly secret: string }, now: () => Date) {
    [this.#app, this.#now] = [app, now];
  }

  /** Gives somebody a card. @returns it, with both of its codes */
  issue(idNumber: string, name: string): OpenCard {
    const digest = createHash('sha256').update(`open ${idNumber}`).digest('hex');
    const card = this.#cards.get(idNumber) ?? { healthCardId: digest.toUpperCase(), idNumber, name, qrCodeText: `${digest.slice(0, 48)}:0`, healthCode: digest.slice(48) };
    this.#cards.set(idNumber, card);
    return card;
  }

  /** Ends the token of the moment, as another holder of the app's secret would by taking a new one. */
  endToken(): void {
    this.#token = '';
  }

  /** What listens. */
  router(): Router {
    const router = Router();
    router.post('/:name', express.json(), async (request, response) => {
      const { commonIn = {}, req = {} } = request.body as OpenRequest;
      const answer = ([resultCode, rsp]: Result) => ({ commonOut: { requestId: commonIn['requestId'], resultCode, errMsg: resultCode === 0 ? 'success' : 'failed' }, rsp });
      await this.faults.answer(request, response, () => answer(this.#done(request.params.name, commonIn, req)), () => answer([50_000, {}]));
    });
    return router;
  }

  #done(name: string, commonIn: Readonly<Record<string, string>>, req: Readonly<Record<string, unknown>>): Result {
    const signed = createHmac('sha256', this.#app.secret).update([commonIn['requestId'], commonIn['timestamp'], JSON.stringify(req)].join('\n')).digest('base64');
    if (signed !== commonIn['sign']) return [40_003, {}];
    if (name === 'getAppToken') return req['appId'] === this.#app.id ? this.#newToken() : [40_002, {}];
    if (this.#token === '' || commonIn['appToken'] !== this.#token || this.#now().getTime() >= this.#tokenEnds) return [40_001, {}];
    const text = (field: string) => (typeof req[field] === 'string' ? req[field] : '');
    const byCode = (field: 'qrCodeText' | 'healthCode'): Result => {
      const card = [...this.#cards.values()].find((each) => each[field] === text(field));
      return card ? [0, { card: { ...card, idType: '01' } }] : [40_004, {}];
    };
    switch (name) {
      case 'registerHealthCard': {
        if (text('idNumber') === '' || text('name') === '') return [40_000, {}];
        const { healthCardId, qrCodeText } = this.issue(text('idNumber'), text('name'));
        return [0, { healthCardId, qrCodeText, phid: '' }];
      }
      case 'verifyQRCode':
        // Another code than for a card that is not there, as it may well be there for a code out of time or of another kind.
        return byCode('qrCodeText')[0] === 0 ? byCode('qrCodeText') : [40_005, {}];
      case 'getHealthCardByQRCode':
        return byCode('qrCodeText');
      case 'getHealthCardByHealthCode':
        return byCode('healthCode');
      case 'setDonorMark':
        this.marks.put(text('healthCardId'), { flag: text('donor'), day: text('registeredOn'), asOf: text('asOf') });
        return [0, {}];
      case 'removeDonorMark':
        this.marks.remove(text('healthCardId'), text('asOf'));
        return [0, {}];
      case 'listDonorMarks':
        return [0, this.#page(text('after'))];
      default:
        return [40_400, {}];
    }
  }

  #page(after: string) {
    const rest = this.marks.all().filter(([card]) => card > after);
    const page = rest.slice(0, 100).map(([healthCardId, { flag, day, asOf }]) => ({ healthCardId, donor: flag, registeredOn: day, asOf }));
    return { marks: page, next: rest.length > page.length ? (page.at(-1)?.healthCardId ?? null) : null };
  }

  #newToken(): Result {
    this.tokens += 1;
    const appToken = randomUUID();
    this.#token = this.overtakenTokens > 0 ? randomUUID() : appToken;
    this.overtakenTokens = Math.max(0, this.overtakenTokens - 1);
    this.#tokenEnds = this.#now().getTime() + 7_200_000;
    return [0, { appToken, expiresIn: 7_200 }];
  }
}
