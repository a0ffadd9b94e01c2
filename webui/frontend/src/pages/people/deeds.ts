// What an administrator may do to a person: accounts are one administrator's, rights another's (三员分立).
import { call } from '@/api/call';
import { me } from '@/api/me';
import { ROUTES, type Route } from '@/api/routes';
import type { Body, Form } from '@/api/shapes';
import { grantForm, leaveForm, type Organ, type Person, personForm, REASON_FORM, RETURN_FORM, SUBJECT_FORM } from './roster';

export interface Deed {
  title: string;
  about?: string;
  form: Form | null;
  data: Body;
  perform: (body: Body, key: string) => Promise<unknown>;
}

export interface Known {
  organs: Organ[];
  roles: { id: string; title: string }[];
  people: Person[];
  /** Whose word on who somebody is holds here; null without a single sign-on. */
  issuer: string | null;
}

export function holds(role: string): boolean {
  return me.value?.person.roles.some((one) => one.id === role) ?? false;
}

function to(route: Route, person?: Person) {
  return (body: Body, key: string): Promise<unknown> =>
    call(route, { params: { person: person?.id ?? '' }, body: { ...body, key } });
}

export function entering(known: Known): Deed {
  return { title: '新增人员', form: personForm(known.organs, true), data: {}, perform: to(ROUTES.enterPerson) };
}

/** The deeds on one person, for whoever is logged in. */
export function deedsOn(person: Person, known: Known): Deed[] {
  const mine = [...(holds('sys_admin') ? ofAccounts(person, known) : []), ...(holds('security_admin') ? ofRights(person, known) : [])];
  return mine.map((one) => ({ ...one, about: person.name }));
}

function ofAccounts(person: Person, known: Known): Deed[] {
  const others = known.people.filter((one) => one.id !== person.id && one.active);
  const staying: Deed = person.active
    ? { title: '离岗', form: leaveForm(others), data: {}, perform: to(ROUTES.leavePost, person) }
    : { title: '返岗', form: RETURN_FORM, data: {}, perform: to(ROUTES.takePost, person) };
  return [
    { title: '修改资料', form: personForm(known.organs, false), data: { ...person }, perform: to(ROUTES.changePerson, person) },
    staying,
    { title: '重设密码', form: null, data: {}, perform: to(ROUTES.newPassword, person) },
  ];
}

function ofRights(person: Person, known: Known): Deed[] {
  const factor: Deed[] = person.has_second_factor
    ? [{ title: '停用第二重验证', form: REASON_FORM, data: {}, perform: to(ROUTES.dropTheirFactor, person) }]
    : [];
  const grant = (body: Body, key: string): Promise<unknown> => to(ROUTES.grantRoles, person)({ roles: [], ...body }, key);
  const granting: Deed = { title: '授予角色', form: grantForm(known.roles, person.proposed), data: { roles: [...person.roles] }, perform: grant };
  return [granting, ...factor, ...matching(person, known.issuer)];
}

function matching(person: Person, issuer: string | null): Deed[] {
  if (!issuer) return [];
  const match = (body: Body, key: string): Promise<unknown> =>
    to(ROUTES.matchSubject, person)({ issuer, subject: body.subject || null }, key);
  return [{ title: '对应统一身份账号', form: SUBJECT_FORM, data: { subject: person.subject ?? '' }, perform: match }];
}
