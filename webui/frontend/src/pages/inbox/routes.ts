import { Tickets } from '@element-plus/icons-vue';
import type { RouteRecordRaw } from 'vue-router';

export default [
  {
    path: '/',
    component: () => import('./InboxPage.vue'),
    meta: { title: '待办', menu: { part: 'inbox', label: '待办', icon: Tickets, order: 10 } },
  },
] satisfies RouteRecordRaw[];
