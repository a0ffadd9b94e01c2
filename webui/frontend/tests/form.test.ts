import { mount } from '@vue/test-utils';
import { expect, test } from 'vitest';
import { nextTick } from 'vue';
import type { Component } from '@/api/shapes';
import { bodyOf } from '@/form/body';
import { stand } from '@/form/conditions';
import FormSheet from '@/form/FormSheet.vue';

const OPINION: Component = { component: 'select', id: 'c1', key: 'opinion_kind', label: '承办意见', type: 'choice', required: true, options: [{ value: '立案', label: '立案' }, { value: '不予立案', label: '不予立案' }] };
const REASON: Component = { component: 'textarea', id: 'c2', key: 'reason', label: '理由', type: 'text', hide: 'opinion_kind != "不予立案"', required: true };
const AFTER: Component = { component: 'textfield', id: 'c3', key: 'after', label: '说明', type: 'text', hide: 'reason = null' };

function standing(values: object, ...components: Component[]) {
  return Object.fromEntries(stand(components, values as never).standing);
}

test('a field is hidden until the answer before it calls for it', () => {
  expect(standing({}, OPINION, REASON)).toEqual({ c1: 'required', c2: 'hidden' });
  expect(standing({ opinion_kind: '不予立案' }, OPINION, REASON)).toEqual({ c1: 'required', c2: 'required' });
});

test('what is hidden counts as null for the conditions after it', () => {
  expect(standing({ opinion_kind: '立案', reason: '旧的理由' }, OPINION, REASON, AFTER).c3).toBe('hidden');
  expect(standing({ opinion_kind: '不予立案', reason: '理由' }, OPINION, REASON, AFTER).c3).toBe('optional');
});

test('dates are compared as dates, numbers that were typed as numbers', () => {
  const late: Component = { component: 'textfield', id: 'l', key: 'late', type: 'text', hide: 'told_on <= met_on' };
  const dates: Component[] = [
    { component: 'datetime', id: 'd1', key: 'told_on', type: 'date' },
    { component: 'datetime', id: 'd2', key: 'met_on', type: 'date' },
  ];
  expect(standing({ told_on: '2026-03-10', met_on: '2026-03-09' }, ...dates, late).l).toBe('optional');
  expect(standing({ told_on: '2026-03-09', met_on: '2026-03-10' }, ...dates, late).l).toBe('hidden');
  const many: Component = { component: 'textfield', id: 'm', key: 'm', type: 'text', hide: 'count < 10' };
  expect(standing({ count: '9' }, { component: 'number', id: 'n', key: 'count', type: 'whole' }, many).m).toBe('hidden');
});

test('a condition that cannot be told hides nothing', () => {
  expect(standing({}, { component: 'textfield', id: 'x', key: 'x', type: 'text', hide: 'unknown(' }).x).toBe('optional');
});

test('a group whose fields are all hidden is hidden', () => {
  const group: Component = { component: 'group', id: 'g', label: '组', components: [REASON] };
  expect(standing({}, OPINION, group)).toMatchObject({ g: 'hidden', c2: 'hidden' });
});

test('what is hidden, blank, or not to be written is not sent', () => {
  const given: Component = { component: 'textfield', id: 'g', key: 'given', type: 'text', read_only: true };
  expect(bodyOf([OPINION, REASON, given], { opinion_kind: '立案', reason: '旧的理由', given: '3' })).toEqual({ opinion_kind: '立案' });
});

test('a proposal that was taken away is sent as null', () => {
  const proposed: Component = { component: 'textfield', id: 'p', key: 'p', type: 'text', source: 'limit.dl_x' };
  expect(bodyOf([proposed], { p: ' ' })).toEqual({ p: null });
});

test('blank rows are left out, and a row reads the form around it', () => {
  const rows: Component = {
    component: 'dynamiclist', id: 'r', key: 'rows', type: 'rows',
    components: [
      { component: 'textfield', id: 'r1', key: 'name', type: 'text' },
      { component: 'textfield', id: 'r2', key: 'note', type: 'text', hide: 'opinion_kind = "立案"' },
    ],
  };
  const values = { opinion_kind: '立案', rows: [{ name: '甲', note: '旧' }, {}, { name: ' ' }] };
  expect(bodyOf([OPINION, rows], values)).toEqual({ opinion_kind: '立案', rows: [{ name: '甲' }] });
});

test('the server\'s refusal stands at its field and is tied to its control', () => {
  const refusals = new Map([['note', { field: 'note', what: '请填写说明。', mend: '写明理由。' }]]);
  const sheet = mount(FormSheet as never, {
    props: { form: { code: 'X', components: [{ component: 'textfield', id: 'n', key: 'note', label: '说明', type: 'text' }] }, data: {}, refusals } as never,
  });
  expect(sheet.find('.fault').text()).toBe('请填写说明。写明理由。');
  expect(sheet.find('input').attributes('aria-invalid')).toBe('true');
  expect(sheet.find('input').attributes('aria-describedby')).toBe(sheet.find('.fault').attributes('id'));
});

test('every field has a label that names its control', async () => {
  const sheet = mount(FormSheet as never, {
    props: { form: { code: 'X', components: [{ component: 'textarea', id: 'n', key: 'facts', label: '事实', type: 'text' }] }, data: { facts: '甲' } } as never,
  });
  await nextTick();
  expect(sheet.find('label').attributes('for')).toBe(sheet.find('textarea').attributes('id'));
});

test('typing shows the field that now applies', async () => {
  const flag: Component = { component: 'textfield', id: 'a', key: 'kind', label: '种类', type: 'text' };
  const more: Component = { component: 'textfield', id: 'b', key: 'more', label: '补充', type: 'text', hide: 'kind != "其他"' };
  const sheet = mount(FormSheet as never, { props: { form: { code: 'X', components: [flag, more] }, data: {} } as never });
  expect(sheet.findAll('input')).toHaveLength(1);
  await sheet.find('input').setValue('其他');
  await nextTick();
  expect(sheet.findAll('input')).toHaveLength(2);
});
