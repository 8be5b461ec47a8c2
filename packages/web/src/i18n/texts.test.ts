import { describe, expect, it } from 'vitest'
import { en } from './en/index.ts'
import { i18n, t } from './text.ts'

// As the pages of all areas bring them.
import.meta.glob('./areas/*.ts', { eager: true })
const sources = import.meta.glob<string>(['../**/*.{ts,tsx}', '!../i18n/**', '!../**/*.test.ts'], {
  query: '?raw',
  import: 'default',
  eager: true,
})
const code = Object.values(sources).join('\n')

const forms = ['_zero', '_one', '_other']
const stemOf = (key: string): string => key.replace(/_(zero|one|other)$/, '')
const stems = [...new Set(Object.keys(en).map(stemOf))]
const placesOf = (text: string): string[] => [...text.matchAll(/\{\{\s*(\w+)/g)].map(match => match[1] ?? '').sort()

describe('English texts', () => {
  // That none is missing, the compiler says: `t` takes only names that are there.
  it('are all used', () => {
    expect(stems.filter(stem => !code.includes(`'${stem}'`) && !code.includes(`"${stem}"`))).toEqual([])
  })

  it('are all there when they are needed: in the first script, or with an area', () => {
    expect(i18n.getResourceBundle('en', 'translation')).toEqual(en)
  })

  it('with a number have a form for one and for many, and all forms name the same things', () => {
    const texts: Readonly<Record<string, string>> = en
    for (const stem of stems) {
      const own = forms.map(form => texts[`${stem}${form}`]).filter(text => text !== undefined)
      if (own.length === 0) continue
      expect(texts, stem).toHaveProperty([`${stem}_one`])
      expect(texts, stem).toHaveProperty([`${stem}_other`])
      expect(texts[stem], `${stem} is both`).toBeUndefined()
    }
  })

  it('are whole sentences or words: none is empty, begins or ends with a blank, or holds markup', () => {
    for (const [key, text] of Object.entries(en)) {
      expect(text.trim(), key).toBe(text)
      expect(text, key).not.toMatch(/^$|<\/?[a-z]|&[a-z]+;/)
      for (const place of placesOf(text)) expect(place, key).toMatch(/^[a-z][a-zA-Z]*$/)
    }
  })
})

it.each([
  [0, 'no assets'],
  [1, '1 asset'],
  [2, '2 assets'],
  [1_234_567, '1,234,567 assets'],
])('%d is told as "%s"', (count, want) => {
  expect(t('count.asset', { count })).toBe(want)
})

it.each(['{{name}}', '$t(count.asset)', '{{count, number}}', '<b>', '&amp;', '__proto__'])(
  'a name like %s is shown as it is, never read as a template',
  name => {
    expect(t('table.select', { name })).toBe(`Select ${name}`)
  },
)
