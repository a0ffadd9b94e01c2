import type { RouteRecordRaw } from 'vue-router';

export default [
  { path: '/login', component: () => import('./LoginPage.vue'), meta: { title: '登录', open: true } },
  { path: '/no-answer', component: () => import('./NoAnswerPage.vue'), meta: { title: '没有连上服务器', open: true } },
  { path: '/:rest(.*)*', component: () => import('./MissingPage.vue'), meta: { title: '没有这个页面', open: true } },
] satisfies RouteRecordRaw[];
