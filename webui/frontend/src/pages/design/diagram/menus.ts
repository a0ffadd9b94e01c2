// The palette, the pad beside an element and the menu of what it may become: only what the engine runs.
import { fillRole, insert, PRESETS, taskShape, type Preset } from './presets';
import type { Entry, Modeler, Service, Shape } from './types';

interface Kind {
  key: string;
  title: string;
  className: string;
  target: { type: string; eventDefinitionType?: string; cancelActivity?: boolean; isExpanded?: boolean };
}

const ACTIVITIES: Kind[] = [
  { key: 'user', title: '办理任务', className: 'bpmn-icon-user-task', target: { type: 'bpmn:UserTask' } },
  { key: 'script', title: '脚本任务（写案件要素）', className: 'bpmn-icon-script-task', target: { type: 'bpmn:ScriptTask' } },
  { key: 'rule', title: '决策任务（查决策表）', className: 'bpmn-icon-business-rule-task', target: { type: 'bpmn:BusinessRuleTask' } },
  { key: 'call', title: '调用流程', className: 'bpmn-icon-call-activity', target: { type: 'bpmn:CallActivity' } },
];
const SUB: Kind = { key: 'sub', title: '子流程', className: 'bpmn-icon-subprocess-expanded', target: { type: 'bpmn:SubProcess', isExpanded: true } };
const GATEWAYS: Kind[] = [
  { key: 'xor', title: '排他网关（走一条）', className: 'bpmn-icon-gateway-xor', target: { type: 'bpmn:ExclusiveGateway' } },
  { key: 'and', title: '并行网关（都走）', className: 'bpmn-icon-gateway-parallel', target: { type: 'bpmn:ParallelGateway' } },
  { key: 'or', title: '包容网关（走成立的几条）', className: 'bpmn-icon-gateway-or', target: { type: 'bpmn:InclusiveGateway' } },
];
const ENDS: Kind[] = [
  { key: 'end', title: '结束事件', className: 'bpmn-icon-end-event-none', target: { type: 'bpmn:EndEvent' } },
  { key: 'end-escalate', title: '结束并升级', className: 'bpmn-icon-end-event-escalation', target: { type: 'bpmn:EndEvent', eventDefinitionType: 'bpmn:EscalationEventDefinition' } },
  { key: 'end-all', title: '终止整个流程', className: 'bpmn-icon-end-event-terminate', target: { type: 'bpmn:EndEvent', eventDefinitionType: 'bpmn:TerminateEventDefinition' } },
];
const THROWN: Kind = { key: 'throw', title: '升级事件（通知上一级流程）', className: 'bpmn-icon-intermediate-event-throw-escalation', target: { type: 'bpmn:IntermediateThrowEvent', eventDefinitionType: 'bpmn:EscalationEventDefinition' } };
const BOUNDARIES: Kind[] = [
  { key: 'timer', title: '定时（只提醒）', className: 'bpmn-icon-intermediate-event-catch-non-interrupting-timer', target: { type: 'bpmn:BoundaryEvent', eventDefinitionType: 'bpmn:TimerEventDefinition', cancelActivity: false } },
  { key: 'message', title: '消息（结束任务）', className: 'bpmn-icon-intermediate-event-catch-message', target: { type: 'bpmn:BoundaryEvent', eventDefinitionType: 'bpmn:MessageEventDefinition' } },
  { key: 'escalation', title: '升级（结束子流程）', className: 'bpmn-icon-intermediate-event-catch-escalation', target: { type: 'bpmn:BoundaryEvent', eventDefinitionType: 'bpmn:EscalationEventDefinition' } },
  { key: 'escalation-on', title: '升级（子流程继续）', className: 'bpmn-icon-intermediate-event-catch-non-interrupting-escalation', target: { type: 'bpmn:BoundaryEvent', eventDefinitionType: 'bpmn:EscalationEventDefinition', cancelActivity: false } },
];
const START: Kind = { key: 'start', title: '开始事件', className: 'bpmn-icon-start-event-none', target: { type: 'bpmn:StartEvent' } };

