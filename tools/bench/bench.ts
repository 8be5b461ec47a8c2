/** One figure: what was measured, its value with unit, and the floor or ceiling it must keep, when there is one. */
export interface Figure {
  readonly name: string
  readonly value: number
  readonly unit: string
  readonly atLeast?: number
  readonly atMost?: number
}

/** What a file of bench/ exports as `bench`. Importing the file must do nothing. */
export interface Bench {
  /** One sentence. */
  readonly about: string
  /** The data set in words: how many of what, made how, with which seed. */
  readonly data: string
  run(): Promise<readonly Figure[]>
}

/** "yes", "no", or "" when the figure has no limit. */
export function keeps(figure: Figure): 'yes' | 'no' | '' {
  if (figure.atLeast === undefined && figure.atMost === undefined) return ''
  const low = figure.atLeast === undefined || figure.value >= figure.atLeast
  const high = figure.atMost === undefined || figure.value <= figure.atMost
  return low && high ? 'yes' : 'no'
}

/** Value below which the share `fraction` (0–1) of `values` lies (nearest rank). NaN for none. */
export function quantile(values: readonly number[], fraction: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(fraction * sorted.length) - 1)] ?? Number.NaN
}

/** Rows of a Markdown table with what is measured, the figure, the limit and whether it is kept. */
export function figuresTable(figures: readonly Figure[]): string {
  const rows = figures.map(
    figure => `| ${figure.name} | ${number(figure.value)} ${figure.unit} | ${limit(figure)} | ${keeps(figure)} |`,
  )
  return ['| figure | measured | limit | kept |', '| --- | ---: | ---: | --- |', ...rows].join('\n')
}

function limit({ atLeast, atMost, unit }: Figure): string {
  const parts = [atLeast === undefined ? '' : `≥ ${number(atLeast)}`, atMost === undefined ? '' : `≤ ${number(atMost)}`]
  const text = parts.filter(part => part !== '').join(', ')
  return text === '' ? '' : `${text} ${unit}`
}

/** Three significant digits, none cut off before the point. */
const number = (value: number): string =>
  Math.abs(value) >= 100 ? Math.round(value).toLocaleString('en') : String(Number(value.toPrecision(3)))
