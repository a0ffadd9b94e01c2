// What is sent for a form: as `webui.form_input` reads it from a plain page.
import type { Body, Component } from '@/api/shapes';
import { fieldsOf, stand } from './conditions';

/** The values of the fields that may be written and are not hidden; blank ones and blank rows are left out. */
export function bodyOf(components: Component[], values: Body, outer: Body = {}): Body {
  const { standing, scope } = stand(components, values, outer);
  const body: Body = {};
  for (const one of fieldsOf(components)) {
    const key = one.key!;
    if (one.read_only || standing.get(one.id) === 'hidden') continue;
    if (one.type === 'rows') {
      body[key] = rowsOf(one, values[key], scope);
      continue;
    }
    const value = plain(one, values[key]);
    if (!isBlank(value)) body[key] = value;
    else if (one.source) body[key] = null; // the person took a proposal away
  }
  return body;
}

function rowsOf(list: Component, rows: unknown, scope: Body): Body[] {
  return (Array.isArray(rows) ? (rows as Body[]) : [])
    .map((row) => bodyOf(list.components ?? [], row, scope))
    .filter((row) => Object.values(row).some((value) => !isBlank(value) && value !== false));
}

function plain(one: Component, value: unknown): unknown {
  if (one.component === 'checkbox') return value === true;
  return typeof value === 'string' ? value.replace(/\r\n/g, '\n').trim() : value;
}

export function isBlank(value: unknown): boolean {
  return value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);
}
