// How a length of time reads: 3天4小时, 2小时5分, 40秒; and how far a day moved: 推后2天.
const UNITS: [number, string][] = [
  [86_400, '天'],
  [3_600, '小时'],
  [60, '分'],
  [1, '秒'],
];

export function lasting(seconds: number): string {
  const first = UNITS.findIndex(([size]) => seconds >= size);
  if (first < 0) return '0秒';
  let left = seconds;
  const words = UNITS.slice(first, first + 2).map(([size, unit]) => {
    const number = Math.floor(left / size);
    left -= number * size;
    return number ? `${number}${unit}` : '';
  });
  return words.join('');
}

const DAY_MS = 86_400_000;

export function shiftOf(before: string | null, after: string | null): string {
  const days = before && after ? Math.round((Date.parse(after) - Date.parse(before)) / DAY_MS) : 0;
  if (!days) return '—';
  return days > 0 ? `推后${days}天` : `提前${-days}天`;
}
