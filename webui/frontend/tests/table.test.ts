import { mount } from '@vue/test-utils';
import { expect, test } from 'vitest';
import { sortingOf, sortWord, turned } from '@/table/columns';
import DataTable from '@/table/DataTable.vue';

const ROWS = [
  { id: 'a', name: '甲' },
  { id: 'b', name: '乙' },
];

function table(more: object = {}) {
  return mount(DataTable as never, {
    props: {
      rows: ROWS,
      columns: [
        { key: 'name', label: '名称', width: 100, heads: true, sort: 'name' },
        { key: 'id', label: '编号', width: 80 },
      ],
      rowKey: (row: { id: string }) => row.id,
      rowName: (row: { name: string }) => row.name,
      caption: '清单',
      empty: '没有。',
      chosen: new Set<string>(),
      sorting: { key: 'name', descending: false },
      ...more,
    } as never,
  });
}

test('a head says how its column is sorted, and a click turns it: up, down, as the server likes', async () => {
  const shown = table();
  expect(shown.find('thead th[aria-sort]').attributes('aria-sort')).toBe('ascending');
  await shown.find('thead button').trigger('click');
  expect(shown.emitted('update:sorting')).toEqual([[{ key: 'name', descending: true }]]);
  expect(turned({ key: 'name', descending: true }, 'name')).toBeNull();
});

test('a sorting survives its way through the address', () => {
  expect(sortingOf(sortWord({ key: 'due_on', descending: true }))).toEqual({ key: 'due_on', descending: true });
  expect(sortWord(null)).toBe('');
});

test('the box of the head chooses every row of the page, and only those', async () => {
  const shown = table({ chosen: new Set(['z']) });
  await shown.find('thead input').trigger('change');
  expect([...(shown.emitted('update:chosen')![0]![0] as Set<string>)]).toEqual(['z', 'a', 'b']);
});

test('each box says whose row it chooses, and each row has a head', () => {
  const shown = table();
  expect(shown.findAll('tbody input').map((one) => one.attributes('aria-label'))).toEqual(['选择甲', '选择乙']);
  expect(shown.findAll('tbody th[scope=row]')).toHaveLength(2);
});

test('an empty list says so in words', () => {
  expect(table({ rows: [] }).text()).toContain('没有。');
});
