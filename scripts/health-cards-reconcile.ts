/**
 * `pnpm health-cards:reconcile -- --platform CITY|OPEN [--mend]`: holds our marks against those of a platform of health cards, writes the
 * numbers down for the desk and shows what differs; with `--mend` it brings the platform into agreement (docs/health-cards.md). Run it as
 * the owner of the tables with the settings of the servers.
 */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { openRegisterKeys } from '../server/src/database/register-keys.ts';
import { healthCardSettingsIn } from '../server/src/health-cards/health-card-settings.ts';
import { healthCardPlatformKeys } from '../server/src/health-cards/health-card-platform.ts';
import { platformsOf } from '../server/src/health-cards/platforms.ts';
import { maskedCard, mendHealthCards, reconcileHealthCards } from '../server/src/health-cards/reconcile-health-cards.ts';
import { PartnerFault } from '../server/src/partners/partner-fault.ts';
import { vaultKeysOf } from '../server/src/vault/key-settings.ts';
import { Vault } from '../server/src/vault/vault.ts';
import { keySettingsHere } from './key-settings.ts';
import { needed, runOverRegister, typedWords } from './partner-access.ts';
import { root } from './stages.ts';

const usage = '用法：pnpm health-cards:reconcile -- --platform CITY|OPEN [--mend]';

await runOverRegister(usage, async (orm) => {
  const { values } = parseArgs({ args: typedWords(), options: { platform: { type: 'string' }, mend: { type: 'boolean' } } });
  const wanted = needed(values.platform, 'platform');
  const key = healthCardPlatformKeys.find((each) => each === wanted);
  const now = () => new Date();
  const healthCards = healthCardSettingsIn(process.env);
  const platform = key && platformsOf({ healthCards }, now).get(key);
  if (!platform) throw new PartnerFault(`no such platform is connected: ${wanted}`);
  const vault = new Vault(vaultKeysOf(keySettingsHere(), resolve(root, process.env['SANXIAN_DATA'] ?? '.data')));
  await openRegisterKeys(orm, vault, now());
  const tools = { orm, vault, now };
  // A platform of a million cards takes its time.
  const signal = AbortSignal.timeout(3_600_000);
  const { report, differences } = await reconcileHealthCards(tools, platform, signal);
  const found = [
    `${report.platform}: 应有 · ours ${report.ours}, 平台有 · theirs ${report.theirs}`,
    `缺少 · missing ${report.missing}, 多出 · extra ${report.extra}, 不一致 · differing ${report.differing}; 其中正在办 · of these under way ${report.underWay}`,
    ...differences.map(({ kind, cardId, wanted: ours, theirs, isUnderWay }) => `${kind} ${maskedCard(cardId)} ours ${ours ? `${ours.mark} ${ours.registeredOn}` : '-'} theirs ${theirs ? `${theirs.mark} ${theirs.registeredOn}` : '-'}${isUnderWay ? ' (under way)' : ''}`),
  ].join('\n');
  if (!values.mend) return found;
  // Said before anything is changed: an operator who is interrupted still knows what was about to be mended.
  process.stdout.write(`${found}\n`);
  const { mended, refused } = await mendHealthCards(tools, platform, differences, signal);
  return `已改正 · mended ${mended}，平台没有接受 · refused ${refused}`;
});
