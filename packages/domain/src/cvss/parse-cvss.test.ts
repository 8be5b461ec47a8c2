import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { InvalidCvssError, parseCvss, printCvss } from './parse-cvss.ts'
import { v3Vector, v4Vector } from './testing/vectors.ts'

const reasonOf = (text: string): string => {
  try {
    parseCvss(text)
    return 'taken'
  } catch (error) {
    if (error instanceof InvalidCvssError) return error.reason
    throw error
  }
}

const v31 = 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H'
const v4 = 'CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:L/VA:N/SC:N/SI:N/SA:N'

describe('a vector is known by its beginning', () => {
  it.each([
    [v31, '3.1'],
    ['CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', '3.0'],
    [v4, '4.0'],
    ['AV:N/AC:L/Au:N/C:P/I:P/A:P', '2.0'],
    ['AV:N/AC:L/Au:N/C:P/I:P/A:P/E:POC/RL:OF/RC:C/CDP:LM/TD:H/CR:ND/IR:M/AR:H', '2.0'],
  ])('%s is of version %s', (vector, version) => {
    expect(parseCvss(vector).version).toBe(version)
  })
})

describe('what is refused, and why', () => {
  it.each([
    ['', 'has "", which is no metric of CVSS 2.0'],
    ['N/A', 'has "N", which is no metric of CVSS 2.0'],
    ['9.8', 'has "9.8", which is no metric of CVSS 2.0'],
    ['CVSS:3.2/AV:N', 'names no version that there is'],
    ['CVSS:3.1', 'names no version that there is'],
    ['cvss:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', 'has "cvss:3.1", which is no metric of CVSS 2.0'],
    [` ${v31}`, 'has " CVSS:3.1", which is no metric of CVSS 2.0'],
    [`${v31} `, 'has "A:H ", whose value does not exist'],
    [`${v31}/`, 'has "", which is no metric of CVSS 3.1'],
    [`(${v31})`, 'has "(CVSS:3.1", which is no metric of CVSS 2.0'],
    [v31.replace('AV:N', 'AV:n'), 'has "AV:n", whose value does not exist'],
    [v31.replace('AV:N', 'AV:'), 'has "AV:", whose value does not exist'],
    [v31.replace('AV:N', 'AV'), 'has "AV", which is no metric of CVSS 3.1'],
    [v31.replace('AV:N', ':N'), 'has ":N", which is no metric of CVSS 3.1'],
    [v31.replace('AV:N', 'AV:N:N'), 'has "AV:N:N", whose value does not exist'],
    [v31.replace('S:U', 'S:X'), 'has "S:X", whose value does not exist'],
    [v31.replace('/A:H', ''), 'lacks "A"'],
    [`${v31}/AV:N`, 'has "AV" twice'],
    [`${v31}/AT:N`, 'has "AT:N", which is no metric of CVSS 3.1'],
    [`${v31}/__proto__:N`, 'has "__proto__:N", which is no metric of CVSS 3.1'],
    [`${v31}/toString:N`, 'has "toString:N", which is no metric of CVSS 3.1'],
    [`${v31}/E:\u001b[2J`, 'has "E:\\u001b[2J", whose value does not exist'],
    [`${v31}/${'E:X/'.repeat(100)}`, 'is longer than 250 characters'],
    // The standard's own list of invalid vectors (v4.0, section 7).
    [v4.replace('AV:N', 'AV:F'), 'has "AV:F", whose value does not exist'],
    [`${v4}/E:A/E:X`, 'has "E" twice'],
    [v4.replace('UI', 'ui'), 'has "ui:N", which is no metric of CVSS 4.0'],
    [v4.replace('CVSS:4.0/', ''), 'has "AT:N", which is no metric of CVSS 2.0'],
    [v4.replace('/VA:N', ''), 'lacks "VA"'],
    [v4.replace('AV:N/AC:L', 'AC:L/AV:N'), 'has "AV" behind "AC"'],
    ['AC:L/AV:N/Au:N/C:P/I:P/A:P', 'has "AV" behind "AC"'],
  ])('%s', (text, reason) => {
    expect(reasonOf(text)).toBe(reason)
  })
})

describe('the canonical text', () => {
  it.each([
    ['of v3 has the order of the standard', 'CVSS:3.1/A:H/I:H/C:H/S:U/UI:N/PR:N/AC:L/AV:N', v31],
    ['does not say what is not defined', `${v31}/E:X/RL:O/MAV:X`, `${v31}/RL:O`],
    ['of v4.0 neither', `${v4}/E:X/MSI:S/U:X`, `${v4}/MSI:S`],
    ['of v2.0 neither', 'AV:N/AC:L/Au:N/C:P/I:P/A:P/E:ND', 'AV:N/AC:L/Au:N/C:P/I:P/A:P'],
  ])('%s', (_, text, canonical) => {
    expect(printCvss(parseCvss(text))).toBe(canonical)
  })

  it('is read again as what it is', () => {
    fc.assert(
      fc.property(fc.oneof(v3Vector('3.0'), v3Vector('3.1'), v4Vector), text => {
        const canonical = printCvss(parseCvss(text))
        expect(printCvss(parseCvss(canonical))).toBe(canonical)
      }),
    )
  })
})

it('any text is a vector or refused, and never takes long', () => {
  const piece = fc.constantFrom('CVSS:3.1', 'CVSS:4.0', 'AV:N', 'AC:L', '/', ':', 'S:C', 'E:', '\u0000', 'AV', 'U:Red')
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(piece, { maxLength: 40 }).map(all => all.join('/')),
      ),
      text => {
        expect(typeof reasonOf(text)).toBe('string')
      },
    ),
  )
})
