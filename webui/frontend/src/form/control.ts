// Which control a field gets.
import type { Component } from '@/api/shapes';

export type Control = 'text' | 'textarea' | 'select' | 'many' | 'suggest' | 'radio' | 'checklist' | 'checkbox' | 'date' | 'datetime' | 'time' | 'files';

const OF_COMPONENT: Record<string, Control> = {
  radio: 'radio',
  checkbox: 'checkbox',
  select: 'select',
  checklist: 'checklist',
  taglist: 'many',
  textarea: 'textarea',
};

const OF_TYPE: Record<string, Control> = {
  choice: 'select',
  choices: 'checklist',
  boolean: 'radio',
  files: 'files',
  date: 'date',
  datetime: 'datetime',
  time: 'time',
};

export function controlOf(one: Component): Control {
  if (one.suggestions_only) return 'suggest';
  return OF_COMPONENT[one.component] ?? OF_TYPE[one.type ?? ''] ?? 'text';
}

const HINTS: Record<string, string> = {
  uscc: '18位统一社会信用代码',
  telephone: '手机号码，或者带区号的固定电话',
  money: '单位：元',
};

export function hintOf(one: Component): string {
  return one.description ?? HINTS[one.format ?? ''] ?? '';
}

/** The keyboard a phone offers. */
export function inputModeOf(one: Component): 'numeric' | 'decimal' | 'tel' | 'email' | undefined {
  if (one.type === 'whole') return 'numeric';
  if (one.type === 'decimal') return 'decimal';
  if (one.format === 'mobile' || one.format === 'telephone') return 'tel';
  return one.format === 'email' ? 'email' : undefined;
}

const MANY_OPTIONS = 8;

export function isLong(one: Component): boolean {
  return (one.options?.length ?? 0) > MANY_OPTIONS;
}
