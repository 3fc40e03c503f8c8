import { flushPromises, mount } from '@vue/test-utils';
import { vi } from 'vitest';
import { RouterView, createMemoryHistory, createRouter, type RouteRecordRaw } from 'vue-router';
import { executeKey } from '../api/execute.ts';
import { containerKey } from '../container/use-container.ts';
import { i18n, loadWords } from '../i18n.ts';
import { type Answers, fakeContainer, fakeExecute } from './within-app.ts';

const places: Answers = {
  Divisions: () => ({ divisions: [] }),
  DivisionWithParents: () => ({ division: { code: '330106', name: '西湖区', fullName: '浙江省杭州市西湖区', level: 'COUNTY', parent: null } }),
};

/** Opens the pages of a feature in a browser of their own; what lies on the device stays from one opening to the next. */
export async function openApp(routes: readonly RouteRecordRaw[], path: string, answers: Answers) {
  const { execute, asked } = fakeExecute({ ...places, ...answers });
  const router = createRouter({ history: createMemoryHistory(), routes: [...routes, { path: '/:elsewhere(.*)*', component: { render: () => null } }] });
  await loadWords(['app', 'donation', 'journey', 'register', 'decision', 'questions', 'helping', 'sent']);
  void router.push(path);
  await router.isReady();
  const app = mount(RouterView, {
    attachTo: document.body,
    global: { plugins: [i18n, router], provide: { [executeKey]: execute, [containerKey]: fakeContainer() } },
  });
  await settled();

  /** Lazy pages, answers and redirects follow each other; a few rounds let them all come to rest. */
  async function settled(): Promise<void> {
    for (let round = 0; round < 6; round += 1) {
      await vi.dynamicImportSettled();
      await flushPromises();
    }
  }
  return {
    app,
    asked,
    router,
    settled,
    path: () => router.currentRoute.value.fullPath,
    sent: (name: string) => asked.filter((each) => each.name === name).map(({ variables }) => variables['input'] as Record<string, unknown>),
    async press(words: string): Promise<void> {
      const control = app.findAll('button, a').find((each) => each.text() === words);
      if (!control) throw new Error(`nothing to press says ${words}`);
      // A press on a submit button submits its form; happy-dom leaves that to us.
      if (control.attributes('type') === 'submit') await app.get('form').trigger('submit');
      else await control.trigger('click');
      await settled();
    },
    async choose(id: string, value: string): Promise<void> {
      await app.get(`#${id} input[value="${value}"]`).setValue();
      await settled();
    },
    async tick(): Promise<void> {
      await app.get('#consent').setValue(true);
    },
    async go(to: string): Promise<void> {
      await router.push(to);
      await settled();
    },
  };
}
