// What is wrong in the drawing as it stands, found here and at once; codes and words are the server's.
import { extensionOf } from './extension';
import type { Marked } from './marks';
import type { Modeler, Moddle, Shape, Words } from './types';

const ID = /^[A-Za-z_][A-Za-z0-9_-]*$/;
const RESERVED = new Set(['Start', 'End', 'Root', 'typename']);
/** Codes that are judged here; what the server said of them earlier may be out of date. */
export const SEEN_HERE = new Set([
  'task_incomplete', 'role_unknown', 'form_unknown', 'limit_unknown', 'start_events', 'no_end_event', 'no_way_out', 'unreachable',
  'implicit_split', 'no_default_flow', 'no_condition', 'reserved_id', 'bad_id', 'duplicate_id', 'element_not_allowed', 'too_many_nodes',
]);
const TASK = 'zhijian:Task';
const CHOOSING = ['bpmn:ExclusiveGateway', 'bpmn:InclusiveGateway'];

interface Drawn {
  nodes: Shape[];
  flows: Shape[];
  words: Words;
  note: (code: string, at: Shape, names?: Record<string, string | number>) => void;
}

export function localFaults(modeler: Modeler, words: Words): Marked[] {
  const shapes: Shape[] = modeler.get('elementRegistry').filter((one: Shape) => one.type !== 'label' && Boolean(one.parent));
  const found: Marked[] = [];
  const note: Drawn['note'] = (code, at, names = {}) => {
    const said = words.messages[code]!;
    const filled = { node: at.businessObject.name || at.id, ...names };
    found.push({ code, level: 'error', where: at.id, what: fill(said.what, filled), mend: fill(said.mend, filled) });
  };
  const drawn = { nodes: shapes.filter((one) => one.businessObject.$instanceOf('bpmn:FlowNode')), flows: shapes.filter((one) => one.type === 'bpmn:SequenceFlow'), words, note };
  names(drawn, modeler);
  for (const node of drawn.nodes) {
    ways(drawn, node);
    if (node.type === 'bpmn:UserTask') task(drawn, node);
  }
  reach(drawn);
  return found;
}

function fill(text: string, names: Record<string, string | number>): string {
  return text.replace(/\{(\w+)\}/g, (_whole, name: string) => String(names[name] ?? ''));
}

function names({ nodes, flows, words, note }: Drawn, modeler: Modeler): void {
  const used = new Map<string, number>();
  modeler.get('elementRegistry').forEach((one: Shape) => one.type !== 'label' && used.set(one.id, (used.get(one.id) ?? 0) + 1));
  for (const one of [...nodes, ...flows]) {
    if (RESERVED.has(one.id)) note('reserved_id', one, { name: one.id });
    else if (!ID.test(one.id)) note('bad_id', one, { name: one.id });
    else if ((used.get(one.id) ?? 0) > 1) note('duplicate_id', one, { name: one.id, count: used.get(one.id)! });
    const kind = one.type.slice(5, 6).toLowerCase() + one.type.slice(6);
    if (kind !== 'sequenceFlow' && !words.nodes.includes(kind)) note('element_not_allowed', one, { name: kind });
  }
  if (nodes.length > words.most) note('too_many_nodes', nodes[0]!, { count: nodes.length, most: words.most });
}

function ways({ note }: Drawn, node: Shape): void {
  const out = node.outgoing.filter((one) => one.type === 'bpmn:SequenceFlow');
  const isGateway = node.businessObject.$instanceOf('bpmn:Gateway');
  const eventSub = node.businessObject.get('triggeredByEvent') === true;
  if (node.type !== 'bpmn:EndEvent' && !eventSub) {
    if (!out.length) note('no_way_out', node);
    if (out.length > 1 && !isGateway) note('implicit_split', node, { count: out.length });
  }
  if (!CHOOSING.includes(node.type) || out.length < 2) return;
  const usual = (node.businessObject.get('default') as Moddle | undefined)?.id;
  if (!out.some((one) => one.id === usual)) note('no_default_flow', node);
  for (const flow of out) {
    if (flow.id !== usual && !flow.businessObject.get('conditionExpression')) note('no_condition', flow, { node: node.businessObject.name || node.id, name: flow.id });
  }
}

function task({ words, note }: Drawn, node: Shape): void {
  const mine = extensionOf(node.businessObject, TASK);
  const said = (name: string): string => String(mine?.get(name) ?? '');
  for (const name of ['step', 'role', 'form']) if (!said(name)) note('task_incomplete', node, { name });
  const knows = (list: { code: string }[], code: string): boolean => list.some((one) => one.code === code);
  for (const role of said('role').split(/\s+/).filter(Boolean)) if (!knows(words.roles, role)) note('role_unknown', node, { name: role });
  if (said('form') && !knows(words.forms, said('form'))) note('form_unknown', node, { name: said('form') });
  if (said('limit') && !knows(words.limits, said('limit'))) note('limit_unknown', node, { name: said('limit') });
}

/** From each start along the flows; what is not reached, and levels without an end. */
function reach({ nodes, note }: Drawn): void {
  const levels = new Map<Moddle | undefined, Shape[]>();
  const hung = new Map<Shape, Shape[]>();
  for (const node of nodes) if (node.host) hung.set(node.host, [...(hung.get(node.host) ?? []), node]);
  for (const node of nodes) levels.set(node.businessObject.$parent, [...(levels.get(node.businessObject.$parent) ?? []), node]);
  for (const level of levels.values()) {
    const starts = level.filter((one) => one.type === 'bpmn:StartEvent');
    if (starts.length !== 1) note('start_events', starts[1] ?? level[0]!, { count: starts.length });
    if (!level.some((one) => one.type === 'bpmn:EndEvent')) note('no_end_event', level[0]!);
    const seen = new Set<Shape>();
    const todo = [...starts, ...level.filter((one) => one.businessObject.get('triggeredByEvent') === true)];
    while (todo.length) {
      const one = todo.pop()!;
      if (seen.has(one)) continue;
      seen.add(one);
      todo.push(...one.outgoing.flatMap((flow) => (flow.type === 'bpmn:SequenceFlow' && flow.target ? [flow.target] : [])));
      todo.push(...(hung.get(one) ?? []));
    }
    const lost = new Set(level.filter((one) => !seen.has(one)));
    const first = [...lost].filter((one) => !one.incoming.some((flow) => flow.source && lost.has(flow.source)) && !(one.host && lost.has(one.host)));
    for (const one of first.length ? first : [...lost].slice(0, 1)) note('unreachable', one);
  }
}
