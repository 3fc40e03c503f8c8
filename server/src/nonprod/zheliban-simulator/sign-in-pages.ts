import { FAULTS, faultLabel } from './faults.ts';
import { html, page, type Html } from './html.ts';
import { DOCUMENT_KINDS, type AssuranceCode, type Persona } from './personas.ts';
import type { SignedInAccounts } from './signed-in-accounts.ts';

/** What each level is called in 浙里办 (1.4 `authlevel`). */
export const LEVEL_NAMES: Readonly<Record<AssuranceCode, string>> = { 1: '非实名', 2: '初级实名', 3: '高级实名' };

/** The page on which a tester chooses the person to sign in as; its form keeps `sp` and posts to `/sso/sim/sign-in`. */
export function pickerPage(accounts: SignedInAccounts, sp: string | undefined): string {
  return ssoPage(
    '选择演示人物登录',
    html`<p>下列人物全部为演示数据，姓名、证件号码和手机号均为虚构。</p>
      <form method="post" action="/sso/sim/sign-in">
        ${keptField('sp', sp)}
        <ul class="personas">
          ${accounts.persons().map((person) => html`<li>${personButton(person, accounts)}</li>`)}
        </ul>
        <details class="tester">
          <summary>测试选项</summary>
          <label>回调方式 <select name="callbackMethod"><option value="get">GET（302 跳转）</option><option value="post">POST（自动提交表单）</option></select></label>
          <label>登录结果 <select name="fault"><option value="">正常</option>${FAULTS.A.map((fault) => html`<option value="${fault}">${faultLabel(fault)}</option>`)}</select></label>
        </details>
      </form>
      <p class="hint">法人账号不能从个人登录入口登录。</p>`,
  );
}

/** The page on which a person raises their level; its form posts to `/sso/sim/step-up`. */
export function stepUpPage(
  person: Persona,
  current: AssuranceCode,
  wanted: AssuranceCode,
  sp: string | undefined,
): string {
  const isEnough = current >= wanted;
  return ssoPage(
    '实名认证升级',
    html`<p><strong>${person.name}</strong> 当前等级：${current}（${LEVEL_NAMES[current]}）</p>
      <p>${isEnough ? '当前等级已经足够，无需升级。' : `确认后等级升为 ${wanted}（${LEVEL_NAMES[wanted]}）。这里模拟刷脸认证，不会使用摄像头。`}</p>
      <form method="post" action="/sso/sim/step-up" class="actions">
        ${keptField('sp', sp)} ${keptField('persona', person.key)} ${keptField('level', String(wanted))}
        <button class="primary" name="outcome" value="confirmed">${isEnough ? '返回应用' : '模拟认证通过'}</button>
        ${!isEnough && html`<button name="outcome" value="cancelled">不升级，返回应用</button>`}
      </form>`,
  );
}

/** The page that posts `ticket` and `sp` to the callback by itself, with a button for browsers without scripts. */
export function postCallbackPage(callbackUrl: string, ticket: string, sp: string | undefined): string {
  return ssoPage(
    '正在返回应用',
    html`<form id="callback" method="post" action="${callbackUrl}" class="actions">
      ${keptField('ticket', ticket)} ${keptField('sp', sp)}
      <button class="primary">返回应用</button>
    </form>`,
    '/sim/assets/submit-at-once.js',
  );
}

/** The page for a call that the platform does not accept. */
export function ssoRefusalPage(reason: string): string {
  return ssoPage('无法登录', html`<p role="alert">${reason}</p>`);
}

function ssoPage(title: string, content: Html, script?: string): string {
  const body = html`<body class="sso">
    <header class="simulated">模拟“浙里办”登录页，仅用于开发和演示</header>
    <main>
      <h1>${title}</h1>
      ${content}
    </main>
  </body>`;
  return page({ title: `${title}（演示）`, body, ...(script === undefined ? {} : { script }) });
}

function personButton(person: Persona, accounts: SignedInAccounts): Html {
  const level = accounts.levelOf(person);
  return html`<button name="persona" value="${person.key}">
    <span class="name">${person.name}</span> <span class="demo">演示</span>
    <span class="detail">${person.purpose}</span>
    <span class="detail">${DOCUMENT_KINDS[person.document.kind].label} · 等级 ${level} ${LEVEL_NAMES[level]}</span>
  </button>`;
}

function keptField(name: string, value: string | undefined): Html | undefined {
  return value === undefined ? undefined : html`<input type="hidden" name="${name}" value="${value}" />`;
}
