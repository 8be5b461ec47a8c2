import { expect, it } from 'vitest'
import { sentenceParts } from './sentence-parts.ts'

it.each([
  [
    '{name} is gone since {at}.',
    [{ name: 'name' }, { name: null, text: ' is gone since ' }, { name: 'at' }, { name: null, text: '.' }],
  ],
  [
    'Since {at}, {name} is gone',
    [
      { name: null, text: 'Since ' },
      { name: 'at' },
      { name: null, text: ', ' },
      { name: 'name' },
      { name: null, text: ' is gone' },
    ],
  ],
  ['Nothing', [{ name: null, text: 'Nothing' }]],
])('%j has the parts %j', (text, want) => {
  const write = (places: Record<string, string>) => text.replace(/\{(\w+)\}/g, (_, name: string) => places[name] ?? '')
  expect(sentenceParts(write, ['name', 'at'])).toEqual(want)
})
