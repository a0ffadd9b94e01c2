// The ledger of clues (线索移送台账): what the server answers, and the forms of the deeds.
import { ROUTES, type Route } from '@/api/routes';
import type { Body, Component, Form, Option } from '@/api/shapes';

export interface Named {
  id: string;
  name: string;
}

export interface Clue {
  clue_id: string;
  direction: string;
  from_organ: string;
  to_organ: string;
  summary: string;
  is_urgent: boolean;
  handed_over_by: string[];
  material_count: number;
  sent_at: string;
  due_on: string;
  state: string;
  is_overdue: boolean;
  feedback: string;
  trail: { at: string; move: string; by: string; organ: string; note: string }[];
  may: string[];
}

export interface Ledger {
  rows: Clue[];
  more: boolean;
  states: { state: string; title: string }[];
}

export interface Sending {
  direction: string;
  title: string;
  from_organs: Named[];
  to_organs: Named[];
  people: Named[];
}

export interface Choices {
  sendings: Sending[];
  receivers: Named[];
}

const optionsOf = (rows: Named[]): Option[] => rows.map((one) => ({ value: one.id, label: one.name }));
const text = (key: string, label: string): Component => ({ component: 'textarea', id: key, key, label, type: 'text', required: true, max_length: 2000 });
const choice = (key: string, label: string, options: Option[]): Component => ({ component: 'select', id: key, key, label, type: 'choice', required: true, options });

export interface ClueDeed {
  label: string;
  route: Route;
  form: (choices: Choices) => Form;
}

/** Move → how it reads, where it goes, what it asks. */
export const DEEDS: Record<string, ClueDeed> = {
  receive: { label: '接收', route: ROUTES.receiveClue, form: () => ({ code: 'receive', components: [] }) },
  refuse: { label: '不予接收', route: ROUTES.refuseClue, form: () => ({ code: 'refuse', components: [text('text', '不予接收的理由')] }) },
  designate: {
    label: '指定接收机关',
    route: ROUTES.designateClue,
    form: (choices) => ({ code: 'designate', components: [choice('organ', '接收机关', optionsOf(choices.receivers)), text('text', '指定的理由')] }),
  },
  feedback: { label: '反馈', route: ROUTES.clueFeedback, form: () => ({ code: 'feedback', components: [text('text', '处理情况')] }) },
};

export function sendForm(way: Sending): Form {
  return {
    code: 'send',
    components: [
      choice('from_organ', '移出机关', optionsOf(way.from_organs)),
      choice('to_organ', '接收机关', optionsOf(way.to_organs)),
      text('summary', '线索摘要（不写投诉举报人）'),
      choice('first', '移交人员一', optionsOf(way.people)),
      choice('second', '移交人员二', optionsOf(way.people)),
      { component: 'number', id: 'materials', key: 'materials', label: '材料份数', type: 'whole', required: true, min: 0 } as Component,
      { component: 'checkbox', id: 'is_urgent', key: 'is_urgent', label: '紧急线索', type: 'boolean' },
    ],
  };
}

/** What the server takes for a sending form. */
export function sendBody(way: Sending, body: Body): Body {
  const { first, second, materials, ...rest } = body;
  return { ...rest, direction: way.direction, handed_over_by: [first ?? '', second ?? ''], materials: Number(materials ?? 0) };
}
