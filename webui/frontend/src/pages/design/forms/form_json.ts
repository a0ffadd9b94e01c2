// The JSON of a form as its file writes it: a list of components, one a line.
export interface Part {
  type: string;
  id: string;
  key?: string;
  path?: string;
  label?: string;
  dateLabel?: string;
  subtype?: string;
  description?: string;
  text?: string;
  decimalDigits?: number;
  defaultValue?: unknown;
  appearance?: { suffixAdorner?: string; prefixAdorner?: string };
  values?: { label: string; value: string }[];
  validate?: Record<string, unknown>;
  conditional?: { hide?: string };
  properties?: Record<string, string>;
  components?: Part[];
}

export interface FormFile {
  components: Part[];
  [name: string]: unknown;
}

/** What may be added, with the word people know it by. */
export const KINDS: { type: string; word: string; begin: Partial<Part> }[] = [
  { type: 'textfield', word: '单行文字', begin: { validate: { maxLength: 100 } } },
  { type: 'textarea', word: '多行文字', begin: { validate: { maxLength: 1000 } } },
  { type: 'number', word: '数字', begin: { decimalDigits: 0 } },
  { type: 'datetime', word: '日期', begin: { subtype: 'date' } },
  { type: 'radio', word: '单选（并列）', begin: { values: [{ label: '是', value: 'true' }, { label: '否', value: 'false' }], properties: { type: 'boolean' } } },
  { type: 'select', word: '单选（下拉）', begin: { values: [{ label: '选项一', value: '选项一' }] } },
  { type: 'checklist', word: '多选（并列）', begin: { values: [{ label: '选项一', value: '选项一' }] } },
  { type: 'taglist', word: '多选（下拉）', begin: { values: [{ label: '选项一', value: '选项一' }] } },
  { type: 'checkbox', word: '勾选', begin: {} },
  { type: 'filepicker', word: '附件', begin: { properties: { max_items: '5' } } },
  { type: 'dynamiclist', word: '多行列表', begin: { components: [], properties: { min_items: '1', max_items: '50' } } },
  { type: 'group', word: '分组', begin: { components: [] } },
  { type: 'text', word: '说明文字', begin: { text: '请按要求填写。' } },
];

const OTHER: Record<string, string> = { separator: '分隔线', spacer: '空白' };

export function kindWord(type: string): string {
  return KINDS.find((one) => one.type === type)?.word ?? OTHER[type] ?? type;
}

export function nameOf(part: Part): string {
  return part.dateLabel ?? part.label ?? part.text ?? kindWord(part.type);
}

export function keyOf(part: Part): string {
  return part.key ?? part.path ?? '';
}

export function parsed(content: string): FormFile | null {
  try {
    const found = JSON.parse(content) as FormFile;
    return Array.isArray(found.components) ? found : null;
  } catch {
    return null;
  }
}

/** The file again: head on the first line, each component on its own, those of a list indented. */
export function written(form: FormFile): string {
  const { components, ...head } = form;
  const top = oneLine(head).slice(0, -1);
  return `${top}, "components": [\n${components.map((one) => partLine(one, ' ')).join(',\n')}]}\n`;
}

function partLine(part: Part, margin: string): string {
  const { components, ...rest } = part;
  if (!components?.length) return margin + oneLine(part);
  const inner = components.map((one) => partLine(one, `${margin} `)).join(',\n');
  return `${margin}${oneLine(rest).slice(0, -1)}, "components": [\n${inner}]}`;
}

/** JSON on one line, with a space after comma and colon as in the shipped files. */
export function oneLine(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(oneLine).join(', ')}]`;
  if (value !== null && typeof value === 'object') {
    const said = Object.entries(value).filter(([, one]) => one !== undefined);
    return `{${said.map(([key, one]) => `${JSON.stringify(key)}: ${oneLine(one)}`).join(', ')}}`;
  }
  return JSON.stringify(value);
}

/** Every component with its depth and the list it stands in, from top to bottom. */
export function walk(components: Part[], depth = 0): { part: Part; depth: number; among: Part[] }[] {
  return components.flatMap((part) => [{ part, depth, among: components }, ...walk(part.components ?? [], depth + 1)]);
}

/** A new component of a kind, with a key and an id nobody has. */
export function begun(type: string, form: FormFile): Part {
  const taken = new Set(walk(form.components).flatMap(({ part }) => [part.id, keyOf(part)]));
  let number = 1;
  while (taken.has(`field_${number}`) || taken.has(`c_field_${number}`)) number += 1;
  const key = `field_${number}`;
  const { begin, word } = KINDS.find((one) => one.type === type)!;
  const named: Partial<Part> = type === 'datetime' ? { dateLabel: `${word}${number}` } : type === 'text' ? {} : { label: `${word.replace(/（.*/, '')}${number}` };
  const keyed: Partial<Part> = type === 'dynamiclist' ? { path: key } : type === 'group' || type === 'text' ? {} : { key };
  return { type, id: `c_${key}`, ...keyed, ...named, ...structuredClone(begin) };
}
