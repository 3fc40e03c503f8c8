/**
 * For trying out, over a register of one's own that was started by `pnpm start` (docs/partners/sandbox.md): `pnpm sandbox -- people` lets
 * invented people decide, `platform --keys jwks.json` lets the simulated city's platform of health cards in, `doctor [--subject NAME]` prints
 * the token of an invented doctor. Nothing of it is possible in production, which has no simulator. Exit codes as of `partner:add`.
 */
import { parseArgs } from 'node:util';
import { keysOfFile, needed, partnerAddresses, runOverRegister, typedWords } from './partner-access.ts';
import { signInDoctor } from './sandbox/doctor.ts';
import { bringPeople, issueCardTo, reaffirmAs } from './sandbox/people.ts';
import { addSandboxPlatform } from './sandbox/platform.ts';

const usage = `用法：pnpm sandbox -- 步骤（服务要已经用 pnpm start 启动）
  people                     让几位演示人物登记、拒绝、撤回
  decide                     其中一位再次确认，伙伴会收到通知
  card                       给她签发捐献卡，打印链接
  platform --keys jwks.json  接入模拟的健康卡平台
  doctor [--subject 标识]    登录一位演示医生，打印令牌`;
const text = { type: 'string' } as const;
const url = `http://127.0.0.1:${process.env['PORT'] ?? '4000'}`;

async function overHttp(work: () => Promise<string>): Promise<void> {
  try {
    process.stdout.write(`${await work()}\n`);
  } catch (error) {
    process.stderr.write(`没有办成 · failed: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}

const { values, positionals } = parseArgs({ args: typedWords(), allowPositionals: true, options: { keys: text, subject: text } });
switch (positionals[0]) {
  case 'people':
    await overHttp(async () => (await bringPeople(url)).join('\n'));
    break;
  case 'decide':
    await overHttp(() => reaffirmAs(url, 'elder'));
    break;
  case 'card':
    await overHttp(() => issueCardTo(url, 'elder'));
    break;
  case 'platform':
    await runOverRegister(usage, async (orm) => {
      const { id } = await addSandboxPlatform(orm, await keysOfFile(needed(values.keys, 'keys')), new Date());
      return ['已接入 · let in:', `client_id:       ${id}`, ...partnerAddresses()].join('\n');
    });
    break;
  case 'doctor':
    await overHttp(() => signInDoctor(url, values.subject ?? 'demo-clinician-one'));
    break;
  default:
    process.stderr.write(`${usage}\n`);
    process.exitCode = 2;
}
