import { Document } from '@element-plus/icons-vue';
import type { RouteRecordRaw } from 'vue-router';

export default [
  {
    path: '/audit',
    component: () => import('./AuditPage.vue'),
    meta: { title: '审计', menu: { part: 'audit', label: '审计', icon: Document, order: 80 } },
  },
] satisfies RouteRecordRaw[];
