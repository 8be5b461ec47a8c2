import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  compareVersionLines,
  InvalidVersionError,
  LONGEST_VERSION_LINE,
  VersionLineError,
  versionSchemes,
} from './index.ts'

const orders = (lines: readonly string[], options = {}): number[] =>
  Array.from(compareVersionLines('deb', lines, options), ({ order }) => order)

function refusal(lines: readonly string[], options = {}): VersionLineError {
  try {
    orders(lines, options)
  } catch (error: unknown) {
    if (error instanceof VersionLineError) return error
    throw error
  }
  throw new Error('nothing was refused')
}

describe('lines of two versions', () => {
  it('are answered in their order', () => {
    expect(orders(['1.0\t1.1', '1.1\t1.0', '1.0\t1.0-0'])).toEqual([-1, 1, 0])
  })

  it('may end with a carriage return', () => {
    expect(orders(['1.0\t1.0\r', '1.0\t1.0'])).toEqual([0, 0])
  })

  it('may hold an empty version', () => {
    expect(orders(['\t0', '\t'])).toEqual([-1, 0])
  })

  it('may hold what is no version, and then have its place', () => {
    expect(orders(['1.0 2\t1.0-'])).toEqual([1])
  })

  it.each([
    ['without a tab', '1.0 1.1', 'line 2: has no tab; expected two versions with a tab between them'],
    ['that are empty', '', 'line 2: has no tab; expected two versions with a tab between them'],
    ['with two tabs', '1.0\t1.1\t-1', 'line 2: has more than one tab; expected two versions with a tab between them'],
    ['over a million characters', `1\t${'1'.repeat(LONGEST_VERSION_LINE)}`, 'line 2: has more than 1000000 characters'],
  ])('%s are refused with their number', (_, line, message) => {
    const error = refusal(['1\t2', line])
    expect(error).toMatchObject({ code: 'E_VERSION_LINE', line: 2, message })
  })

  it('count from the number given', () => {
    expect(refusal(['x'], { firstLine: 1000 }).line).toBe(1000)
  })

  it('are answered up to the one that is refused', () => {
    const answered: number[] = []
    expect(() => {
      for (const { order } of compareVersionLines('rpm', ['1\t2', '2\t1', 'bad', '1\t1'])) answered.push(order)
    }).toThrow(VersionLineError)
    expect(answered).toEqual([-1, 1])
  })

  it('with an invalid version are refused when that is asked for', () => {
    const error = refusal(['1.0\t1.1', '1.0\t1.0-'], { strict: true })
    expect(error).toMatchObject({ code: 'E_VERSION_LINE', line: 2 })
    expect(error.message).toBe('line 2: deb version "1.0-": has an empty revision after the hyphen')
    expect(error.cause).toBeInstanceOf(InvalidVersionError)
    expect(error.cause).toMatchObject({ code: 'E_VERSION_INVALID', scheme: 'deb', version: '1.0-' })
  })

  it('are answered or refused, whatever they hold', () => {
    const line = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.tuple(fc.string({ unit: 'binary' }), fc.string()).map(pair => pair.join('\t')),
    )
    fc.assert(
      fc.property(fc.array(line), fc.boolean(), (lines, strict) => {
        try {
          for (const { a, b, order } of compareVersionLines('apk', lines, { strict })) {
            expect(order).toBe(versionSchemes.apk.compare(a, b))
          }
        } catch (error: unknown) {
          expect(error).toBeInstanceOf(VersionLineError)
        }
      }),
    )
  })
})
