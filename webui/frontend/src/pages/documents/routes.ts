import { Files } from '@element-plus/icons-vue';
import type { RouteRecordRaw } from 'vue-router';

export default [
  {
    path: '/documents',
    component: () => import('./DocumentsPage.vue'),
    meta: { title: '文书', menu: { part: 'documents', label: '文书', icon: Files, order: 40 } },
  },
] satisfies RouteRecordRaw[];
