import { expect } from 'vitest';
import type { Journey } from '../../kit/journey.ts';
import type { Phone } from '../../kit/phone.ts';
import { givenACitizen, givenAVisitor } from './arriving.ts';
import { heading } from './words.ts';

/** Opens one of the questions that people have, and waits for its answer. */
export async function whenTheyAsk(phone: Phone, question: string): Promise<void> {
  await phone.tap(phone.app.getByText(question, { exact: true }));
}

/** The answer to a question, with the line about its source. */
export async function thenTheAnswerIs(phone: Phone, question: string, answer: string, source: string): Promise<void> {
  const folded = phone.app.locator('details').filter({ hasText: question });
  expect(await folded.getAttribute('open')).not.toBeNull();
  expect(await folded.innerText()).toContain(answer);
  expect(await folded.innerText()).toContain(source);
}

/** Goes from the home page to the first question of the look at oneself. */
export async function whenTheyLookAtThemselves(phone: Phone): Promise<void> {
  await phone.press(/^造血干细胞和献血/);
  await phone.arriveAt(heading.giving);
  await phone.press(/^造血干细胞捐献/);
  await phone.arriveAt(heading.stemCells);
  await phone.press('自己先看一看（4 个问题）');
  await phone.arriveAt(heading.selfAge);
}

/** Answers the question in front and goes on. */
export async function whenTheySayOfThemselves(phone: Phone, answer: string): Promise<void> {
  await phone.tap(phone.app.getByRole('radio', { name: answer, exact: true }));
  await phone.press('继续');
}

/** Stops at each screen about worries and about giving while alive. */
export async function walkOfAsking(journey: Journey, look: (phone: Phone) => Promise<void>): Promise<void> {
  const phone = await givenAVisitor(journey);
  await phone.press('我还有别的担心');
  await phone.arriveAt(heading.questions);
  await look(phone);
  for (const question of await phone.app.locator('main summary').all()) await question.click();
  await look(phone);
  await phone.press('返回首页');
  await whenTheyLookAtThemselves(phone);
  await look(phone);
  await phone.press('继续');
  await phone.sees('请选一个最接近的回答');
  await look(phone);
  await whenTheySayOfThemselves(phone, '超过 45 岁');
  await phone.arriveAt(heading.selfHealth);
  await look(phone);
  await whenTheySayOfThemselves(phone, '有病、在吃药，或者说不准');
  await whenTheySayOfThemselves(phone, '记不清了');
  await whenTheySayOfThemselves(phone, '不支持');
  await phone.arriveAt(heading.selfDone);
  await look(phone);
  await phone.page.goBack();
  await phone.arriveAt(heading.selfFamily);
  await phone.press('捐献意愿登记');
  await phone.press(/^造血干细胞和献血/);
  await phone.arriveAt(heading.giving);
  await look(phone);
  await phone.press(/^造血干细胞捐献/);
  await phone.arriveAt(heading.stemCells);
  await look(phone);
  await phone.press('返回造血干细胞和献血');
  await phone.press(/^献血/);
  await phone.arriveAt(heading.blood);
  await look(phone);
  const citizen = await givenACitizen(journey, 'young');
  await citizen.press(/^同意捐献/);
  await citizen.arriveAt(heading.organs);
  await whenTheyAsk(citizen, '登记以前，想先问几句？');
  await look(citizen);
}
