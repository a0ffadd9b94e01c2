// What a field holds, in words.
import type { Component } from '@/api/shapes';
import { day } from '@/words';

export function wordsOf(component: Component, value: unknown): string {
  if (value === undefined || value === null || value === '') return '—';
  if (Array.isArray(value)) {
    const words = value.map((one) => wordsOf({ ...component, type: 'choice' }, one));
    return words.join(words.some((one) => one.includes('、')) ? '；' : '、');
  }
  const option = component.options?.find((one) => String(one.value) === String(value));
  if (option) return option.label;
  if (typeof value === 'boolean') return value ? '是' : '否';
  if (component.type === 'date') return day(String(value));
  return `${component.prefix ?? ''}${String(value)}${component.suffix ?? ''}`;
}
