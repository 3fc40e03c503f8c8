/**
 * Where a partner's events go: `pnpm partner:webhook -- add --partner CLIENT_ID --url https://…`, `list --partner CLIENT_ID`,
 * `rotate --endpoint ID [--overlap-hours 24]`, `ping --endpoint ID`, `remove --endpoint ID` (docs/partners/operator.md). Needs the keys of
 * the servers in its environment, because secrets are sealed; a new secret is shown once and kept nowhere else.
 */
import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { keepToOwnKeys } from '../server/src/database/key-mark.ts';
import { openRegisterKeys } from '../server/src/database/register-keys.ts';
import type { Orm } from '../server/src/database/orm.ts';
import { findPartner } from '../server/src/partners/find-partner.queries.ts';
import { vaultKeysOf } from '../server/src/vault/key-settings.ts';
import { Vault } from '../server/src/vault/vault.ts';
import { addWebhook, OVERLAP, pingWebhook, removeWebhook, rotateWebhookSecret, type EndpointWithSecret } from '../server/src/webhooks/change-webhooks.ts';
import { endpointsOf } from '../server/src/webhooks/webhook.queries.ts';
import { keySettingsHere } from './key-settings.ts';
import { needed, runOverRegister, typedWords } from './partner-access.ts';
import { root } from './stages.ts';

const usage = `用法：pnpm partner:webhook -- 步骤
  add --partner 客户端编号或名称 --url https://…   登记一个接收地址
  list --partner 客户端编号或名称                  列出接收地址
  rotate --endpoint 编号 [--overlap-hours 24]      换签名密钥；旧密钥在这段时间里同时签名
  ping --endpoint 编号                             发一条测试通知
  remove --endpoint 编号                           不再投递`;
const text = { type: 'string' } as const;

async function vaultOver(orm: Orm): Promise<Vault> {
  const vault = new Vault(vaultKeysOf(keySettingsHere(), resolve(root, process.env['SANXIAN_DATA'] ?? '.data')));
  await openRegisterKeys(orm, vault, new Date());
  // A secret that is sealed with other keys than the servers' could never be opened.
  await keepToOwnKeys(orm, vault);
  return vault;
}

const told = ({ endpoint: { id, url, formerSecretEndsAt }, secret }: EndpointWithSecret): string =>
  [
    '请把以下内容经可靠途径交给对方，密钥只显示这一次 · hand this over by a safe way; the secret is shown this once:',
    `endpoint:  ${id}`,
    `url:       ${url}`,
    `secret:    ${secret}`,
    ...(formerSecretEndsAt ? [`former:    signs until ${formerSecretEndsAt.toISOString()}`] : []),
  ].join('\n');

await runOverRegister(usage, async (orm) => {
  const { values, positionals } = parseArgs({ args: typedWords(), allowPositionals: true, options: { partner: text, url: text, endpoint: text, 'overlap-hours': text } });
  const deed = { now: new Date(), requestId: randomUUID() };
  switch (positionals[0]) {
    case 'add':
      return told(await addWebhook(orm, await vaultOver(orm), needed(values.partner, 'partner'), needed(values.url, 'url'), deed));
    case 'list': {
      const em = orm.em.fork();
      const endpoints = await endpointsOf(em, await findPartner(em, needed(values.partner, 'partner')));
      return endpoints.map(({ id, url, createdAt, removedAt }) => `${id}  ${url}  自 · since ${createdAt.toISOString()}${removedAt ? `  止 · removed ${removedAt.toISOString()}` : ''}`).join('\n') || '没有 · none';
    }
    case 'rotate': {
      const hours = Number(values['overlap-hours'] ?? OVERLAP / 3_600_000);
      if (!(hours >= 0 && hours <= 720)) throw new TypeError('--overlap-hours lies between 0 and 720');
      return told(await rotateWebhookSecret(orm, await vaultOver(orm), needed(values.endpoint, 'endpoint'), hours * 3_600_000, deed));
    }
    case 'ping': {
      const outcome = await pingWebhook(orm, await vaultOver(orm), needed(values.endpoint, 'endpoint'), { publicUrl: process.env['SANXIAN_PUBLIC_URL'] || null, door: { isGuarded: false } }, deed.now);
      if (!outcome.delivered) process.exitCode = 1;
      return outcome.delivered ? `收到了 · received: HTTP ${outcome.statusCode ?? ''}` : `没有收到 · not received: ${outcome.trouble} ${outcome.statusCode ?? ''}`;
    }
    case 'remove':
      return `不再投递 · removed: ${(await removeWebhook(orm, needed(values.endpoint, 'endpoint'), deed)).url}`;
    default:
      throw new TypeError('the first word is add, list, rotate, ping or remove');
  }
});
