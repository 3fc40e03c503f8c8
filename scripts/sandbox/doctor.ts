/** Signs an invented doctor in over the pages of the provider for demonstration, as a browser would. */
import { askRegister } from './over-http.ts';
import { NotDone } from './not-done.ts';

/** @returns the session's token. @throws NotDone */
export async function signInDoctor(url: string, subject: string): Promise<string> {
  const begun = await askRegister<{ readonly beginStaffSignIn: { readonly url?: string; readonly attempt?: string; readonly code?: string } }>(
    url,
    null,
    'mutation ($input: BeginStaffSignInInput!) { beginStaffSignIn(input: $input) { ... on BeginStaffSignInSuccess { url attempt } ... on Refusal { code } } }',
    { input: { returnUrl: `${url}/desk/` } },
  );
  const { url: page, attempt, code } = begun.beginStaffSignIn;
  if (!page || !attempt) throw new NotDone(`no doctor can sign in here: ${code ?? ''}`);
  const answer = await walkThrough(new URL(page), `${url}/desk/`, subject);
  const { signInStaff } = await askRegister<{ readonly signInStaff: { readonly token?: string; readonly code?: string } }>(
    url,
    null,
    'mutation ($input: SignInStaffInput!) { signInStaff(input: $input) { ... on SignInStaffSuccess { token } ... on Refusal { code } } }',
    { input: { attempt, answer } },
  );
  if (!signInStaff.token) throw new NotDone(`${subject} could not sign in: ${signInStaff.code ?? ''}`);
  return signInStaff.token;
}

/** @returns the query with which the provider returns to the desk. */
async function walkThrough(page: URL, desk: string, subject: string): Promise<string> {
  const cookies = new Map<string, string>();
  let next = page;
  let body: URLSearchParams | null = null;
  for (let step = 0; step < 10; step += 1) {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response: Response = await fetch(next, { redirect: 'manual', headers: { cookie }, ...(body ? { method: 'POST', body } : {}) });
    for (const set of response.headers.getSetCookie()) {
      const [name = '', value = ''] = (set.split(';')[0] ?? '').split('=');
      cookies.set(name, value);
    }
    const location = response.headers.get('location');
    if (location?.startsWith(desk)) return new URL(location).search.slice(1);
    if (location === null && response.status !== 200) throw new NotDone(`the provider answers ${response.status}`);
    // A page that leads nowhere is the picker: it is answered with both factors.
    body = location === null ? new URLSearchParams({ subject, proof: 'both', choice: 'sign-in' }) : null;
    if (location !== null) next = new URL(location, next);
  }
  throw new NotDone('the provider leads in a circle');
}
