// How each field of a form stands for what is typed so far; the server judges again.
// Where the browser's FEEL differs from the server's: tests/feel/README.md.
import { date, evaluate } from '@bpmn-io/feelin';
import type { Body, Component } from '@/api/shapes';

export type Standing = 'required' | 'optional' | 'hidden';

const SHANGHAI_MS = 8 * 3600_000;

/** The clock of FEEL as the server has it: today is a date of Shanghai. */
function clock(): Body {
  const now = new Date(Date.now() + SHANGHAI_MS).toISOString();
  return { now: () => date(`${now.slice(0, 19)}+08:00`), today: () => date(now.slice(0, 10)) };
}

/** A value as FEEL reads it: dates and numbers come as texts. */
function readable(component: Component, value: unknown): unknown {
  if (value === undefined || value === '' || value === null) return null;
  if (typeof value !== 'string') return value;
  switch (component.type) {
    case 'date':
      return date(value);
    case 'datetime':
      return date(`${value.replace(' ', 'T')}:00+08:00`);
    case 'whole':
    case 'decimal':
      return Number.isFinite(Number(value)) ? Number(value) : null;
    default:
      return value;
  }
}

function holds(source: string, scope: Body): boolean {
  try {
    return evaluate(source, { ...clock(), ...scope }).value === true;
  } catch {
    return false; // a condition that cannot be told hides nothing and demands nothing
  }
}

export interface Level {
  standing: Map<string, Standing>;
  scope: Body;
}

/** The standings of one level, by id of the component, in the order of the form: what is hidden counts as null after it. */
export function stand(components: Component[], values: Body, outer: Body = {}): Level {
  const scope: Body = { ...outer };
  for (const one of fieldsOf(components)) scope[one.key!] = readable(one, values[one.key!]);
  const standing = new Map<string, Standing>();
  walk(components, false, scope, standing);
  return { standing, scope };
}

function walk(components: Component[], inHidden: boolean, scope: Body, standing: Map<string, Standing>): void {
  for (const one of components) {
    const hidden = inHidden || (one.hide !== undefined && holds(one.hide, scope));
    if (one.component === 'group') {
      walk(one.components ?? [], hidden, scope, standing);
      const shows = (one.components ?? []).some((inner) => standing.get(inner.id) !== 'hidden');
      standing.set(one.id, shows ? 'optional' : 'hidden');
    } else if (hidden) {
      standing.set(one.id, 'hidden');
      if (one.key) scope[one.key] = null;
    } else {
      const needed = one.required || (one.required_if !== undefined && holds(one.required_if, scope));
      standing.set(one.id, needed ? 'required' : 'optional');
    }
  }
}

/** The fields of a level, those in groups included. */
export function fieldsOf(components: Component[]): Component[] {
  return components.flatMap((one) => (one.component === 'group' ? fieldsOf(one.components ?? []) : one.key ? [one] : []));
}
