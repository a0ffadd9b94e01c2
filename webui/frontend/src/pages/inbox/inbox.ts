// What the inbox asks for: it stands in the address, so that a link shows the same list.
import type { LocationQuery } from 'vue-router';
import type { Column } from '@/table/columns';

export const TABS = [
  { key: 'todo', label: '待办', empty: '目前没有待办任务。' },
  { key: 'claim', label: '待签收', empty: '目前没有待签收的任务。' },
  { key: 'active', label: '在办', empty: '目前没有在办案件的任务。' },
  { key: 'done', label: '已办', empty: '还没有办结过任务。' },
  { key: 'started', label: '我发起', empty: '您还没有登记过案件。' },
  { key: 'copied', label: '抄送传阅', empty: '没有抄送、传阅给您的事项。' },
  { key: 'drafts', label: '草稿', empty: '没有暂存的草稿。' },
] as const;

export type TabKey = (typeof TABS)[number]['key'];

export const COLUMNS: Column[] = [
  { key: 'task', label: '任务', width: 180, heads: true },
  { key: 'case_title', label: '案件', width: 240 },
  { key: 'due_on', label: '届满日', width: 180, sort: 'due' },
  { key: 'whose', label: '办理人', width: 110 },
  { key: 'why', label: '来由', width: 150 },
  { key: 'now', label: '案件现状', width: 160 },
  { key: 'opened_at', label: '到达时间', width: 150, sort: 'opened' },
  { key: 'role', label: '角色', width: 100 },
  { key: 'closed_at', label: '办结时间', width: 150, sort: 'closed' },
];

/** What was sent for reading: a case, by whom, why, and whether it was read. */
const COPIED: Column[] = [
  { key: 'task', label: '事项', width: 120, heads: true },
  { key: 'case_title', label: '案件', width: 240 },
  { key: 'whose', label: '送阅人', width: 110 },
  { key: 'why', label: '附言', width: 220 },
  { key: 'now', label: '案件现状', width: 160 },
  { key: 'opened_at', label: '送来时间', width: 150, sort: 'opened' },
  { key: 'closed_at', label: '阅读时间', width: 150, sort: 'closed' },
];

const OF_DONE = ['task', 'case_title', 'now', 'role', 'closed_at'];
const OF_STARTED = ['task', 'case_title', 'now', 'due_on', 'opened_at'];
const OF_ACTIVE = ['task', 'case_title', 'due_on', 'whose', 'why', 'opened_at'];
const OF_OPEN = ['task', 'case_title', 'due_on', 'whose', 'why', 'opened_at', 'role'];

/** The columns a tab can show, less those the person put away. */
export function columnsOf(tab: string, hidden: string[]): Column[] {
  if (tab === 'copied') return COPIED.filter((one) => one.heads || !hidden.includes(one.key));
  const fitting = { done: OF_DONE, started: OF_STARTED, active: OF_ACTIVE }[tab] ?? OF_OPEN;
  return COLUMNS.filter((one) => fitting.includes(one.key) && (one.heads || !hidden.includes(one.key)));
}

const COUNT_MAX = 200;

/** A number beside a tab; the server counts no further than the bound. */
export function counted(count: number | undefined): string | null {
  if (count === undefined) return null;
  return count >= COUNT_MAX ? `${COUNT_MAX}+` : String(count);
}

export const FILTERS = ['q', 'light', 'step', 'due_before'] as const;

export const LIGHTS = [
  { value: 'yellow', label: '将到期（黄）' },
  { value: 'red', label: '已超期（红）' },
  { value: 'black', label: '严重超期（黑）' },
  { value: 'blue', label: '中止（蓝）' },
  { value: 'green', label: '正常（绿）' },
];

export interface InboxAsked {
  tab: string;
  page: number;
  sort: string;
  filter: Record<(typeof FILTERS)[number], string>;
}

/** What the address asks for. */
export function askedBy(query: LocationQuery): InboxAsked {
  const word = (name: string): string => (typeof query[name] === 'string' ? (query[name] as string) : '');
  const tab = TABS.some((one) => one.key === word('tab')) ? word('tab') : 'todo';
  return {
    tab,
    page: Math.max(1, Number.parseInt(word('page'), 10) || 1),
    sort: word('sort'),
    filter: { q: word('q'), light: word('light'), step: word('step'), due_before: word('due_before') },
  };
}

/** The address that asks for it; what is plain is left out. */
export function addressOf(asked: InboxAsked): LocationQuery {
  const words = {
    ...asked.filter,
    tab: asked.tab === 'todo' ? '' : asked.tab,
    sort: asked.sort,
    page: asked.page > 1 ? String(asked.page) : '',
  };
  return Object.fromEntries(Object.entries(words).filter(([, value]) => value !== ''));
}
