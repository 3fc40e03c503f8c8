/** @import { ContainerConfig, ScriptParts } from './script-types.ts' */
/** @typedef {Record<string, any>} Message what the bridge script tells */

/**
 * Runs the page at `/sim`: the phone's title bar, dialogs and closed state around the framed app, and the drawer with
 * switches and the log of bridge calls.
 * @param {ContainerConfig} config
 * @param {ScriptParts} parts
 */
export function shell(config, { readSettings }) {
  /** @param {string} id */
  const byId = (id) => {
    const element = document.getElementById(id);
    if (element === null) throw new Error(`#${id} is missing`);
    return element;
  };
  const [screen, title, toast, closed, dialog] = ['screen', 'title', 'toast', 'closed', 'dialog'].map(byId);
  const [drawer, drawerToggle, log, form] = ['drawer', 'drawer-toggle', 'log', 'settings'].map(byId);
  /** @type {HTMLIFrameElement | undefined} */
  let frame;
  let isTitleSet = false;
  let toastTimer = 0;
  /** @type {Map<number, HTMLElement>} */
  const outcomes = new Map();

  // ---- settings -------------------------------------------------------------------------------------------------

  /** @param {Record<string, string>} changes */
  const change = (changes) => {
    const next = { ...readSettings(config, localStorage), ...changes };
    localStorage.setItem(config.settingsKey, JSON.stringify(next));
    byId('address').setAttribute('href', `/sim?${new URLSearchParams(next)}`);
  };

  const selects = [...form.querySelectorAll('select')];

  const takeQueryOverrides = () => {
    const query = new URLSearchParams(window.location.search);
    const known = config.settings.filter(({ name, values }) => values.includes(query.get(name) ?? ''));
    change(Object.fromEntries(known.map(({ name }) => [name, query.get(name) ?? ''])));
    const settings = readSettings(config, localStorage);
    for (const select of selects) select.value = settings[select.name] ?? '';
  };

  form.addEventListener('change', ({ target }) => {
    if (!(target instanceof HTMLSelectElement)) return;
    change({ [target.name]: target.value });
    const setting = config.settings.find(({ name }) => name === target.name);
    if (setting?.reopens) openApp();
    // Apps read the style again when they become visible (浙里办 1.9 rule 6): a switch counts as coming back.
    else frame?.contentDocument?.dispatchEvent(new Event('visibilitychange'));
  });

  // ---- the phone ------------------------------------------------------------------------------------------------

  const openApp = (hash = '') => {
    closed.hidden = true;
    dialog.hidden = true;
    screen.inert = false;
    isTitleSet = false;
    frame?.remove();
    frame = document.createElement('iframe');
    frame.title = '小程序';
    frame.src = `/sim/app/${hash}`;
    frame.addEventListener('load', showPageTitle);
    screen.append(frame);
  };

  const showPageTitle = () => {
    const page = frame?.contentWindow;
    if (!page?.location.pathname.startsWith('/sim/app/')) isTitleSet = false;
    if (!isTitleSet) title.textContent = frame?.contentDocument?.title || '（无标题）';
  };

  const closeApp = () => {
    frame?.remove();
    frame = undefined;
    dialog.hidden = true;
    closed.hidden = false;
    byId('reopen').focus();
  };

  const goBack = () => {
    // Like the container's own back: one step in the app's history, and out of the app when there is none.
    const navigation = Reflect.get(frame?.contentWindow ?? {}, 'navigation');
    if (navigation === undefined) frame?.contentWindow?.history.back();
    else if (navigation.canGoBack) navigation.back();
    else closeApp();
  };

  /** @param {{ message?: string, duration?: number }} options */
  const showToast = ({ message = '', duration = 2000 }) => {
    toast.textContent = message;
    toast.hidden = message === '';
    clearTimeout(toastTimer);
    toastTimer = window.setTimeout(() => (toast.hidden = true), duration);
  };

  /** @param {Message} question */
  const showDialog = ({ id, what, options }) => {
    const labels = {
      confirm: options.buttonLabels ?? ['确定', '取消'],
      alert: [options.buttonName ?? '确定'],
      prompt: [options.confirmButton ?? '确定', options.cancelButton ?? '取消'],
      actionSheet: [...(options.otherButtons ?? []), options.cancelButton ?? '取消'],
    }[/** @type {'confirm' | 'alert' | 'prompt' | 'actionSheet'} */ (what)];
    const input = byId('dialog-input');
    byId('dialog-field').hidden = what !== 'prompt';
    if (input instanceof HTMLInputElement) Object.assign(input, { value: '', placeholder: options.placeholder ?? '' });
    byId('dialog-title').textContent = options.title ?? '提示';
    byId('dialog-message').textContent = options.message ?? '';
    const buttons = labels.map((label, buttonIndex) => {
      const button = document.createElement('button');
      button.type = 'button';
      button.textContent = label;
      button.addEventListener('click', () => {
        dialog.hidden = true;
        screen.inert = false;
        const typed = what === 'prompt' && input instanceof HTMLInputElement ? { value: input.value } : {};
        const answer = { simulator: 'zheliban', id, value: { buttonIndex, ...typed } };
        frame?.contentWindow?.postMessage(answer, window.location.origin);
        frame?.focus();
      });
      return button;
    });
    byId('dialog-buttons').replaceChildren(...buttons);
    dialog.hidden = false;
    screen.inert = true;
    buttons[0]?.focus();
  };

  // ---- the log --------------------------------------------------------------------------------------------------

  /** @param {string} tag @param {string} text @param {string} className */
  const element = (tag, text, className) => Object.assign(document.createElement(tag), { textContent: text, className });

  /** @param {string} name @param {unknown} options @param {string} outcome @param {string} state */
  const writeLog = (name, options, outcome, state) => {
    const result = element('span', outcome, `outcome ${state}`);
    const item = document.createElement('li');
    // A picture would fill the log.
    const whole = JSON.stringify(options) ?? '';
    const given = whole.length > 600 ? `${whole.slice(0, 600)}…` : whole;
    item.append(element('time', new Date().toLocaleTimeString('zh-CN', { hour12: false }), ''));
    item.append(element('code', name, ''), element('span', given === '{}' ? '' : given, 'given'), result);
    log.prepend(item);
    while (log.children.length > 200) log.lastElementChild?.remove();
    return result;
  };

  /** @type {Record<string, (message: Message) => void>} */
  const reactions = {
    started: () => {
      isTitleSet = false;
      outcomes.clear();
    },
    called: ({ id, method, options }) => {
      outcomes.set(id, writeLog(method, options, '等待中', 'pending'));
    },
    settled: ({ id, outcome, value }) => {
      const result = outcomes.get(id);
      if (result === undefined) return;
      result.textContent = `${outcome === 'resolved' ? '→' : '✕'} ${JSON.stringify(value) ?? ''}`;
      result.className = `outcome ${outcome}`;
    },
    statistics: ({ method, options, leaks }) => {
      writeLog(`ZwLog ${method}`, options, leaks ? '✕ 含疑似证件号码' : '', leaks ? 'rejected' : 'resolved');
    },
    ask: showDialog,
    show: ({ what, options }) => {
      if (what === 'toast') showToast(options);
      if (what === 'closed') closeApp();
      if (what !== 'title') return;
      isTitleSet = true;
      title.textContent = options.title ?? '';
    },
  };

  window.addEventListener('message', ({ source, origin, data }) => {
    if (source !== frame?.contentWindow || origin !== window.location.origin || data?.simulator !== 'zheliban') return;
    reactions[data.event]?.(data);
  });

  // ---- the drawer on narrow screens -------------------------------------------------------------------------------

  /** @param {boolean} isOpen */
  const showDrawer = (isOpen) => {
    drawer.toggleAttribute('data-open', isOpen);
    drawerToggle.setAttribute('aria-expanded', String(isOpen));
    (isOpen ? byId('drawer-close') : drawerToggle).focus();
  };

  drawerToggle.addEventListener('click', () => showDrawer(!drawer.hasAttribute('data-open')));
  byId('drawer-close').addEventListener('click', () => showDrawer(false));
  drawer.addEventListener('keydown', ({ key }) => key === 'Escape' && drawer.hasAttribute('data-open') && showDrawer(false));
  byId('back').addEventListener('click', goBack);
  byId('leave').addEventListener('click', closeApp);
  byId('reopen').addEventListener('click', () => openApp());
  byId('log-clear').addEventListener('click', () => log.replaceChildren());

  takeQueryOverrides();
  openApp(window.location.hash);
}
