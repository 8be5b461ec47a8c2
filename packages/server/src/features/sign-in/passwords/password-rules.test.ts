import { describe, expect, it } from 'vitest'
import { Problem } from '../../../errors/problem.ts'
import { refuseWeakPassword } from './password-rules.ts'

const person = { email: 'Jane.Doe@example.org', name: 'Jane Dorothea Doe' }
const verdict = (password: string): string => {
  try {
    refuseWeakPassword(password, person)
    return 'taken'
  } catch (error) {
    return error instanceof Problem ? error.code : 'defect'
  }
}

describe('a password', () => {
  it.each([
    'jane.doe@example.org',
    'JANE DOROTHEA DOE',
    ' jane dorothea doe ',
    'Password1234!',
    'correcthorsebatterystaple',
    'abcdefghijkl',
    'lkjihgfedcba',
    '0987654321098',
    'qwertyuiopas',
    'aaaaaaaaaaaa',
    'xyxyxyxyxyxy',
    'abc1abc1abc1',
  ])('%j is refused', password => expect(verdict(password)).toBe('password_weak'))

  it.each([
    'correct horse battery',
    'jane.doe@example.org!',
    'abcdefghijkm',
    'Füße im Schnee 4',
    'пароль из слов',
    '🔑🚪🏠🌧️🔑🚪🏠🌧️🔥🔥🔥🔥',
  ])('%j is taken', password => expect(verdict(password)).toBe('taken'))
})
