import { Connection, OfficeBuilding, User } from '@element-plus/icons-vue';
import type { RouteRecordRaw } from 'vue-router';

export default [
  {
    path: '/people',
    component: () => import('./PeoplePage.vue'),
    meta: { title: '人员', menu: { part: 'people', label: '人员', icon: User, order: 70 } },
  },
  { path: '/people/import', component: () => import('./ImportPage.vue'), meta: { title: '导入人员' } },
  {
    path: '/organs',
    component: () => import('./OrgansPage.vue'),
    meta: { title: '机关', menu: { part: 'people', label: '机关', icon: OfficeBuilding, order: 71 } },
  },
  {
    path: '/sign-on-settings',
    component: () => import('./SignOnPage.vue'),
    meta: { title: '统一身份认证', menu: { part: 'people', label: '统一身份认证', icon: Connection, order: 72 } },
  },
] satisfies RouteRecordRaw[];
