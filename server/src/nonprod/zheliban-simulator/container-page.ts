import { html, page } from './html.ts';
import type { ContainerSetting } from './settings.ts';

/** The page at `/sim`: a phone frame with the app, and a drawer with the container's switches and the call log. */
export function containerPage(settings: readonly ContainerSetting[]): string {
  const body = html`<body class="container">
    <main class="phone" aria-label="模拟手机">
      <header class="title-bar">
        <button id="back" type="button" aria-label="返回">‹</button>
        <h2 id="title">小程序</h2>
        <button id="drawer-toggle" type="button" aria-expanded="false" aria-controls="drawer">设置</button>
        <button id="leave" type="button" aria-label="关闭小程序">✕</button>
      </header>
      <div id="screen">
        <div id="closed" hidden>
          <p>小程序已关闭</p>
          <button id="reopen" type="button" class="primary">重新打开</button>
        </div>
      </div>
      <div id="dialog" role="alertdialog" aria-modal="true" aria-labelledby="dialog-title" aria-describedby="dialog-message" hidden>
        <div class="dialog-box">
          <h3 id="dialog-title"></h3>
          <p id="dialog-message"></p>
          <label id="dialog-field" hidden><span id="dialog-label">内容</span> <input id="dialog-input" autocomplete="off" /></label>
          <div id="dialog-buttons"></div>
        </div>
      </div>
      <p id="toast" role="status" hidden></p>
    </main>
    <aside id="drawer" aria-label="模拟容器设置">
      <header>
        <h1>模拟“浙里办”容器</h1>
        <button id="drawer-close" type="button">收起</button>
      </header>
      <p class="hint">仅用于开发和演示，不是真正的浙里办；人物、证件号码和手机号均为虚构。</p>
      <form id="settings">${settings.map(
        ({ name, label, choices }) =>
          html`<label>
            <span>${label}</span>
            <select name="${name}" autocomplete="off">
              ${choices.map((choice) => html`<option value="${choice.value}">${choice.label}</option>`)}
            </select>
          </label>`,
      )}</form>
      <p class="hint"><a id="address" href="/sim">带有当前设置的地址</a></p>
      <section aria-labelledby="log-title">
        <header>
          <h2 id="log-title">桥调用记录</h2>
          <button id="log-clear" type="button">清空</button>
        </header>
        <ol id="log" tabindex="0" aria-labelledby="log-title"></ol>
      </section>
    </aside>
  </body>`;
  return page({ title: '模拟“浙里办”容器', body, script: '/sim/assets/shell.js' });
}
