// What a dry run has done is told in words, with people by their names.
import { expect, test } from 'vitest';
import { wordsOf } from '@/pages/design/trial/shapes';

const cast = [{ by: 'handler', name: '孙演示甲', role: 'lead_handler', role_title: '主办人' }];

test.each([
  [{ advance_to: '2026-03-02 09:00' }, '时间拨到 2026-03-02 09:00'],
  [{ at: '2026-03-02 09:00', walk_to: 'P2.4' }, '2026-03-02 09:00 按样例顺走到 P2.4'],
  [{ at: '2026-03-02 09:00', step: 'P2.2', by: 'handler', form: {} }, '2026-03-02 09:00 办结 P2.2，孙演示甲（主办人）'],
  [{ at: '2026-03-02 09:00', step: 'P1.1', by: 'handler', do: 'start' }, '2026-03-02 09:00 登记 P1.1，孙演示甲（主办人）'],
  [{ serve: 'D04' }, '按文件里写的'],
])('%o', (entry, words) => {
  expect(wordsOf(entry, cast, '按文件里写的')).toBe(words);
});
