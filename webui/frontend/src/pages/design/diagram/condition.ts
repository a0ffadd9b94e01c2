// The tree of a condition, as the server reads and writes it.

export type Value = string | boolean | { number: string } | { date: string };
export interface Leaf {
  fact: string;
  op: string;
  value?: Value | Value[];
}
export type Condition = Leaf | { all: Condition[] } | { any: Condition[] } | { not: Condition } | { free: string };

export const WITHOUT_VALUE = ['known', 'unknown', 'holds'];
export const LISTED = ['in', 'between'];

/** Whether nothing is left to fill in. */
export function whole(node: Condition): boolean {
  if ('all' in node) return node.all.every(whole);
  if ('any' in node) return node.any.every(whole);
  if ('not' in node) return whole(node.not);
  if ('free' in node) return Boolean(node.free.trim());
  if (!node.fact) return false;
  if (WITHOUT_VALUE.includes(node.op)) return true;
  const values = Array.isArray(node.value) ? node.value : [node.value];
  const needed = node.op === 'between' ? 2 : 1;
  return values.length >= needed && values.every((one) => one !== undefined && plain(one) !== '');
}

/** A value as it is typed. */
export function plain(value: Value | undefined): string {
  if (value === undefined) return '';
  if (typeof value === 'object') return 'number' in value ? value.number : value.date;
  return String(value);
}

/** What was typed, as a value of that type of fact. */
export function valued(type: string, typed: string): Value {
  if (type === 'boolean') return typed === 'true';
  if (type === 'number') return { number: typed };
  if (type === 'date') return { date: typed };
  return typed;
}
