import type { Phone } from '../../kit/phone.ts';

/** Goes to the simulated platform's page, passes and comes back. */
export async function whenTheyStepUp(phone: Phone): Promise<void> {
  await phone.press('去完成高级实名认证');
  await phone.arriveAt('实名认证升级');
  await phone.press('模拟认证通过');
}

/** Goes to the simulated platform's page and comes back without passing. */
export async function whenTheyCancelStepUp(phone: Phone): Promise<void> {
  await phone.press('去完成高级实名认证');
  await phone.arriveAt('实名认证升级');
  await phone.press('不升级，返回应用');
}
