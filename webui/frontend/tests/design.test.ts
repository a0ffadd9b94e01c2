// What the designer's pages decide by themselves: faults while drawing, conditions in rows, the tree of files.
import { describe, expect, it } from 'vitest';
import { plain, valued, whole } from '@/pages/design/diagram/condition';
import { localFaults, SEEN_HERE } from '@/pages/design/diagram/faults';
import type { Modeler, Moddle, Shape, Words } from '@/pages/design/diagram/types';
import { grouped } from '@/pages/design/parts';
import type { Finding, Part } from '@/pages/design/shapes';

const said = { what: '“{node}”{name}{count}', mend: '' };
const WORDS: Words = {
  roles: [{ code: 'lead_handler', title: '主办人' }],
  forms: [{ code: 'P1.2', title: '' }],
  limits: [{ code: 'dl_accept', title: '' }],
  steps: [], articles: [], procedures: [], decisions: [], documents: {}, visits: [], public: [], required: {},
  messages: Object.fromEntries([...SEEN_HERE].map((code) => [code, said])),
  nodes: ['startEvent', 'endEvent', 'userTask', 'exclusiveGateway', 'boundaryEvent'],
  most: 500,
};
const FAMILY: Record<string, string[]> = { 'bpmn:ExclusiveGateway': ['bpmn:Gateway'] };
const PROCESS = { id: 'proc' } as Moddle;

function thing(type: string, id: string, given: Record<string, unknown> = {}): Shape {
  const isNode = type !== 'bpmn:SequenceFlow';
  const businessObject = {
    $type: type, id, $parent: PROCESS,
    $instanceOf: (asked: string) => asked === type || (isNode && asked === 'bpmn:FlowNode') || (FAMILY[type] ?? []).includes(asked),
    get: (name: string) => given[name],
  };
  return { id, type, businessObject, parent: {}, incoming: [], outgoing: [], children: [] } as unknown as Shape;
}
function task(id: string, given: Record<string, string> = {}): Shape {
  const own = { step: 'P1.2', role: 'lead_handler', form: 'P1.2', ...given } as Record<string, string>;
  const extensionElements = { values: [{ $type: 'zhijian:Task', get: (name: string) => own[name] }] };
  return thing('bpmn:UserTask', id, { extensionElements });
}
function flow(source: Shape, target: Shape, given: Record<string, unknown> = {}): Shape {
  const made = { ...thing('bpmn:SequenceFlow', `f_${source.id}_${target.id}`, given), source, target };
  source.outgoing.push(made);
  target.incoming.push(made);
  return made;
}
function faults(...shapes: Shape[]): string[] {
  const registry = { filter: (fits: (one: Shape) => boolean) => shapes.filter(fits), forEach: (then: (one: Shape) => void) => shapes.forEach(then) };
  const modeler = { get: () => registry } as unknown as Modeler;
  return localFaults(modeler, WORDS).map((one) => `${one.code} ${one.where}`);
}
function wholeDrawing(middle: Shape): Shape[] {
  const [start, end] = [thing('bpmn:StartEvent', 'begin'), thing('bpmn:EndEvent', 'done')];
  return [start, middle, end, flow(start, middle), flow(middle, end)];
}

describe('faults while drawing', () => {
  it('finds none in a drawing that is right', () => {
    expect(faults(...wholeDrawing(task('check')))).toEqual([]);
  });

  it.each([
    [{ role: '' }, 'task_incomplete'],
    [{ role: 'lead_handler nobody' }, 'role_unknown'],
    [{ form: 'X9' }, 'form_unknown'],
    [{ limit: 'dl_none' }, 'limit_unknown'],
  ])('finds what a task names and nobody knows: %o', (given, code) => {
    expect(faults(...wholeDrawing(task('check', given as Record<string, string>)))).toEqual([`${code} check`]);
  });

  it('finds what leads nowhere and what is not reached, once', () => {
    const [one, two] = [task('one'), task('two')];
    expect(faults(...wholeDrawing(task('check')), one, two, flow(one, two))).toEqual(['no_way_out two', 'unreachable one']);
  });

  it('wants an end, one start, and a decision at every split', () => {
    const [start, check] = [thing('bpmn:StartEvent', 'begin'), task('check')];
    expect(faults(start, check, flow(start, check), flow(check, check))).toEqual(['no_end_event begin']);
    const gate = thing('bpmn:ExclusiveGateway', 'gate');
    const drawn = wholeDrawing(gate);
    const other = flow(gate, drawn[2]!);
    expect(faults(...drawn, { ...other, id: 'f_2' })).toContain('no_default_flow gate');
  });

  it('refuses names and kinds the engine cannot take', () => {
    expect(faults(...wholeDrawing(task('Start')))).toContain('reserved_id Start');
    expect(faults(...wholeDrawing(task('受理')))).toContain('bad_id 受理');
    const strange = thing('bpmn:ServiceTask', 'call');
    expect(faults(...wholeDrawing(strange))).toEqual(['element_not_allowed call']);
  });

  it('counts the nodes', () => {
    const many = Array.from({ length: 501 }, (_, at) => task(`t${at}`));
    expect(faults(...many)).toContain('too_many_nodes t0');
  });
});

describe('a condition in rows', () => {
  it.each([
    [{ fact: '', op: '=' }, false],
    [{ fact: 'is_major', op: 'holds' }, true],
    [{ fact: 'proposal', op: '=' }, false],
    [{ fact: 'rounds', op: 'between', value: [{ number: '1' }] }, false],
    [{ fact: 'rounds', op: 'between', value: [{ number: '1' }, { number: '5' }] }, true],
    [{ all: [{ fact: 'a', op: 'holds' }, { not: { fact: '', op: '=' } }] }, false],
  ])('knows whether something is left to fill in: %o', (node, is) => {
    expect(whole(node as never)).toBe(is);
  });

  it('keeps what was typed as the type of the fact', () => {
    for (const type of ['number', 'date', 'text']) expect(plain(valued(type, '2026-01-02'))).toBe('2026-01-02');
    expect(valued('boolean', 'false')).toBe(false);
  });
});

describe('the tree of files', () => {
  const part = (path: string, about: string, kind: Part['kind']): Part => ({
    path, about, kind, title: about, level: '', sha256: '', size: 1, is_own: false, is_changed: false,
  });
  it('shows one line for one thing, the nearest place first', () => {
    const parts = [part('processes/national/filing/limits.yaml', 'l', 'limits'), part('processes/510116-x/filing/limits.yaml', 'l', 'limits')];
    const findings = [{ level: 'error', file: 'processes/national/filing/limits.yaml' } as Finding];
    const [group, ...others] = grouped(parts, ['510116-x', 'national'], findings, []);
    expect(others).toEqual([]);
    expect(group!.rows.map((row) => [row.part.path, row.levels.length, row.errors])).toEqual([['processes/510116-x/filing/limits.yaml', 2, 1]]);
  });
});