/** What an element may be changed to. */
function alternatives(shape: Shape): Kind[] {
  const family = [ACTIVITIES, GATEWAYS, ENDS, BOUNDARIES].find((kinds) => kinds.some((one) => one.target.type === shape.type));
  const task = shape.type === 'bpmn:Task' ? ACTIVITIES : undefined;
  return (family ?? task ?? []).filter((one) => !isAlready(shape, one));
}

function isAlready(shape: Shape, kind: Kind): boolean {
  const definition = (shape.businessObject.get('eventDefinitions') as { $type: string }[] | undefined)?.[0]?.$type;
  const on = shape.businessObject.get('cancelActivity') === false;
  return kind.target.type === shape.type && kind.target.eventDefinitionType === definition && (kind.target.cancelActivity === false) === on;
}

class Palette {
  static $inject = ['palette', 'create', 'elementFactory', 'handTool', 'lassoTool', 'spaceTool', 'globalConnect', 'injector'];
  constructor(
    palette: Service,
    private create: Service,
    private factory: Service,
    private hand: Service,
    private lasso: Service,
    private space: Service,
    private connect: Service,
    private injector: Service,
  ) {
    palette.registerProvider(this);
  }

  getPaletteEntries(): Record<string, Entry> {
    const entries: Record<string, Entry> = {
      hand: tool('bpmn-icon-hand-tool', '移动画布', (event) => this.hand.activateHand(event)),
      lasso: tool('bpmn-icon-lasso-tool', '框选', (event) => this.lasso.activateSelection(event)),
      space: tool('bpmn-icon-space-tool', '腾出或者收回空间', (event) => this.space.activateSelection(event)),
      connect: tool('bpmn-icon-connection-multi', '连线', (event) => this.connect.start(event)),
      line: { group: 'tools', separator: true },
    };
    for (const preset of PRESETS.filter((one) => one.task)) entries[preset.key] = this.dragged('stage', preset, () => taskShape(this.injector as Modeler, preset));
    entries.below = { group: 'stage', separator: true };
    for (const kind of [START, ENDS[0]!, GATEWAYS[0]!, GATEWAYS[1]!, ACTIVITIES[1]!, ACTIVITIES[2]!, ACTIVITIES[3]!]) {
      entries[kind.key] = this.dragged('node', kind, () => this.factory.createShape({ ...kind.target }));
    }
    return entries;
  }

  private dragged(group: string, { title, className }: { title: string; className: string }, make: () => Shape): Entry {
    const begin = (event: Event): void => this.create.start(event, make());
    return { group, className, title, action: { dragstart: begin, click: begin } };
  }
}

function tool(className: string, title: string, click: (event: Event) => void): Entry {
  return { group: 'tools', className, title, action: { click } };
}

class Pad {
  static $inject = ['contextPad', 'modeling', 'connect', 'create', 'popupMenu', 'autoPlace', 'elementFactory', 'rules', 'injector'];
  constructor(
    pad: Service,
    private modeling: Service,
    private connect: Service,
    private create: Service,
    private popup: Service,
    private autoPlace: Service,
    private factory: Service,
    private rules: Service,
    private injector: Service,
  ) {
    pad.registerProvider(this);
  }

  getMultiElementContextPadEntries(): Record<string, Entry> {
    return { delete: this.deleting() };
  }

