import { Folder } from '@element-plus/icons-vue';
import type { RouteRecordRaw } from 'vue-router';

export default [
  {
    path: '/cases',
    component: () => import('./CasesPage.vue'),
    meta: { title: '案件', menu: { part: 'cases', label: '案件', icon: Folder, order: 30 } },
  },
] satisfies RouteRecordRaw[];
