import * as v from 'valibot';
import { followedCall } from '../telemetry/traces.ts';
import { NationalRegisterUnavailable, type FoundAnswer, type NationalRegister, type OutgoingDecision } from './national-register.ts';

/** Where the national register answers, and what authorises us there. */
export interface NationalApiSettings {
  readonly url: string;
  readonly token: string;
}

/** The longest answer that is read, in characters. */
const LARGEST = 1_000_000;

const listed = v.object({ answers: v.array(v.object({ answerNumber: v.pipe(v.string(), v.regex(/^[\w.-]{1,80}$/)) , content: v.unknown() })) });

/** The way by HTTP: `POST messages`, `GET answers`, `DELETE answers/{number}`. An assumption of ours, like the form. */
export class NationalApi implements NationalRegister {
  readonly #settings: NationalApiSettings;

  constructor(settings: NationalApiSettings) {
    this.#settings = settings;
  }

  async submit(decision: OutgoingDecision, signal: AbortSignal): Promise<void> {
    await this.#ask('POST', 'messages', signal, JSON.stringify(decision));
  }

  async answers(limit: number, signal: AbortSignal): Promise<readonly FoundAnswer[]> {
    const parsed = v.safeParse(listed, jsonIn(await this.#ask('GET', `answers?limit=${limit}`, signal)));
    if (!parsed.success) throw new NationalRegisterUnavailable('PROTOCOL');
    return parsed.output.answers.map(({ answerNumber, content }) => ({ content, done: async () => void (await this.#ask('DELETE', `answers/${answerNumber}`, signal)) }));
  }

  async #ask(method: 'POST' | 'GET' | 'DELETE', path: string, signal: AbortSignal, body?: string): Promise<string> {
    const { url, token } = this.#settings;
    let status: number;
    let text: string;
    try {
      // A redirect would carry a name and a number elsewhere.
      const asked = fetch(`${url}/${path}`, { method, headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' }, redirect: 'error', signal, ...(body === undefined ? {} : { body }) });
      const response = await followedCall('national-register', asked);
      [status, text] = [response.status, (await response.text()).slice(0, LARGEST)];
    } catch {
      throw new NationalRegisterUnavailable(signal.aborted ? 'TIMED_OUT' : 'UNREACHABLE');
    }
    if (status < 200 || status >= 300) throw new NationalRegisterUnavailable('HTTP_STATUS', status);
    return text;
  }
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
