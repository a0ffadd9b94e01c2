// People and organs as the administrators see them, and the forms of what each may do.
import type { Component, Form, Option } from '@/api/shapes';

export interface Person {
  id: string;
  login: string;
  name: string;
  organ_id: string;
  organ_name: string;
  unit: string | null;
  post: string | null;
  office_phone: string | null;
  mobile: string | null;
  mail: string | null;
  roles: string[];
  proposed: string[];
  certificate_no: string | null;
  certificate_to: string | null;
  certificate: 'none' | 'valid' | 'ending' | 'over';
  active: boolean;
  active_from: string | null;
  active_to: string | null;
  has_second_factor: boolean;
  /** Who the person is to the single sign-on. */
  subject: string | null;
  last_seen_on: string | null;
}

export interface Organ {
  id: string;
  name: string;
  uscc: string | null;
  level: string | null;
  kind: string | null;
  parent_id: string | null;
  address: string | null;
  head_name: string | null;
  head_title: string | null;
  liaison_name: string | null;
  liaison_phone: string | null;
  people: number;
}

export const CERTIFICATE = { none: '无证', valid: '有效', ending: '将到期', over: '已过期' } as const;

const LONG = 200;

function field(key: string, label: string, more: Partial<Component> = {}): Component {
  return { component: 'textfield', id: key, key, label, type: 'text', max_length: LONG, ...more };
}

function dayField(key: string, label: string, required = false): Component {
  return { component: 'datetime', id: key, key, label, type: 'date', required };
}

const REASON = field('reason', '理由', { component: 'textarea', required: true, max_length: 500 });

function optionsOf(organs: Organ[]): Option[] {
  return organs.map((one) => ({ value: one.id, label: one.name }));
}

export function personForm(organs: Organ[], isNew: boolean): Form {
  return {
    code: 'person',
    components: [
      field('name', '姓名', { required: true }),
      field('login', '账号', { description: isNew ? '2至64个小写字母、数字、点、横线、下划线' : '' }),
      field('organ_id', '单位', { component: 'select', type: 'choice', required: true, options: optionsOf(organs) }),
      field('unit', '内设机构'),
      field('post', '职务'),
      field('office_phone', '办公电话'),
      field('mobile', '手机', { format: 'mobile' }),
      field('mail', '电子邮箱', { format: 'email' }),
      field('certificate_no', '执法监督证号'),
      dayField('certificate_to', '证件有效期至'),
    ],
  };
}

export function organForm(organs: Organ[], self?: Organ): Form {
  return {
    code: 'organ',
    components: [
      field('name', '名称', { required: true }),
      field('uscc', '统一社会信用代码', { format: 'uscc' }),
      field('parent_id', '上级', { component: 'select', type: 'choice', options: optionsOf(organs.filter((one) => one.id !== self?.id)) }),
      field('level', '层级'),
      field('kind', '类别'),
      field('address', '地址'),
      field('head_name', '负责人'),
      field('head_title', '负责人职务'),
      field('liaison_name', '联络人'),
      field('liaison_phone', '联络电话', { format: 'telephone' }),
    ],
  };
}

export function grantForm(roles: { id: string; title: string }[], proposed: string[]): Form {
  const options = roles.map((one) => ({ value: one.id, label: one.title }));
  const named = options.filter((one) => proposed.includes(one.value)).map((one) => one.label);
  const description = named.length ? `系统管理员拟授：${named.join('、')}。打勾的就是以后的全部角色` : '打勾的就是以后的全部角色';
  return {
    code: 'grant',
    components: [{ component: 'checklist', id: 'roles', key: 'roles', label: '角色', type: 'choices', options, description }, REASON],
  };
}

export function leaveForm(others: Person[]): Form {
  const options = others.map((one) => ({ value: one.id, label: `${one.name}　${one.organ_name}` }));
  return {
    code: 'leave',
    components: [
      dayField('last_day', '最后工作日', true),
      field('hand_over_to', '未办任务交给', { component: 'select', type: 'choice', options }),
      REASON,
    ],
  };
}

export const RETURN_FORM: Form = { code: 'return', components: [dayField('from_day', '到岗日', true)] };
export const REASON_FORM: Form = { code: 'reason', components: [REASON] };
export const SUBJECT_FORM: Form = {
  code: 'subject',
  components: [field('subject', '统一身份编号', { description: '本人第一次用统一身份认证登录时，页面括号里写的编号；留空是取消对应' })],
};
