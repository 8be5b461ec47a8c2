import { describe, expect, it } from 'vitest'
import { themeCss } from './theme-css.ts'
import { type SchemeTokens, schemes } from './tokens.ts'

// WCAG 2.2, relative luminance and contrast ratio.
function luminance(hex: string): number {
  const channel = (from: number): number => {
    const value = Number.parseInt(hex.slice(from, from + 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  }
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
}
function contrast(a: string, b: string): number {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number]
  return (light + 0.05) / (dark + 0.05)
}

type Name = keyof SchemeTokens
const grounds: readonly Name[] = ['ground', 'surface', 'raised', 'sidebar', 'selected']
const texts: readonly Name[] = ['text', 'textQuiet', 'accent', 'danger', 'warning', 'good', 'busy', 'keyword']
const pairs: readonly (readonly [Name, Name, number])[] = [
  ...texts.flatMap(text => grounds.map(ground => [text, ground, 4.5] as const)),
  ['onAccent', 'accent', 4.5],
  ['onAccent', 'accentHover', 4.5],
  ['onDanger', 'danger', 4.5],
  ['onDanger', 'dangerHover', 4.5],
  ['accent', 'accentSoft', 4.5],
  ['danger', 'dangerSoft', 4.5],
  ['warning', 'warningSoft', 4.5],
  ['good', 'goodSoft', 4.5],
  ['busy', 'busySoft', 4.5],
  ['textQuiet', 'neutralSoft', 4.5],
  ['lineStrong', 'surface', 3],
  ['lineStrong', 'ground', 3],
]

describe.each(Object.entries(schemes))('in the %s scheme', (_, tokens) => {
  it.each(pairs)('%s on %s has a contrast of at least %d', (front, back, least) => {
    expect(contrast(tokens[front], tokens[back])).toBeGreaterThanOrEqual(least)
  })
})

it('the style sheet has each token in both schemes, and no variable without a value', () => {
  const css = themeCss()
  for (const tokens of Object.values(schemes))
    for (const [name, value] of Object.entries(tokens)) {
      const variable = `--py-${name.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)}: ${value};`
      expect(css).toContain(variable)
    }
  expect(css).not.toMatch(/: (undefined|null|);/)
})