  getContextPadEntries(shape: Shape): Record<string, Entry> {
    const entries: Record<string, Entry> = {};
    const node = shape.businessObject;
    if (shape.type === 'label') return this.mayDelete(shape) ? { delete: this.deleting() } : {};
    if (node.$instanceOf('bpmn:FlowNode') && !node.$instanceOf('bpmn:EndEvent')) {
      entries.stage = this.appended('bpmn-icon-user-task', '接一个办理环节', () => taskShape(this.modeler, PRESETS[0]!));
      for (const kind of [GATEWAYS[0]!, ENDS[0]!]) entries[kind.key] = this.appended(kind.className, `接${kind.title}`, () => this.factory.createShape({ ...kind.target }));
      entries.connect = { group: 'connect', className: 'bpmn-icon-connection-multi', title: '连线', action: { click: (event, one) => this.connect.start(event, one), dragstart: (event, one) => this.connect.start(event, one) } };
    }
    if (['bpmn:UserTask', 'bpmn:CallActivity', 'bpmn:SubProcess'].includes(shape.type)) {
      entries.watch = { group: 'model', className: 'bpmn-icon-intermediate-event-catch-timer', title: '加期限监视', action: { click: () => insert(this.modeler, PRESETS.at(-1)!, shape) } };
    }
    if (shape.type === 'bpmn:SequenceFlow') {
      for (const preset of PRESETS.filter((one) => one.task)) entries[preset.key] = this.into(preset);
    }
    if (shape.type === 'bpmn:Lane' || shape.type === 'bpmn:Participant') {
      entries.above = { group: 'lane', className: 'bpmn-icon-lane-insert-above', title: '在上面加泳道', action: { click: (_e, one) => this.modeling.addLane(one, 'top') } };
      entries.below = { group: 'lane', className: 'bpmn-icon-lane-insert-below', title: '在下面加泳道', action: { click: (_e, one) => this.modeling.addLane(one, 'bottom') } };
    }
    if (alternatives(shape).length) entries.replace = { group: 'edit', className: 'bpmn-icon-screw-wrench', title: '改为另一种', action: { click: (event, one) => this.openMenu(event as MouseEvent, one) } };
    if (this.mayDelete(shape)) entries.delete = this.deleting();
    return entries;
  }

  private get modeler(): Modeler {
    return this.injector as Modeler;
  }

  private appended(className: string, title: string, make: () => Shape): Entry {
    const begin = (event: Event, one: Shape): void => this.create.start(event, make(), { source: one });
    const put = (_event: Event, one: Shape): void => void fillIfTask(this.modeler, this.autoPlace.append(one, make()));
    return { group: 'model', className, title, action: { dragstart: begin, click: put } };
  }

  private into(preset: Preset): Entry {
    return { group: 'model', className: preset.className, title: `插入${preset.title}`, action: { click: (_event, one) => insert(this.modeler, preset, one) } };
  }

  private deleting(): Entry {
    return { group: 'edit', className: 'bpmn-icon-trash', title: '删除', action: { click: (_event, found: Shape | Shape[]) => this.modeling.removeElements(Array.isArray(found) ? found.slice() : [found]) } };
  }

  private mayDelete(shape: Shape): boolean {
    const allowed = this.rules.allowed('elements.delete', { elements: [shape] });
    return Array.isArray(allowed) ? allowed.includes(shape) : Boolean(allowed);
  }

  private openMenu(event: MouseEvent, shape: Shape): void {
    const at = { x: event.x, y: event.y };
    this.popup.open(shape, 'bpmn-replace', { ...at, cursor: at }, { title: '改为另一种', width: 260 });
  }
}

function fillIfTask(modeler: Modeler, shape: Shape): Shape {
  return shape.type === 'bpmn:UserTask' ? fillRole(modeler, shape) : shape;
}

class Replacing {
  static $inject = ['popupMenu', 'bpmnReplace'];
  constructor(
    popup: Service,
    private replace: Service,
  ) {
    popup.registerProvider('bpmn-replace', this);
  }

  getPopupMenuEntries(shape: Shape): Record<string, unknown> {
    const one = (kind: Kind): [string, unknown] => [
      kind.key,
      { label: kind.title, className: kind.className, action: () => this.replace.replaceElement(shape, kind.target) },
    ];
    return Object.fromEntries(alternatives(shape).map(one));
  }

  getPopupMenuHeaderEntries(): Record<string, unknown> {
    return {};
  }
}

export const OFFERED: Kind[] = [...ACTIVITIES, SUB, ...GATEWAYS, ...ENDS, THROWN, ...BOUNDARIES, START];
export const menus = {
  __init__: ['paletteProvider', 'contextPadProvider', 'replaceMenuProvider'],
  paletteProvider: ['type', Palette],
  contextPadProvider: ['type', Pad],
  replaceMenuProvider: ['type', Replacing],
};
