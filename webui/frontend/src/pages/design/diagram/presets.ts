// 环节: stages ready to be put in, with our attributes filled as far as they can be known.
import { withExtension } from './extension';
import type { Modeler, Shape } from './types';

export interface Preset {
  key: string;
  title: string;
  note: string;
  className: string;
  task?: { name: string; visit?: string; public?: string };
}

export const PRESETS: Preset[] = [
  { key: 'work', title: '办理环节', note: '一个人办理、填表', className: 'bpmn-icon-user-task', task: { name: '办理' } },
  { key: 'approve', title: '审批环节', note: '同意、不同意或者退回上一步', className: 'bpmn-icon-manual-task', task: { name: '审批' } },
  { key: 'joint', title: '会签环节', note: '所有人都办理才往下走', className: 'bpmn-icon-parallel-mi-marker', task: { name: '会签', visit: 'all' } },
  { key: 'discuss', title: '集体讨论环节', note: '按委员会的规则表决', className: 'bpmn-icon-sequential-mi-marker', task: { name: '集体讨论', visit: 'ballot' } },
  { key: 'inform', title: '告知环节', note: '当事人页面同时变化', className: 'bpmn-icon-send-task', task: { name: '告知', public: '办理中' } },
  { key: 'watch', title: '期限监视', note: '在所选任务上到期提醒，不推动流程', className: 'bpmn-icon-intermediate-event-catch-timer' },
];

const TASK = { width: 100, height: 80 };
const GAP = 50;

/** Room and a place for a stage at `at`: after a node, or inside a flow. */
export function insert(modeler: Modeler, preset: Preset, at: Shape | null): Shape | null {
  const shape = preset.task ? taskShape(modeler, preset) : null;
  const placed = shape ? placeTask(modeler, shape, at) : watch(modeler, at);
  if (placed) modeler.get('selection').select(placed);
  return placed;
}

export function taskShape(modeler: Modeler, preset: Preset): Shape {
  const shape: Shape = modeler.get('elementFactory').createShape({ type: 'bpmn:UserTask' });
  const { name, ...attributes } = preset.task!;
  shape.businessObject.name = name;
  const given = { step: freeStep(modeler), ...attributes };
  shape.businessObject.set('extensionElements', withExtension(modeler, shape.businessObject, 'zhijian:Task', { ...given, form: given.step }));
  return shape;
}

/** A code no step of the diagram has: L1, L2 …, L for 本地. */
function freeStep(modeler: Modeler): string {
  const used = new Set<string>();
  modeler.get('elementRegistry').forEach((one: Shape) => {
    const extension = one.businessObject?.get('extensionElements') as { values?: { get(name: string): unknown }[] } | undefined;
    extension?.values?.forEach((value) => used.add(String(value.get('step') ?? '')));
  });
  let n = 1;
  while (used.has(`L${n}`)) n += 1;
  return `L${n}`;
}

function placeTask(modeler: Modeler, shape: Shape, at: Shape | null): Shape | null {
  if (at?.waypoints && at.source && at.target) return intoFlow(modeler, shape, at);
  if (at && at.businessObject.$instanceOf('bpmn:FlowNode') && !at.businessObject.$instanceOf('bpmn:EndEvent')) {
    return fillRole(modeler, modeler.get('autoPlace').append(at, shape));
  }
  return null;
}

function intoFlow(modeler: Modeler, shape: Shape, flow: Shape): Shape {
  const source = flow.source!;
  const from = source.x + source.width;
  const needed = TASK.width + 2 * GAP;
  const middle = source.y + source.height / 2;
  if (flow.target!.x - from < needed) makeRoom(modeler, flow, from + 1, needed);
  const made: Shape = modeler.get('modeling').createShape(shape, { x: from + GAP + TASK.width / 2, y: middle }, flow);
  return fillRole(modeler, made);
}

function makeRoom(modeler: Modeler, flow: Shape, start: number, width: number): void {
  const all: Shape[] = modeler.get('elementRegistry').filter((one: Shape) => Boolean(one.parent) && one.type !== 'label');
  const space = modeler.get('spaceTool').calculateAdjustments(all, 'x', width, start);
  modeler.get('modeling').createSpace(space.movingShapes, space.resizingShapes, { x: width, y: 0 }, 'e', start);
  void flow;
}

/** A new task is of the role of the lane it lies in. */
export function fillRole(modeler: Modeler, shape: Shape): Shape {
  const lane = modeler
    .get('elementRegistry')
    .filter((one: Shape) => one.type === 'bpmn:Lane' && holds(one, shape))
    .sort((a: Shape, b: Shape) => a.height - b.height)[0] as Shape | undefined;
  const role = lane?.businessObject.get('zhijian:role');
  if (role) {
    const extensionElements = withExtension(modeler, shape.businessObject, 'zhijian:Task', { role });
    modeler.get('modeling').updateProperties(shape, { extensionElements });
  }
  return shape;
}

function holds(lane: Shape, one: Shape): boolean {
  const [x, y] = [one.x + one.width / 2, one.y + one.height / 2];
  return x >= lane.x && x <= lane.x + lane.width && y >= lane.y && y <= lane.y + lane.height;
}

function watch(modeler: Modeler, at: Shape | null): Shape | null {
  const host = at && ['bpmn:UserTask', 'bpmn:CallActivity', 'bpmn:SubProcess'].includes(at.type) ? at : null;
  if (!host) return null;
  const factory = modeler.get('elementFactory');
  const timer: Shape = factory.createShape({ type: 'bpmn:BoundaryEvent', eventDefinitionType: 'bpmn:TimerEventDefinition' });
  timer.businessObject.set('cancelActivity', false);
  timer.businessObject.name = '期限将届满';
  timer.businessObject.set('extensionElements', withExtension(modeler, timer.businessObject, 'zhijian:Remind', { to: 'holder' }));
  const modeling = modeler.get('modeling');
  const where = { x: host.x + host.width / 2, y: host.y + host.height };
  const made: Shape = modeling.createShape(timer, where, host, { attach: true });
  const end: Shape = factory.createShape({ type: 'bpmn:EndEvent' });
  end.businessObject.name = '已提醒';
  modeler.get('autoPlace').append(made, end);
  return made;
}
