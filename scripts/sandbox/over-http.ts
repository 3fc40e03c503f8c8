/** A register of one's own, asked over HTTP by a sandbox command: like any client, with nothing that a client does not have. */
import { NotDone } from './not-done.ts';

/** What the API answers, as far as a command looks at it. */
interface Reply<Data> {
  readonly data?: Data | null;
  readonly errors?: readonly { readonly message: string }[];
}

/** Asks a register in words of one's own, which no register in production allows. @throws NotDone */
export async function askRegister<Data>(url: string, token: string | null, query: string, variables: object = {}): Promise<Data> {
  const { data, errors } = (await posted(`${url}/graphql`, { query, variables }, token)) as Reply<Data>;
  if (errors || !data) throw new NotDone(errors?.map(({ message }) => message).join(' ') ?? 'no answer');
  return data;
}

/** Signs an invented person in, on a phone of their own, so that nobody's session in the browser ends. @returns the session's token */
export async function signInAs(url: string, persona: string): Promise<string> {
  const { ticketId } = (await posted(`${url}/sim/api/ticket-id`, { persona }, null)) as { readonly ticketId?: string };
  const input = { method: 'ZHELIBAN_TICKET_ID', ticket: ticketId ?? '', container: 'ZHELIBAN_ALIPAY' };
  const { signIn } = await askRegister<{ readonly signIn: { readonly token?: string; readonly code?: string } }>(url, null, 'mutation ($input: SignInInput!) { signIn(input: $input) { ... on SignInSuccess { token } ... on Refusal { code } } }', { input });
  if (!signIn.token) throw new NotDone(`${persona} could not sign in: ${signIn.code ?? ''}`);
  return signIn.token;
}

async function posted(address: string, body: object, token: string | null): Promise<unknown> {
  const headers = { 'content-type': 'application/json', 'accept-language': 'en', ...(token === null ? {} : { authorization: `Bearer ${token}` }) };
  const response = await fetch(address, { method: 'POST', headers, body: JSON.stringify(body) }).catch(() => {
    throw new NotDone(`no register answers at ${new URL(address).origin}: start one by npx -y pnpm@12 start (PORT tells its port)`);
  });
  if (response.status === 404) throw new NotDone(`the register at ${new URL(address).origin} is no sandbox: it has no simulated people`);
  return response.json();
}
