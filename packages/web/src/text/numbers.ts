const number = new Intl.NumberFormat('en')

/** 1234567 → "1,234,567". */
export const grouped = (count: number): string => number.format(count)

/** 1536 → "1.5 KiB". */
export function bytes(count: number): string {
  const units = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB']
  let value = count
  let unit = 0
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024
    unit++
  }
  return `${unit === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`
}
