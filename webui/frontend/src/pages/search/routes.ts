import type { RouteRecordRaw } from 'vue-router';

export default [{ path: '/search', component: () => import('./SearchPage.vue'), meta: { title: '检索' } }] satisfies RouteRecordRaw[];
