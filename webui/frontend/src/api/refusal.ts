// What the server answers when it will not do something: what, where and how to mend it, in Chinese.

export interface FieldRefusal {
  field: string;
  what: string;
  mend: string;
}

export interface Refusal {
  code: string;
  what: string;
  mend: string;
  where?: Record<string, unknown>;
  fields?: FieldRefusal[];
  /** What is wrong with a file that was refused, each fault with its place. */
  findings?: { file: string; line: number; where: string; what: string; mend: string }[];
  trace?: string;
}

export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly refusal: Refusal,
  ) {
    super(refusal.what);
  }

  get code(): string {
    return this.refusal.code;
  }

  /** The refusals by the place of their field. */
  get byField(): Map<string, FieldRefusal> {
    return new Map((this.refusal.fields ?? []).map((one) => [one.field, one]));
  }
}

const SILENT: Refusal = {
  code: 'no_answer',
  what: '没有连上服务器。',
  mend: '请检查网络后重试；您填写的内容还在本页。',
};

export function noAnswer(): Refused {
  return new Refused(0, SILENT);
}

/** Any error as a refusal that can be shown. */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof Refused) return error.refusal;
  return { code: 'unexpected', what: '页面出了问题，本次操作没有完成。', mend: '请刷新页面后重试；仍不行的，请联系系统管理员。' };
}
