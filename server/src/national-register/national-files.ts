import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { NationalRegisterUnavailable, type FoundAnswer, type NationalRegister, type OutgoingDecision } from './national-register.ts';

/** An answer is a few hundred bytes. */
const NAME = /^[\w.-]{1,100}\.json$/;

/**
 * The way by files, where no line exists: each decision is a file in `out/`, which somebody takes to the national register by a
 * safe way; each answer is a file in `in/`, which is moved to `done/` when it was taken in. The files hold names and numbers: the folder must
 * be one that only the server may read, and what was taken away is to be removed (docs/operations.md).
 */
export class NationalFiles implements NationalRegister {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async submit(decision: OutgoingDecision): Promise<void> {
    try {
      const out = await this.#below('out');
      // Whole or not at all, and the same file however often it is sent.
      await writeFile(join(out, `.${decision.messageId}.part`), `${JSON.stringify(decision)}\n`, { mode: 0o600 });
      await rename(join(out, `.${decision.messageId}.part`), join(out, `${decision.messageId}.json`));
    } catch {
      throw new NationalRegisterUnavailable('FOLDER');
    }
  }

  async answers(limit: number): Promise<readonly FoundAnswer[]> {
    try {
      const [from, done] = [await this.#below('in'), await this.#below('done')];
      const names = (await readdir(from)).filter((name) => NAME.test(name)).sort().slice(0, limit);
      return await Promise.all(names.map(async (name) => ({ content: jsonIn(await readFile(join(from, name), 'utf8')), done: () => rename(join(from, name), join(done, name)) })));
    } catch {
      throw new NationalRegisterUnavailable('FOLDER');
    }
  }

  async #below(name: string): Promise<string> {
    const folder = join(this.#folder, name);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    return folder;
  }
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
