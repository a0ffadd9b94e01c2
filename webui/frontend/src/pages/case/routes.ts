import type { RouteRecordRaw } from 'vue-router';

export default [
  { path: '/cases/:id', component: () => import('./CasePage.vue'), meta: { title: '案件' } },
  { path: '/cases/:id/paper', component: () => import('./PaperWalkPage.vue'), meta: { title: '补录' } },
] satisfies RouteRecordRaw[];
