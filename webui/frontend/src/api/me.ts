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

/** Keep settings, on the server, for every machine of this person. */
export async function keep(changed: Partial<Settings>): Promise<void> {
  if (!me.value) return;
  const all = { ...me.value.settings, ...changed };
  me.value = { ...me.value, settings: all };
  await call(ROUTES.keepSettings, { body: all });
}

export function forget(): void {
  me.value = null;
}

/** Whether the main menu shows a part. */
export function maySee(part: string): boolean {
  return me.value?.nav.includes(part) ?? false;
}
