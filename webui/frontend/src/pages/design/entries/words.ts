// What the keys of YAML files mean to people; a key without a word is shown as it is.
export const WORDS: Record<string, string> = {
  title: '名称', names: '机关名称', government: '政府', T1: '区级', T2: '街道和派出机构', T3: '部门', authority: '监督机关', acting_body: '办理机构', assists: '协助机构',
  organ_codes: '机关代字', domain: '业务代字', case: '案件代字', seals: '印章', special: '监督专用章', laws: '法律依据', number: '文号', in_force: '施行日期', counting: '期日计算',
  roles: '角色', org: '所在机关', unit: '内设机构', post: '职务', certificate: '证件', separation: '不得同一人', approvals: '审批层级', steps: '步骤', chain: '依次审批', article: '依据条款',
  local_may: '地方可以', instrument_sets: '文书体系', from: '自', to: '至', kinds: '文书', issuer: '制发机关', confirmed: '已确认', lights: '灯色', yellow: '黄灯', orange: '橙灯', black: '黑灯',
  working_days_left: '剩余工作日', share_left: '剩余比例', working_days_over: '超过工作日', remind_at: '提醒时刻', ladder: '逐级提醒', measures: '监督措施', enums: '选项', committee: '委员会',
  enabled: '启用', quorum: '到会人数', passes: '通过票数', at_least: '至少', of: '以何为基数', more_than: '多于', recused_leave: '回避人员离席', early_stop: '提前计票', casting_vote: '主任加权',
  results: '审议结果', source: '来源', name: '名称', chair: '主任', extra_days: '本地节假日', type: '类型', label: '名称', writer: '由谁写入', values: '取值', kind: '文书代码', class: '类别', seal: '用印',
  signed_at: '签发环节', numbered_at: '编号环节', recipients: '主送', copies: '份数', recipient: '当事人', file: '存档', cc: '抄送', service: '送达', proof: '送达凭证', modes: '送达方式', limit: '期限',
  visible_to: '可见的人', step: '步骤', role: '角色', fills: '填写的栏目', does: '办理动作', form: '表单', when: '条件', template_based_on: '所替换的样式', must_precede: '必须先于', must_follow: '必须后于',
  never_both: '不得并存', persons_min: '至少几人', masked_copy: '遮盖副本', parallel: '并行',
};

/** Values that are codes, with the word of each. */
const MAY_BE: Record<string, Record<string, string>> = {
  class: { form: '表格', letter: '函件', notice: '通知', record: '笔录', handling: '处理文书', proof: '凭证' },
  issuer: { authority: '监督机关', acting_body: '办理机构', government: '政府' },
  seal: { special: '监督专用章', government: '政府印章', acting_body: '办理机构印章', none: '不用印' },
  type: { boolean: '是或否', number: '数字', text: '文字', date: '日期', enum: '取值之一' },
  local_may: { any: '改动', shorten: '缩短', confirm: '经法务确认后改动', nothing: '不得改动' },
  org: { authority: '监督机关', acting_body: '办理机构', government: '政府', department: '部门', supervised_org: '被监督机关' },
};

/** The codes a key may hold, if the value is one of them. */
export function choicesOf(key: string, value: Value): [string, string][] {
  const found = MAY_BE[key];
  return found && typeof value === 'string' && value in found ? Object.entries(found) : [];
}

export function wordOf(key: string): string {
  return WORDS[key] ?? key;
}

export type Value = null | boolean | number | string | Value[] | { [key: string]: Value };

export function isTree(value: Value): value is { [key: string]: Value } {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

/** A value in one line of words. */
export function briefly(value: Value): string {
  if (value === null) return '—';
  if (typeof value === 'boolean') return value ? '是' : '否';
  if (Array.isArray(value)) return value.map(briefly).join('、');
  if (isTree(value)) return Object.entries(value).map(([key, one]) => `${wordOf(key)}：${briefly(one)}`).join('；');
  return String(value);
}

/** What is typed for a line of text, as the file keeps it. */
export function asTyped(words: string, was: Value): Value {
  if (typeof was === 'number' && /^-?\d+$/.test(words.trim())) return Number(words);
  if (Array.isArray(was)) return words.split(/[、,，\s]+/).filter(Boolean);
  return words;
}
