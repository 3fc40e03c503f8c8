import type { SameKeys } from '../../../locales/same-keys.ts';
import type source from '../zh-CN/evidence.ts';

export default {
  nav: 'Evidence',
  heading: 'Evidence for an ethics committee',
  lead: 'A committee that examines whether the will to donate is genuine (条例 art. 18) need not believe a screen: the package is a signed PDF with the record and its whole history. Whoever has the register’s public keys can check it, without network.',
  care: 'It holds the person’s name and document number: give it to the ethics committee of this case only. Each package is on record, and the person can see that it was issued.',
  list: 'Look-ups that open a package',
  what: 'The file is saved at once and can be fetched only once. Keep it and hand it to the committee.',
  issue: 'Issue and download the package',
  another: 'Issue another one',
  working: 'Being issued, please wait…',
  saved: 'The package is downloaded',
  savedMessage: 'Issued on {moment}. Find it among the downloads of your browser.',
  number: 'Number: ',
  digest: 'Digest of the file (SHA-256): ',
  gone: 'This file cannot be fetched any more',
  goneMessage: 'It was issued and is on record, but it can be fetched only once and within five minutes. Look among your downloads first; if it is not there, issue another one.',
  ownNone: 'None of your look-ups opens a package now. Those made for the ethics committee’s review, opened, and still valid are listed here.',
  none: 'No look-up of your area opens a package.',
  notAmongThese: 'None of the latest look-ups opens a package. You can go further back.',
  ofAll: '{read} of {total} look-ups read; {count} of them open a package.',
} satisfies SameKeys<typeof source>;
