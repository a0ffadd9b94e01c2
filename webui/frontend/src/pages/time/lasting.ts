// How a length of time reads: 3天4小时, 2小时5分, 40秒.
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
