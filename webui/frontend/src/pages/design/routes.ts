import { EditPen } from '@element-plus/icons-vue';
import type { RouteRecordRaw } from 'vue-router';

export default [
  {
    path: '/design',
    component: () => import('./DraftsPage.vue'),
    meta: { title: '流程设计', menu: { part: 'design', label: '流程设计', icon: EditPen, order: 60 } },
  },
  { path: '/design/drafts/:id', component: () => import('./DraftPage.vue'), meta: { title: '设计草稿' } },
] satisfies RouteRecordRaw[];
