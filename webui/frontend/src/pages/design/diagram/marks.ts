// Marks on the drawing: a colour, and a sign that says the same without colour.
import type { Modeler, Shape } from './types';

export interface Marked {
  code: string;
  level: 'error' | 'warning' | 'added' | 'changed' | 'removed';
  where: string;
  what: string;
  mend: string;
  /** Of a step the law requires: what demands it. */
  law?: string;
}

const SIGNS: Record<Marked['level'], string> = { error: '!', warning: '?', added: '增', changed: '改', removed: '删' };
const LEVELS = Object.keys(SIGNS) as Marked['level'][];

/** Put these marks on, take all others off. */
export function mark(modeler: Modeler, found: readonly Marked[]): void {
  const [canvas, overlays, registry] = [modeler.get('canvas'), modeler.get('overlays'), modeler.get('elementRegistry')];
  overlays.remove({ type: 'zhijian-mark' });
  registry.forEach((shape: Shape) => LEVELS.forEach((level) => canvas.removeMarker(shape, `mark-${level}`)));
  const byElement = new Map<string, Marked[]>();
  for (const one of found) byElement.set(one.where, [...(byElement.get(one.where) ?? []), one]);
  for (const [id, marks] of byElement) {
    const shape: Shape | undefined = registry.get(id);
    if (!shape?.parent) continue;
    const level = LEVELS.find((one) => marks.some((each) => each.level === one))!;
    canvas.addMarker(shape, `mark-${level}`);
    overlays.add(shape, 'zhijian-mark', { position: at(shape), html: badge(level, marks) });
  }
}

function at(shape: Shape): { top: number; left: number } {
  const points = shape.waypoints;
  if (!points) return { top: -11, left: shape.width - 11 };
  const box = { x: Math.min(...points.map((one) => one.x)), y: Math.min(...points.map((one) => one.y)) };
  const first = points[Math.floor((points.length - 1) / 2)]!;
  const second = points[Math.floor((points.length - 1) / 2) + 1]!;
  return { top: (first.y + second.y) / 2 - box.y - 11, left: (first.x + second.x) / 2 - box.x - 10 };
}

function badge(level: Marked['level'], marks: Marked[]): HTMLElement {
  const box = document.createElement('div');
  box.className = `mark-badge ${level}`;
  box.textContent = SIGNS[level];
  box.title = marks.map((one) => one.what + one.mend).join('\n');
  return box;
}
