import { EditPen } from '@element-plus/icons-vue';
import type { RouteRecordRaw } from 'vue-router';

export default [
  {
    path: '/design',
    component: () => import('./DraftsPage.vue'),
    meta: { title: '流程设计', menu: { part: 'design', label: '流程设计', icon: EditPen, order: 60 } },
  },
  { path: '/design/drafts/:id', component: () => import('./DraftPage.vue'), meta: { title: '设计草稿' } },
  { path: '/design/drafts/:id/trial', component: () => import('./trial/TrialPage.vue'), meta: { title: '试办' } },
  { path: '/design/drafts/:id/publish', component: () => import('./publish/PublishPage.vue'), meta: { title: '检查和发布' } },
  { path: '/design/drafts/:id/exchange', component: () => import('./publish/ExchangePage.vue'), meta: { title: '导入导出' } },
  { path: '/design/publications/:id', component: () => import('./publish/PublicationPage.vue'), meta: { title: '发布' } },
  { path: '/design/migrations/:release', component: () => import('./publish/MigrationPage.vue'), meta: { title: '在办案件迁移' } },
  { path: '/design/drafts/:id/changes', component: () => import('./DraftChangesPage.vue'), meta: { title: '草稿的改动' } },
  { path: '/design/changes', component: () => import('./ReleaseChangesPage.vue'), meta: { title: '比对两个版本' } },
] satisfies RouteRecordRaw[];
