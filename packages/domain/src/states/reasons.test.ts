import { expect, it } from 'vitest'
import { failureReasons, reasonSentence, skipReasons } from './reasons.ts'

it.each(Object.entries({ ...skipReasons, ...failureReasons }))('the code %s has its sentence', (code, sentence) => {
  expect(reasonSentence(code)).toBe(sentence)
})

it.each(['', 'constructor', '__proto__', 'toString', 'no_such_code'])('"%s" is no code and has none', code => {
  expect(reasonSentence(code)).toBeUndefined()
})
