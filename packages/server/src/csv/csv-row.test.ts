import { readCsv } from '../testing/read-csv.ts'
import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { csvRow } from './csv-row.ts'

describe('a cell', () => {
  it.each([
    ['plain text stays', 'web-1', 'web-1'],
    ['commas, quotes and line ends are quoted', 'a,"b"\r\nc', '"a,""b""\r\nc"'],
    ['outer blanks are kept by quotes', ' a ', '" a "'],
    ['nothing is nothing', null, ''],
    ['a number stays a number, also below zero', -1, '-1'],
    ['yes and no are words', true, 'true'],
    ['= is no formula', '=1+1', "'=1+1"],
    ['+ is no formula', '+49 30', "'+49 30"],
    ['- is no formula', '-1', "'-1"],
    ['@ is no formula', '@SUM(A1)', "'@SUM(A1)"],
    ['a tab begins none', '\t=1', "'\t=1"],
    ['a carriage return begins none', '\r=1', '"\'\r=1"'],
    ['a full-width = begins none', '\uff1d1', "'\uff1d1"],
    ['a formula with quotes is both', '=cmd|\' /C calc\'!"A0"', '"\'=cmd|\' /C calc\'!""A0"""'],
  ])('%s', (_claim, cell, text) => {
    expect(csvRow([cell])).toBe(`${text}\r\n`)
  })
})

test('what was written is read back by the rules of RFC 4180, whatever stands in it', () => {
  const unit = fc.constantFrom(...Array.from('a1 ,"\r\n\t=+-@;\'é包\u{1f427}\u202e\u200b\uff1d\uff0b\x1b'))
  const cell = fc.string({ unit }).map(text => text.replace(/^'+/, ''))
  fc.assert(
    fc.property(fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { maxLength: 5 }), rows => {
      const read = readCsv(rows.map(row => csvRow(row)).join(''))
      expect(read.map(row => row.map(text => text.replace(/^'(?=[=+\-@\t\r\n\uff0b\uff0d\uff1d\uff20])/, '')))).toEqual(
        rows,
      )
    }),
  )
})
