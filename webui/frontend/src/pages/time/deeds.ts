// What heads do about the time of a case: the fields each deed asks for, and its route.
import { type Route, ROUTES } from '@/api/routes';

export interface DeedField {
  key: string;
  label: string;
  kind: 'text' | 'day' | 'choice' | 'clock';
  optional?: boolean;
  choices?: { value: string; label: string }[];
}

export interface TimeDeed {
  key: string;
  words: string;
  may: string;
  route: Route;
  note: string;
  fields: DeedField[];
}

const EXCLUDED = [
  { value: 'expertise', label: '委托鉴定' },
  { value: 'hearing', label: '听证' },
  { value: 'announcement', label: '公告' },
];
const LISTINGS = [
  { value: 'watched', label: '督办' },
  { value: 'listed', label: '挂牌督办' },
];
const RUNGS = [
  { value: 'message', label: '短信提醒承办人' },
  { value: 'head', label: '报科室负责人' },
  { value: 'urging_slip', label: '发催办单' },
  { value: 'letter_proposal', label: '建议制发督办函' },
];
const GROUND: DeedField = { key: 'ground', label: '理由', kind: 'text' };
const ON_WHAT: DeedField[] = [
  { key: 'article', label: '依据的条文', kind: 'text', optional: true },
  { key: 'document', label: '依据的文书', kind: 'text', optional: true },
];

export const DEEDS: TimeDeed[] = [
  {
    key: 'urge',
    words: '催办',
    may: 'urge',
    route: ROUTES.urgeCase,
    note: '给持有待办任务的人发提醒；不发文书，不改流程。',
    fields: [{ key: 'text', label: '要说的话', kind: 'text' }],
  },
  {
    key: 'list',
    words: '督办',
    may: 'list',
    route: ROUTES.listCase,
    note: '列为督办或者挂牌督办，案件进入督查总览。',
    fields: [
      { key: 'flag', label: '方式', kind: 'choice', choices: LISTINGS },
      { key: 'reason', label: '理由', kind: 'text' },
      { key: 'until_on', label: '要求办结日期', kind: 'day', optional: true },
    ],
  },
  {
    key: 'unlist',
    words: '解除督办',
    may: 'list',
    route: ROUTES.unlistCase,
    note: '从督查总览中移出，理由记入日志。',
    fields: [
      { key: 'flag', label: '方式', kind: 'choice', choices: LISTINGS },
      { key: 'reason', label: '理由', kind: 'text' },
    ],
  },
  {
    key: 'hold',
    words: '暂缓督促',
    may: 'hold',
    route: ROUTES.holdRung,
    note: '本届满日不再进行这一级督促。',
    fields: [
      { key: 'clock_id', label: '期限', kind: 'clock' },
      { key: 'rung', label: '哪一级', kind: 'choice', choices: RUNGS },
      { key: 'reason', label: '理由', kind: 'text' },
    ],
  },
  {
    key: 'exclude',
    words: '登记不计入',
    may: 'enter',
    route: ROUTES.excludeTime,
    note: '扣除鉴定、听证、公告的期间；可以补录以往的期间，两个时间都会留存。',
    fields: [
      { key: 'kind', label: '事由', kind: 'choice', choices: EXCLUDED },
      { key: 'began_on', label: '自哪天起不计入', kind: 'day' },
      { key: 'ended_on', label: '哪天恢复计入', kind: 'day', optional: true },
      GROUND,
      ...ON_WHAT,
    ],
  },
  {
    key: 'again',
    words: '恢复计入',
    may: 'enter',
    route: ROUTES.countAgain,
    note: '结束正在进行的鉴定、听证、公告期间；当日恢复计入。',
    fields: [
      { key: 'kind', label: '事由', kind: 'choice', choices: EXCLUDED },
      { key: 'ended_on', label: '哪天恢复计入', kind: 'day' },
      GROUND,
    ],
  },
  {
    key: 'restart',
    words: '重新计算',
    may: 'enter',
    route: ROUTES.restartClock,
    note: '期限自该日重新起算；原来的计时保留可查。',
    fields: [{ key: 'clock_id', label: '期限', kind: 'clock' }, { key: 'on', label: '重新起算日', kind: 'day' }, GROUND, ...ON_WHAT],
  },
];
