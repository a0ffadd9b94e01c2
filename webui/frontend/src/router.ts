// Every address of the app. Each area under pages/ names its own in its routes.ts.
import { createRouter, createWebHistory, type RouteRecordRaw } from 'vue-router';
import { call, whenSignedOut } from './api/call';
import { forget, me, recognise } from './api/me';
import { Refused } from './api/refusal';
import { ROUTES } from './api/routes';
import type { Component } from 'vue';

declare module 'vue-router' {
  interface RouteMeta {
    title: string;
    /** Opens for whoever is not logged in. */
    open?: boolean;
    /** Its entry in the main menu, for those whose `GET /me` names the part in `nav`. */
    menu?: { part: string; label: string; icon: Component; order: number };
  }
}

const areas = import.meta.glob<{ default: RouteRecordRaw[] }>('./pages/*/routes.ts', { eager: true });
const SITE = '执监 · 行政执法监督';

export const routes: RouteRecordRaw[] = Object.values(areas).flatMap((one) => one.default);

export const router = createRouter({
  history: createWebHistory(),
  routes,
  scrollBehavior: (_to, _from, kept) => kept ?? { top: 0 },
});

/** The first page of the menu, for whoever has no inbox. */
function homeOf(nav: string[]): string | undefined {
  const mine = routes.filter((one) => one.meta?.menu && nav.includes(one.meta.menu.part));
  return mine.sort((a, b) => a.meta!.menu!.order - b.meta!.menu!.order)[0]?.path;
}

router.beforeEach(async (to) => {
  if (to.meta.open) return true;
  try {
    const found = me.value ?? (await recognise());
    if (found.first_password) return to.path === '/first-password' ? true : '/first-password';
    return to.path === '/' && !found.nav.includes('inbox') ? (homeOf(found.nav) ?? '/account') : true;
  } catch (error) {
    const signedOut = error instanceof Refused && error.status === 401;
    return signedOut ? { path: '/login', query: { next: to.fullPath } } : { path: '/no-answer', query: { next: to.fullPath } };
  }
});

router.afterEach((to, from) => {
  document.title = `${to.meta.title ?? ''} · ${SITE}`;
  // A reader of the screen hears the new page only when the focus goes there.
  if (from.matched.length > 0 && to.path !== from.path) document.getElementById('main')?.focus();
});

whenSignedOut(() => {
  const here = router.currentRoute.value;
  if (!me.value || here.meta.open) return;
  forget();
  void router.push({ path: '/login', query: { next: here.fullPath } });
});

export async function logOut(): Promise<void> {
  await call(ROUTES.logOut);
  forget();
  await router.push('/login');
}
