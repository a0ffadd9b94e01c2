import { Timer } from '@element-plus/icons-vue';
import type { RouteRecordRaw } from 'vue-router';

export default [
  {
    path: '/time',
    component: () => import('./TimeFrame.vue'),
    meta: { title: '时限', menu: { part: 'time', label: '时限', icon: Timer, order: 90 } },
    children: [
      { path: '', component: () => import('./OverviewPage.vue'), meta: { title: '时限督查' } },
      { path: 'suspensions', component: () => import('./RegisterPage.vue'), props: { kind: 'suspensions' }, meta: { title: '停计登记簿' } },
      { path: 'extensions', component: () => import('./RegisterPage.vue'), props: { kind: 'extensions' }, meta: { title: '延期登记簿' } },
      { path: 'incidents', component: () => import('./IncidentsPage.vue'), meta: { title: '故障任务' } },
      { path: 'calendar', component: () => import('./CalendarPage.vue'), meta: { title: '工作日历' } },
    ],
  },
  {
    path: '/time/recalculations/:id',
    component: () => import('./RecalculationPage.vue'),
    meta: { title: '重新推算报告' },
  },
  {
    path: '/cases/:id/periods/:clock',
    component: () => import('./ExplanationPage.vue'),
    meta: { title: '届满日逐日说明' },
  },
] satisfies RouteRecordRaw[];
