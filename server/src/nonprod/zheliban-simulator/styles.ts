/** The stylesheet of the simulator's own pages; the framed app brings its own. */
export const SIMULATOR_CSS = `
:root {
  --blue: #1f5fbf;
  --ink: #1c2430;
  --quiet: #57606d;
  --line: #d5dae1;
  --ground: #eef1f5;
  --paper: #ffffff;
  --green: #13693a;
  --red: #b3261e;
  --amber: #8a5200;
}
* { box-sizing: border-box; }
[hidden] { display: none !important; }
body {
  margin: 0;
  color: var(--ink);
  background: var(--ground);
  font: 16px/1.6 system-ui, 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif;
}
h1, h2, h3, p { margin: 0; }
h1 { font-size: 1.25rem; line-height: 1.4; }
h2 { font-size: 1.0625rem; line-height: 1.4; }
a { color: var(--blue); }
button, select { font: inherit; color: inherit; }
button {
  min-height: 44px;
  padding: 6px 16px;
  border: 1px solid var(--line);
  border-radius: 8px;
  background: var(--paper);
  cursor: pointer;
}
button.primary { border-color: var(--blue); background: var(--blue); color: #fff; }
:focus-visible { outline: 3px solid #ffb000; outline-offset: 2px; }
select {
  width: 100%;
  min-height: 40px;
  padding: 4px 8px;
  border: 1px solid #8a94a2;
  border-radius: 6px;
  background: var(--paper);
}
.hint { color: var(--quiet); font-size: 0.875rem; }

/* Sign-in pages of generation A */
.sso main { max-width: 560px; margin: 0 auto; padding: 20px 16px 40px; display: grid; gap: 16px; }
.sso h1 { font-size: 1.5rem; }
.sso form { display: grid; gap: 16px; }
.simulated { padding: 8px 16px; background: #fff1d6; color: #5c3a00; text-align: center; font-size: 0.875rem; }
.personas { margin: 0; padding: 0; list-style: none; display: grid; gap: 10px; }
.personas button { width: 100%; padding: 12px 16px; text-align: left; }
.personas button:hover { border-color: var(--blue); }
.name { font-size: 1.1875rem; font-weight: 600; }
.demo { margin-left: 6px; padding: 1px 6px; border-radius: 4px; background: #fff1d6; color: #5c3a00; font-size: 0.8125rem; }
.detail { display: block; color: var(--quiet); font-size: 0.9375rem; }
.tester summary { min-height: 44px; padding-top: 10px; cursor: pointer; }
.tester label { display: block; margin-top: 8px; }
.actions { justify-items: stretch; }

/* The container: phone and drawer side by side */
.container {
  display: grid;
  grid-template-columns: auto minmax(320px, 520px);
  justify-content: center;
  gap: 40px;
  min-height: 100dvh;
  padding: 16px;
}
.phone {
  position: sticky;
  top: 16px;
  display: flex;
  flex-direction: column;
  width: 375px;
  height: min(812px, calc(100dvh - 32px));
  overflow: hidden;
  border-radius: 20px;
  background: var(--paper);
  box-shadow: 0 0 0 10px #20252d, 0 12px 32px 10px rgb(0 0 0 / 25%);
  margin: 10px;
}
.title-bar { display: flex; align-items: center; flex: none; height: 48px; padding: 0 4px; border-bottom: 1px solid var(--line); }
.title-bar h2 {
  flex: 1;
  overflow: hidden;
  text-align: center;
  text-overflow: ellipsis;
  white-space: nowrap;
}
.title-bar button { min-width: 44px; padding: 0 8px; border: 0; background: none; }
#back { font-size: 1.75rem; line-height: 1; }
#drawer-toggle, #drawer-close { display: none; }
#screen { position: relative; flex: 1; min-height: 0; }
#screen iframe { position: absolute; inset: 0; width: 100%; height: 100%; border: 0; }
#closed { height: 100%; display: grid; place-content: center; justify-items: center; gap: 16px; color: var(--quiet); }
#dialog { position: absolute; inset: 0; display: grid; place-content: center; padding: 24px; background: rgb(0 0 0 / 45%); }
.dialog-box { display: grid; gap: 12px; width: 300px; max-width: 100%; padding: 20px; border-radius: 12px; background: var(--paper); }
#dialog-buttons { display: flex; flex-wrap: wrap; gap: 8px; }
#dialog-buttons button { flex: 1; }
#toast {
  position: absolute;
  left: 24px;
  right: 24px;
  bottom: 96px;
  width: fit-content;
  margin: 0 auto;
  padding: 8px 16px;
  border-radius: 8px;
  background: rgb(20 24 30 / 90%);
  color: #fff;
}

#drawer {
  position: sticky;
  top: 16px;
  display: flex;
  flex-direction: column;
  gap: 12px;
  min-width: 0;
  height: calc(100dvh - 32px);
  min-height: 640px;
  padding: 10px 0;
}
#drawer header { display: flex; align-items: center; justify-content: space-between; gap: 12px; }
#settings { display: grid; grid-template-columns: 1fr 1fr; gap: 8px 16px; }
#settings label { display: block; min-width: 0; }
#settings label span { font-size: 0.875rem; }
#drawer section { flex: 1; display: flex; flex-direction: column; gap: 8px; min-height: 0; }
#log-clear { min-height: 32px; padding: 0 12px; font-size: 0.875rem; }
#log {
  flex: 1;
  min-height: 0;
  margin: 0;
  padding: 0;
  overflow: auto;
  border: 1px solid var(--line);
  border-radius: 8px;
  background: var(--paper);
  font-size: 0.8125rem;
  list-style: none;
}
#log li { padding: 4px 10px; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
#log time { margin-right: 8px; color: var(--quiet); }
#log code { font-weight: 600; }
#log .given, #log .outcome { margin-left: 8px; }
.given { color: var(--quiet); }
.pending { color: var(--amber); }
.resolved { color: var(--green); }
.rejected { color: var(--red); }

@media (max-width: 820px) {
  .container { display: block; padding: 0; }
  .phone { position: static; width: 100%; height: 100dvh; margin: 0; border-radius: 0; box-shadow: none; }
  #drawer-toggle, #drawer-close { display: block; }
  #drawer { display: none; }
  #drawer[data-open] {
    position: fixed;
    inset: 0;
    z-index: 1;
    display: flex;
    height: auto;
    min-height: 0;
    padding: 12px 16px 24px;
    overflow: auto;
    background: var(--ground);
  }
  #settings { grid-template-columns: 1fr; }
  #settings label { display: grid; grid-template-columns: 8em 1fr; align-items: center; gap: 8px; }
  #settings label span { font-size: 1rem; }
  #drawer section { flex: none; }
  #log { flex: none; height: 260px; }
}
.workstation main { max-width: 46rem; margin: 0 auto; padding: 16px; display: grid; gap: 12px; }
.workstation input:not([type=checkbox]) { width: 100%; min-height: 44px; padding: 4px 8px; font: inherit; border: 1px solid var(--line); border-radius: 8px; }
.workstation form { display: grid; gap: 10px; padding: 16px; border-radius: 12px; background: var(--paper); }
.workstation section { padding: 16px; border-radius: 12px; background: var(--paper); border-left: 6px solid var(--line); }
.workstation section[data-state=AGREED] { border-left-color: var(--green); }
.workstation section[data-state=REFUSED] { border-left-color: var(--red); }
.workstation pre { overflow: auto; white-space: pre-wrap; overflow-wrap: anywhere; font-size: 0.875rem; }
`;
