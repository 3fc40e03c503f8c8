/** A file as a former system might hand it over, with made-up people only. */
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { allItems } from '../../server/src/donors/donation-kinds.ts';
import { choicesOf, identityOf, residenceOf } from './population.ts';

const FIRST_DAY = Date.UTC(2023, 0, 1);
const DAYS = 1_000;
const DAY = 86_400_000;

/** Writes so many people, all of age and none of them anybody (`identityOf`): name, number, telephone, county, day and twelve choices. Memory holds one block. */
export async function writeFormerFile(path: string, people: number): Promise<void> {
  const file = createWriteStream(path);
  file.write(`reference,full_name,document_number,phone,residence_code,decided_on,${allItems.map((item) => item.toLowerCase()).join(',')}\n`);
  for (let index = 0; index < people; index++) {
    const { fullName, documentNumber, phone } = identityOf(index);
    const choices = choicesOf(index);
    const decidedOn = new Date(FIRST_DAY + (index % DAYS) * DAY).toISOString().slice(0, 10);
    const cells = [`F-${index}`, fullName, documentNumber, phone, residenceOf(index), decidedOn, ...allItems.map((item) => choices[item])];
    if (!file.write(`${cells.join(',')}\n`)) await once(file, 'drain');
  }
  file.end();
  await once(file, 'close');
}
