/** @typedef {{ resourceType: string, [name: string]: any }} Resource */

/**
 * Runs the page of the simulated workstation: signs the doctor in as the desk does, asks over FHIR, waits for the second doctor, and
 * shows what the doctor sees beside what went over the line.
 * @param {{ base: string, people: { name: string, number: string }[] }} config where the FHIR door names itself, and the invented patients
 */
export function workstation({ base, people }) {
  const sessionKey = 'workstation.session';
  const attemptKey = 'workstation.attempt';
  const address = `${window.location.origin}${window.location.pathname}`;
  /** @param {string} id @returns {HTMLElement} */
  const byId = (id) => {
    const element = document.getElementById(id);
    if (element === null) throw new Error(`#${id} is missing`);
    return element;
  };
  const form = /** @type {HTMLFormElement} */ (byId('question'));

  /** @param {string} query @param {object} input */
  const graphql = async (query, input) => {
    const response = await fetch('/graphql', { method: 'POST', headers: { 'content-type': 'application/json', 'accept-language': 'zh-CN' }, body: JSON.stringify({ query, variables: { input } }) });
    const { data } = await response.json();
    return Object.values(data)[0];
  };

  const signIn = async () => {
    const answer = await graphql('mutation ($input: BeginStaffSignInInput!) { beginStaffSignIn(input: $input) { ... on BeginStaffSignInSuccess { url attempt } ... on Refusal { message } } }', { returnUrl: address });
    if (!answer.url) return say('不能登录', answer.message, '');
    sessionStorage.setItem(attemptKey, answer.attempt);
    window.location.assign(answer.url);
  };

  const finishSignIn = async () => {
    const { search } = window.location;
    if (!new URLSearchParams(search).has('state')) return;
    history.replaceState(null, '', address);
    const answer = await graphql('mutation ($input: SignInStaffInput!) { signInStaff(input: $input) { ... on SignInStaffSuccess { token } ... on Refusal { message } } }', { attempt: sessionStorage.getItem(attemptKey) ?? '', answer: search.slice(1) });
    sessionStorage.removeItem(attemptKey);
    if (answer.token) sessionStorage.setItem(sessionKey, answer.token);
    else say('不能登录', answer.message, '');
  };

  const show = () => {
    const isIn = sessionStorage.getItem(sessionKey) !== null;
    byId('sign-in').hidden = isIn;
    form.hidden = !isIn;
  };

  /** What stands on the doctor's screen. @param {string} letter @param {string} text @param {string} state */
  const say = (letter, text, state) => {
    byId('letter').textContent = letter;
    byId('says').textContent = text;
    byId('verdict').dataset.state = state;
    byId('verdict').hidden = false;
  };

  /** Writes down what went over the line. @param {string} sent @param {Response} response @param {Resource} resource */
  const note = (sent, response, resource) => {
    const headers = ['content-type', 'content-location', 'retry-after'].flatMap((name) => (response.headers.has(name) ? [`${name}: ${response.headers.get(name)}`] : []));
    byId('sent').textContent = sent;
    byId('received').textContent = [`HTTP ${response.status}`, ...headers, '', JSON.stringify(resource, null, 2)].join('\n');
    byId('line').hidden = false;
  };

  const headers = () => ({ authorization: `Bearer ${sessionStorage.getItem(sessionKey)}`, accept: 'application/fhir+json', 'accept-language': 'zh-CN' });

  /** @param {Response} response @param {string} sent */
  const take = async (response, sent) => {
    const resource = /** @type {Resource} */ (await response.json());
    note(sent, response, resource);
    byId('again').hidden = response.status !== 202;
    if (response.status === 401) {
      sessionStorage.removeItem(sessionKey);
      show();
    }
    if (resource.resourceType !== 'Bundle') {
      const texts = resource.issue.map((/** @type {any} */ issue) => issue.details.text).join('\n');
      if (response.status === 202) byId('again').dataset.address = response.headers.get('content-location') ?? '';
      return say(response.status === 202 ? '等待第二人' : '没有结果', texts, '');
    }
    const remark = resource.entry.find((/** @type {any} */ entry) => entry.resource.resourceType === 'OperationOutcome').resource.issue[0];
    const consent = resource.entry.find((/** @type {any} */ entry) => entry.resource.resourceType === 'Consent')?.resource;
    const words = { AGREED: '同意捐献', REFUSED: '不同意捐献', WITHDRAWN: '已撤回', SILENT: '没有登记', CONTESTED: '有争议', RESTRICTED: '限制处理' };
    const state = /** @type {keyof typeof words} */ (remark.details.coding[0].code);
    const letter = consent?.extension.find((/** @type {any} */ each) => each.valueCoding)?.valueCoding.code ?? 'U';
    say(`${letter} · ${words[state]}`, remark.details.text, state);
  };

  const ask = async () => {
    const given = new FormData(form);
    const text = (/** @type {string} */ name) => String(given.get(name) ?? '');
    const parameters = new URLSearchParams({
      'patient.identifier': `${base}/identifier/resident-id-card|${text('number')}`,
      'patient.name': text('name'),
      category: 'http://loinc.org|64300-7',
      '-hospital': text('hospital'),
      '-area': text('area'),
      '-case': text('case'),
      '-occasion': text('occasion'),
      '-purpose': text('purpose'),
    });
    if (given.has('at-once')) parameters.set('-break-glass', 'MINUTES_MATTER');
    const sent = `POST ${base}/Consent/_search\nIdempotency-Key: …\nAuthorization: Bearer …\n\n${[...parameters].map(([name, value]) => `${name}=${name === 'patient.identifier' ? value.replace(/\|.*/, '|（证件号码）') : value}`).join('\n')}`;
    await take(await fetch('/fhir/Consent/_search', { method: 'POST', headers: { ...headers(), 'idempotency-key': crypto.randomUUID() }, body: parameters }), sent);
  };

  const again = async () => {
    const path = new URL(byId('again').dataset.address ?? '').pathname;
    await take(await fetch(path, { headers: headers() }), `GET ${path}\nAuthorization: Bearer …`);
  };

  byId('enter').addEventListener('click', () => void signIn());
  byId('again').addEventListener('click', () => void again());
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void ask();
  });
  byId('person').addEventListener('change', (event) => {
    const chosen = people[/** @type {HTMLSelectElement} */ (event.target).selectedIndex - 1];
    for (const name of /** @type {const} */ (['number', 'name'])) /** @type {HTMLInputElement} */ (form.elements.namedItem(name)).value = chosen?.[name] ?? '';
  });
  void finishSignIn().then(show);
}
