import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { shownOutput, shownText } from './shown-text.ts'

describe('a reported name', () => {
  it.each([
    ['web-01', 'web-01'],
    ['größe 東京 🐧', 'größe 東京 🐧'],
    ['<img src=x onerror=alert(1)>', '<img src=x onerror=alert(1)>'],
    ['ab\u202egpj.exe', 'ab⟨U+202E⟩gpj.exe'],
    ['a\u0000b', 'a␀b'],
    ['a\nb\tc', 'a␊b␉c'],
    ['\u001b[31mred\u001b[0m', '␛[31mred␛[0m'],
    ['zero\u200bwidth', 'zero⟨U+200B⟩width'],
    ['\ud800 alone', '\ufffd alone'],
  ])('%j is shown as %j', (text, want) => {
    expect(shownText(text)).toBe(want)
  })

  it('longer than the limit is cut', () => {
    expect(shownText('x'.repeat(10_000), 20)).toBe(`${'x'.repeat(20)}…`)
  })
})

describe('output of a program', () => {
  it.each([
    ['one\r\ntwo\n', 'one\ntwo\n'],
    ['10 %\r50 %\r100 %', '10 %\n50 %\n100 %'],
    ['\u001b[1;31merror\u001b[0m: x', 'error: x'],
    ['\u001b]0;title\u0007text', 'text'],
    ['\u001b]8;;https://example.org\u001b\\link\u001b]8;;\u001b\\', 'link'],
    ['\u001b(Bplain', 'plain'],
    ['\u009b2Jcleared', 'cleared'],
    ['a\u0008b', 'a␈b'],
    ['tab\there', 'tab\there'],
    ['turn \u202earound', 'turn ⟨U+202E⟩around'],
  ])('%j is shown as %j', (output, want) => {
    expect(shownOutput(output)).toBe(want)
  })
})

// Anything here acts on a terminal or on the direction of writing instead of being seen.
const acts = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/

it('nothing that acts is left, whatever comes in, and what is shown is shown again unchanged', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), text => {
      for (const show of [shownText, shownOutput]) {
        expect(show(text)).not.toMatch(acts)
        expect(show(show(text))).toBe(show(text))
        expect(show(text).isWellFormed()).toBe(true)
      }
    }),
  )
})
