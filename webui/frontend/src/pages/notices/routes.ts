import type { RouteRecordRaw } from 'vue-router';

export default [{ path: '/notices', component: () => import('./NoticesPage.vue'), meta: { title: '提醒' } }] satisfies RouteRecordRaw[];
