import { expect, test } from 'vitest';
import { channelOf, hostOf, isJupiter } from './user-agent.ts';

test.each([
  ['Mozilla/5.0 dtdreamWeb hanweb/1.2 MicroMessenger', 'ZHELIBAN', 'ZHELIBAN_APP'],
  ['Mozilla/5.0 hanweb/1.2 EShiminApp', 'HANWEB', 'ZHELIBAN_APP'],
  ['Mozilla/5.0 EShiminApp MicroMessenger', 'ESHIMIN', 'ZHELIBAN_APP'],
  ['Mozilla/5.0 iflytek_mmp MicroMessenger', 'IFLYTEK', 'ZHELIBAN_APP'],
  ['Mozilla/5.0 MicroMessenger/8.0 miniProgram AlipayClient', 'WECHAT', 'ZHELIBAN_WECHAT'],
  ['Mozilla/5.0 MiniProgram DingTalk AlipayClient', 'DINGTALK_MINI', 'ZHELIBAN_APP'],
  ['Mozilla/5.0 DingTalk AlipayClient', 'DINGTALK', 'ZHELIBAN_APP'],
  ['Mozilla/5.0 AlipayClient/10.2 MiniProgram', 'ALIPAY_MINI', 'ZHELIBAN_ALIPAY'],
  ['Mozilla/5.0 AlipayIDE Alipay', 'ALIPAY_MINI', 'ZHELIBAN_ALIPAY'],
  ['Mozilla/5.0 AlipayClient/10.2', 'ALIPAY', 'ZHELIBAN_ALIPAY'],
  ['something new', 'OTHER', 'ZHELIBAN_APP'],
])('%s is %s', (agent, host, channel) => {
  expect([hostOf(agent), channelOf(agent)]).toEqual([host, channel]);
});

test('the native container 丘比特 names itself', () => {
  expect([isJupiter('Mozilla/5.0 Jupiter/2'), isJupiter('Mozilla/5.0 dtdreamweb')]).toEqual([true, false]);
});
