import { type Component, type EffectScope, effectScope, createApp } from 'vue';
import { mount, type VueWrapper } from '@vue/test-utils';
import { createMemoryHistory, createRouter, type Router } from 'vue-router';
import { type Execute, executeKey } from '../api/execute.ts';
import type { AppContainer } from '../container/app-container.ts';
import { browserContainer } from '../container/browser.ts';
import { containerKey } from '../container/use-container.ts';
import { i18n, loadWords } from '../i18n.ts';

/** Answers by operation name, given the variables; a thrown fault is the fault of the request. */
export type Answers = Readonly<Record<string, (variables: Record<string, unknown>) => unknown>>;

/** The server's place taken by canned answers; `asked` holds what was sent, in order. */
export function fakeExecute(answers: Answers): { readonly execute: Execute; readonly asked: { name: string; variables: Record<string, unknown> }[] } {
  const asked: { name: string; variables: Record<string, unknown> }[] = [];
  const execute = (async (document: { operationName: string }, variables: Record<string, unknown>) => {
    asked.push({ name: document.operationName, variables });
    const answer = answers[document.operationName];
    if (!answer) throw new Error(`nothing answers ${document.operationName}`);
    return answer(variables);
  }) as Execute;
  return { execute, asked };
}

/** A browser container with parts replaced. */
export const fakeContainer = (parts: Partial<AppContainer> = {}): AppContainer => ({ ...browserContainer(), ...parts });

const blank = { template: '<div />' } as unknown as Component;

/** A router that knows every address and shows nothing. */
export function fakeRouter(): Router {
  return createRouter({ history: createMemoryHistory(), routes: [{ path: '/:any(.*)*', component: blank }] });
}

/** What a page or composable finds around itself. */
export interface Surrounding {
  readonly answers?: Answers;
  readonly container?: AppContainer;
  /** Sections of words the page needs. */
  readonly words?: readonly string[];
  /** The address in front. */
  readonly path?: string;
}

/** Mounts a page among canned answers, real words and a router that shows nothing else. */
export async function mountPage(page: Component, props: Record<string, unknown> = {}, surrounding: Surrounding = {}) {
  const { execute, asked } = fakeExecute(surrounding.answers ?? {});
  const router = fakeRouter();
  await router.push(surrounding.path ?? '/');
  await loadWords(['app', ...(surrounding.words ?? [])]);
  const wrapper: VueWrapper = mount(page, {
    attachTo: document.body,
    props,
    global: {
      plugins: [i18n, router],
      provide: { [executeKey]: execute, [containerKey]: surrounding.container ?? fakeContainer() },
    },
  });
  return { wrapper, asked, router };
}

/** Runs a composable as a page would, without a page. */
export function withinApp<Result>(composable: () => Result, surrounding: Surrounding = {}) {
  const { execute, asked } = fakeExecute(surrounding.answers ?? {});
  const app = createApp(blank);
  app.use(fakeRouter());
  app.provide(executeKey, execute).provide(containerKey, surrounding.container ?? fakeContainer());
  const scope: EffectScope = effectScope();
  const result = app.runWithContext(() => scope.run(composable)) as Result;
  return { result, asked, stop: () => scope.stop() };
}
