import { mount } from '@vue/test-utils';
import { defineComponent } from 'vue';
import { executeKey } from '../../api/execute.ts';
import { type Answers, fakeExecute, fakeRouter } from '../../testing/within-app.ts';
import { deskI18n } from '../desk-i18n.ts';
import { type Download, downloadKey } from '../download.ts';

/** Runs a composable as a page of the desk would: among canned answers, with the desk's words. */
export function withinDesk<Result>(composable: () => Result, answers: Answers = {}, download: Download = () => Promise.resolve(true)) {
  const { execute, asked } = fakeExecute(answers);
  const held: { result?: Result } = {};
  const page = defineComponent({
    setup() {
      held.result = composable();
      return () => null;
    },
  });
  const wrapper = mount(page, { global: { plugins: [deskI18n, fakeRouter()], provide: { [executeKey]: execute, [downloadKey]: download } } });
  return { result: held.result as Result, asked, wrapper };
}
