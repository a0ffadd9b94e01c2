// Who is logged in, and what he set for himself.
import { computed, shallowRef } from 'vue';
import { call, setFormToken } from './call';
import { ROUTES } from './routes';
import type { Me, Settings } from './shapes';

const DEFAULTS: Settings = { columns: {}, filters: [], phrases: [], notices: {}, page: {} };

export const me = shallowRef<Me | null>(null);
export const settings = computed<Settings>(() => ({ ...DEFAULTS, ...me.value?.settings }));
export const usesKeys = computed(() => settings.value.page.keys !== false);

/** Learn who is logged in; raises `Refused` when nobody is. */
export async function recognise(): Promise<Me> {
  const found = await call<Me>(ROUTES.me);
  setFormToken(found.form_token);
  me.value = found;
  return found;
}

/** Keep settings, on the server, for every machine of this person; what it refuses is as it was before. */
export async function keep(changed: Partial<Settings>): Promise<void> {
  const before = me.value;
  if (!before) return;
  const all = { ...before.settings, ...changed };
  const after = { ...before, settings: all };
  me.value = after;
  try {
    await call(ROUTES.keepSettings, { body: all });
  } catch (error) {
    if (me.value === after) me.value = before;
    throw error;
  }
}

export function forget(): void {
  me.value = null;
}

/** Whether the main menu shows a part. */
export function maySee(part: string): boolean {
  return me.value?.nav.includes(part) ?? false;
}
