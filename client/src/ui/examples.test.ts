import { readdirSync } from 'node:fs';
import { mount } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fakeRouter } from '../testing/within-app.ts';
import { parts } from './examples.ts';

/** `FormField` is what the fields are made of; it has no state of its own. */
const withoutExamples = ['FormField'];

describe('the examples of the parts', () => {
  const complaints = vi.fn();
  beforeEach(() => void vi.spyOn(console, 'warn').mockImplementation(complaints));
  afterEach(() => (document.body.innerHTML = ''));

  it('leave no part out', () => {
    const files = readdirSync(import.meta.dirname).flatMap((name) => (name.endsWith('.vue') ? [name.replace('.vue', '')] : []));
    expect([...Object.keys(parts), ...withoutExamples].toSorted()).toEqual(files.toSorted());
  });

  it.each(Object.entries(parts).flatMap(([name, { part, examples }]) => examples.map((example) => ({ name, part, ...example }))))('$name, $state: shows itself and its words without a complaint', ({ part, props, words }) => {
    const wrapper = mount(part, { props, slots: words ? { default: words } : {}, attachTo: document.body, global: { plugins: [fakeRouter()] } });
    expect(wrapper.element.nodeType).toBe(Node.ELEMENT_NODE);
    if (words) expect(wrapper.text()).toContain(words);
    for (const text of Object.entries(props).flatMap(([key, each]) => (key !== 'modelValue' && typeof each === 'string' && /\p{Script=Han}/u.test(each) ? [each] : []))) {
      expect(wrapper.html().replaceAll('\n', '')).toContain(text);
    }
    expect(complaints).not.toHaveBeenCalled();
  });

  it.each(Object.entries(parts))('%s names its states apart', (_, { examples }) => {
    const states = examples.map(({ state }) => state);
    expect(new Set(states).size).toBe(states.length);
  });
});
