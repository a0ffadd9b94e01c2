// How days, instants and sizes read.

const PARTS = new Intl.DateTimeFormat('zh-CN', {
  timeZone: 'Asia/Shanghai',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});

/** 2026年3月5日; a dash for none. */
export function day(value: string | null | undefined): string {
  const found = /^(\d{4})-(\d{2})-(\d{2})/.exec(value ?? '');
  return found ? `${found[1]}年${Number(found[2])}月${Number(found[3])}日` : '—';
}

/** 2026年3月5日 09:30 in Shanghai, wherever the browser stands; a dash for none. */
export function moment(value: string | null | undefined): string {
  if (!value) return '—';
  const parts = Object.fromEntries(PARTS.formatToParts(new Date(value)).map((one) => [one.type, one.value]));
  return `${day(`${parts.year}-${parts.month}-${parts.day}`)} ${parts.hour}:${parts.minute}`;
}

/** 2026年3月5日 of such a moment. */
export function dayOf(value: string | null | undefined): string {
  return moment(value).split(' ')[0]!;
}

/** 09:30 of such a moment. */
export function hour(value: string | null | undefined): string {
  return value ? moment(value).split(' ')[1]! : '—';
}

/** 1.4 MB */
export function size(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  const [amount, unit] = bytes < 1024 ** 2 ? [bytes / 1024, 'KB'] : [bytes / 1024 ** 2, 'MB'];
  return `${amount < 10 ? amount.toFixed(1) : Math.round(amount)} ${unit}`;
}
