// What the server says of the limits of a procedure.
export interface LimitValue {
  valid_from: string;
  amount: number;
  unit: string;
  source: string;
  article: string | null;
  unit_confirmed: boolean;
  checked_on: string | null;
  checked_by: string | null;
  is_own: boolean;
}

export interface LimitRow {
  key: string;
  title: string;
  held_by: string;
  begins: string;
  ends: string;
  pauses: string;
  may: string;
  may_change: boolean;
  values: LimitValue[];
  above: LimitValue[];
  stated_in: string | null;
  lengthens: string | null;
  days: number;
}

export interface Total {
  title: string;
  days: number;
  spent: number;
  fits: boolean;
  stages: { key: string; title: string; days: number }[];
}

export interface Limits {
  rows: LimitRow[];
  total: Total | null;
  laws: Record<string, string>;
}

export interface Trial {
  on: string;
  lines: string[];
  due_on: string | null;
  days: { day: string; counted: boolean; why: string; source: string; number: number | null }[];
}

export const UNITS: [string, string][] = [
  ['working_days', '工作日'],
  ['calendar_days', '自然日'],
  ['working_hours', '工作小时'],
  ['hours', '小时'],
  ['months', '个月'],
  ['years', '年'],
];
export const PROPOSED = '本系统建议值';

export function unitWord(unit: string): string {
  return UNITS.find(([code]) => code === unit)?.[1] ?? unit;
}

const DIGITS = '零一二三四五六七八九';

/** 32 → 三十二, as articles of laws are numbered. */
export function inChinese(number: number): string {
  if (number < 10) return DIGITS[number]!;
  if (number < 20) return `十${number % 10 ? DIGITS[number % 10] : ''}`;
  if (number < 100) return `${DIGITS[Math.floor(number / 10)]}十${number % 10 ? DIGITS[number % 10] : ''}`;
  const rest = number % 100;
  const tail = rest === 0 ? '' : rest < 10 ? `零${DIGITS[rest]}` : rest < 20 ? `一${inChinese(rest)}` : inChinese(rest);
  return `${DIGITS[Math.floor(number / 100)]}百${tail}`;
}
