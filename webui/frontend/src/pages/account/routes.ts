import type { RouteRecordRaw } from 'vue-router';

export default [
  { path: '/account', component: () => import('./AccountPage.vue'), meta: { title: '我的账号' } },
  { path: '/first-password', component: () => import('./FirstPasswordPage.vue'), meta: { title: '设置密码' } },
] satisfies RouteRecordRaw[];
