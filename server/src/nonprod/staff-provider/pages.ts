import { Html, html, page } from '../zheliban-simulator/html.ts';
import { demoStaff, strangers } from './demo-staff.ts';

/** How somebody at the picker proves who they are; the words are `amr` values (RFC 8176). */
export const PROOFS = {
  both: { label: '密码 + 动态口令（两种因素）', amr: ['pwd', 'otp'] },
  passwordOnly: { label: '只用密码（会被拒绝）', amr: ['pwd'] },
  textMessage: { label: '密码 + 短信（不是密码技术，会被拒绝）', amr: ['pwd', 'sms'] },
} as const;

const checked = html`checked`;

/** The page on which one chooses who one is. */
export function pickerPage(action: string): string {
  const people = [...demoStaff, ...strangers].map(
    ({ subject, name, purpose }, index) =>
      html`<p><label><input type="radio" name="subject" value="${subject}" required ${index === 0 && checked} /> ${name}（${purpose}）</label></p>`,
  );
  const proofs = Object.entries(PROOFS).map(
    ([key, { label }], index) => html`<p><label><input type="radio" name="proof" value="${key}" ${index === 0 && checked} /> ${label}</label></p>`,
  );
  return page({
    title: '演示用统一认证',
    body: html`<body>
      <main class="simulator">
        <h1>演示用统一认证</h1>
        <p>这里的人员和医院都是虚构的，仅供演示。请选择以谁的身份登录。</p>
        <form method="post" action="${action}">
          <fieldset><legend>登录的演示人员</legend>${people}</fieldset>
          <fieldset><legend>验证方式</legend>${proofs}</fieldset>
          <p><button type="submit" name="choice" value="sign-in">登录</button> <button type="submit" name="choice" value="cancel" formnovalidate>取消</button></p>
        </form>
      </main>
    </body>`,
  });
}

/** The page that asks whether to end the session at the provider; `form` is the provider's own markup. */
export function signOutPage(form: string): string {
  return page({
    title: '退出演示用统一认证',
    body: html`<body><main class="simulator"><h1>退出演示用统一认证</h1>${new Html(form)}<p><button type="submit" form="op.logoutForm" name="logout" value="yes" autofocus>退出</button></p></main></body>`,
  });
}

/** The page after signing out at the provider. */
export function signedOutPage(returnUrl: string): string {
  const back: Html | false = returnUrl !== '' && html`<p><a href="${returnUrl}">返回工作台</a></p>`;
  return page({ title: '已退出', body: html`<body><main class="simulator"><h1>已退出演示用统一认证</h1>${back}</main></body>` });
}
