import type { RouteRecordRaw } from 'vue-router';

export default [{ path: '/cases/:id', component: () => import('./CasePage.vue'), meta: { title: '案件' } }] satisfies RouteRecordRaw[];
