import { Share } from '@element-plus/icons-vue';
import type { RouteRecordRaw } from 'vue-router';

export default [
  {
    path: '/clues',
    component: () => import('./CluesPage.vue'),
    meta: { title: '线索移送', menu: { part: 'clues', label: '线索移送', icon: Share, order: 45 } },
  },
] satisfies RouteRecordRaw[];
