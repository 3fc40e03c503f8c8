/** The first question: `CLIENT_ID=… node ask.ts`. Prints the answer, and what it cost. */
import { ask } from './sanxian.ts';

const query = '{ donationPolicy { minimumAge } organisations(first: 3) { nodes { name } } }';
console.log(JSON.stringify(await ask('directory:read policy:read', { query }), null, 2));
