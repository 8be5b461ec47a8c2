import { describe, expect, it } from 'vitest'
import { figuresTable, keeps, quantile } from './bench.ts'

describe('a figure keeps its limit', () => {
  it.each([
    [{ value: 5 }, ''],
    [{ value: 5, atLeast: 5 }, 'yes'],
    [{ value: 4.9, atLeast: 5 }, 'no'],
    [{ value: 5, atMost: 5 }, 'yes'],
    [{ value: 5.1, atMost: 5 }, 'no'],
    [{ value: Number.NaN, atMost: 5 }, 'no'],
  ] as const)('%j: %j', (figure, verdict) => {
    expect(keeps({ name: 'reports', unit: '/s', ...figure })).toBe(verdict)
  })
})

it.each([
  [[], 0.5, Number.NaN],
  [[7], 0.99, 7],
  [[3, 1, 2], 0.5, 2],
  [[4, 3, 2, 1], 0, 1],
  [[1, 2, 3, 4], 1, 4],
])('quantile of %j at %d is %d', (values, fraction, want) => {
  expect(quantile(values, fraction)).toBe(want)
})

it('prints a Markdown table', () => {
  const figures = [
    { name: 'check-ins', value: 4123.4, unit: '/s', atLeast: 4000 },
    { name: 'scan', value: 1.2345, unit: '× apt', atMost: 1.3 },
  ]
  expect(figuresTable(figures)).toBe(`| figure | measured | limit | kept |
| --- | ---: | ---: | --- |
| check-ins | 4,123 /s | ≥ 4,000 /s | yes |
| scan | 1.23 × apt | ≤ 1.3 × apt | yes |`)
})
