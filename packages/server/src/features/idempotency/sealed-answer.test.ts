import { expect, it } from 'vitest'
import { systemRandom } from '../../adapters/system-random.ts'
import { openAnswer, sealAnswer } from './sealed-answer.ts'

const name = '0f0c6c9e-0000-4000-8000-000000000001'
const answer = { secret: 'pyk_x', items: [1, null, 'é'] }

it('comes back as it was, under its own name alone', () => {
  const sealed = sealAnswer(name, answer, systemRandom)
  expect(openAnswer(name, sealed)).toEqual(answer)
  expect(() => openAnswer(`${name}2`, sealed)).toThrow(/authenticate/)
  expect(() => openAnswer(name, Buffer.concat([sealed, Buffer.from('x')]))).toThrow(/authenticate/)
})

it('shows nothing of the answer, and no two are alike', () => {
  const sealed = sealAnswer(name, answer, systemRandom)
  expect(sealed.toString('latin1')).not.toContain('pyk_')
  expect(sealAnswer(name, answer, systemRandom).equals(sealed)).toBe(false)
})

it('nothing is null', () => {
  expect(openAnswer(name, sealAnswer(name, undefined, systemRandom))).toBeNull()
})
