import express, { type Router } from 'express';
import { demoHospitals } from '../staff-provider/demo-staff.ts';
import { html, page } from '../zheliban-simulator/html.ts';
import { sendPage } from '../zheliban-simulator/page-headers.ts';
import { createDemoAccounts } from '../zheliban-simulator/personas.ts';
import { workstation } from './browser/workstation.js';

/** Where the page lies; the demo provider returns a doctor to it. */
export const WORKSTATION_PATH = '/sim/workstation/';

/**
 * A doctor's workstation as a hospital might build it, to see the look-up over FHIR from the doctor's chair: signed in, it asks about
 * one invented person, waits for a second doctor at the desk, and shows the answer beside what went over the line.
 *
 * @param publicUrl the service's own address, under which the FHIR door names its systems.
 */
export function simulatedWorkstation(publicUrl: string, now: () => Date): Router {
  const router = express.Router();
  // By its script, not in the page: a number on the screen is photographed.
  const people = createDemoAccounts(now()).flatMap((account) => (account.kind === 'PERSON' && account.document.kind === 'RESIDENT' ? [{ name: account.name, number: account.document.number }] : []));
  const script = `'use strict';\n(${workstation})(${JSON.stringify({ base: `${publicUrl}/fhir`, people })});\n`;
  router.get('/workstation.js', (_request, response) => void response.type('js').send(script));
  router.get('/', (_request, response) => sendPage(response, workstationPage(people.map(({ name }) => name))));
  return router;
}

function workstationPage(names: readonly string[]): string {
  const people = names.map((name) => html`<option>${name}（演示）</option>`);
  const [hospital] = demoHospitals;
  const field = (name: string, label: string, value: string) => html`<p><label>${label}<br /><input name="${name}" value="${value}" required autocomplete="off" /></label></p>`;
  return page({
    title: '模拟医生工作站',
    script: `${WORKSTATION_PATH}workstation.js`,
    body: html`<body class="workstation">
      <main>
        <h1>模拟医生工作站</h1>
        <p>这里的医院、医生和病人都是虚构的。真实的工作站照样这样查询：<code>POST /fhir/Consent/_search</code>（见 docs/fhir.md）。</p>
        <p id="sign-in"><button type="button" class="primary" id="enter">以医生身份登录</button></p>
        <form id="question" hidden>
          <p><label for="person">病人</label><br /><select id="person"><option>请选择</option>${people}</select></p>
          ${field('number', '居民身份证号码', '')} ${field('name', '姓名', '')} ${field('case', '病例编号', 'CASE-2026-1')} ${field('hospital', '医院代码', hospital.registryKey)} ${field('area', '区域代码', hospital.divisionCode)}
          <p><label for="occasion">情形</label><br /><select id="occasion" name="occasion"><option value="DEATH_EXPECTED">预计不久死亡</option><option value="DEATH_ESTABLISHED">已确定死亡</option></select></p>
          <p><label for="purpose">目的</label><br /><select id="purpose" name="purpose"><option value="CLARIFY_WILL">在与家属沟通前了解本人意愿</option><option value="ETHICS_REVIEW">准备伦理委员会审查</option></select></p>
          <p><label><input type="checkbox" name="at-once" /> 紧急：来不及等第二人（会报警，每一次都会被复查）</label></p>
          <p><button type="submit" class="primary">查询</button></p>
        </form>
        <section id="verdict" role="status" hidden>
          <h2 id="letter"></h2>
          <p id="says"></p>
          <p><button type="button" id="again" hidden>第二位医生确认了，再问一次</button></p>
        </section>
        <section id="line" hidden>
          <h2>线路上的内容</h2>
          <pre id="sent"></pre>
          <pre id="received"></pre>
        </section>
      </main>
    </body>`,
  });
}
