/**
 * What must happen before the framework boots; main.ts imports this file first. It takes the provider's answer out of the
 * address at once: addresses are logged, shared and photographed.
 */

/** Where the answer is exchanged, as a hash route. */
const returnRoute = '#/sign-in/return';

let answer = readAnswer();

/** The query with which the provider returned, once: an answer is good for one exchange only. */
export function takeAnswer(): string | null {
  const taken = answer;
  answer = null;
  return taken;
}

function readAnswer(): string | null {
  const { search, pathname } = window.location;
  if (!new URLSearchParams(search).has('state')) return null;
  history.replaceState(history.state, '', `${pathname}${returnRoute}`);
  return search.slice(1);
}
