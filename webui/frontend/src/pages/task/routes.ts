import type { RouteRecordRaw } from 'vue-router';

export default [{ path: '/items/:id', component: () => import('./TaskPage.vue'), meta: { title: '办理' } }] satisfies RouteRecordRaw[];
