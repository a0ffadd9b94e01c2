import { EditPen } from '@element-plus/icons-vue';
import type { RouteRecordRaw } from 'vue-router';

export default [
  {
    path: '/start',
    component: () => import('./StartPage.vue'),
    meta: { title: '登记', menu: { part: 'register', label: '登记', icon: EditPen, order: 20 } },
  },
  { path: '/start/hotline', component: () => import('./HotlinePage.vue'), meta: { title: '12345工单' } },
  { path: '/start/paper', component: () => import('./PaperCasePage.vue'), meta: { title: '补录纸质案件' } },
  { path: '/start/paper/running', component: () => import('./PaperRunningPage.vue'), meta: { title: '补录仍在办理的案件' } },
  { path: '/start/:step', component: () => import('./StartFormPage.vue'), meta: { title: '登记' } },
] satisfies RouteRecordRaw[];
