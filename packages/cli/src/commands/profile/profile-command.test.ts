import { describe, expect, it } from 'vitest'
import { interval } from './assessment-commands.ts'
import { blackoutOf, documentOf } from './document-options.ts'

describe('an interval', () => {
  it.each([
    ['4h', 14_400],
    ['90m', 5400],
    ['1d', 86_400],
  ])('%s is %i seconds', (text, seconds) => {
    expect(interval(text)).toBe(seconds)
  })
  it.each(['4', 'h', '4 h', '-4h', '4H', '1e3h'])('"%s" is none', text => {
    expect(() => interval(text)).toThrow('such as 4h')
  })
})

describe('a blackout', () => {
  it.each([
    ['mon 08:00 60', { days: ['monday'], from: '08:00', minutes: 60, zone: null }],
    [
      'mon-wed 08:00 60 Europe/Berlin',
      { days: ['monday', 'tuesday', 'wednesday'], from: '08:00', minutes: 60, zone: 'Europe/Berlin' },
    ],
    ['sat-mon 22:30 90', { days: ['monday', 'saturday', 'sunday'], from: '22:30', minutes: 90, zone: null }],
    ['Tue,tuesday,th 00:00 1 UTC', { days: ['tuesday', 'thursday'], from: '00:00', minutes: 1, zone: 'UTC' }],
  ])('%s', (text, want) => {
    expect(blackoutOf(text)).toEqual(want)
  })
  it('daily is every day', () => expect(blackoutOf('daily 08:00 60').days).toHaveLength(7))
  it.each([
    '',
    'mon',
    'mon 8:00 60',
    'mon 24:00 60',
    'mon 08:00',
    'mon 08:00 x',
    't 08:00 60',
    'moon 08:00 60',
    'mon 08:00 60 UTC more',
  ])('"%s" is none', text => {
    expect(() => blackoutOf(text)).toThrow('example')
  })
})

it('a document has what was given and nothing else', () => {
  expect(documentOf({})).toEqual({})
  expect(documentOf({ patching: 'off', cache: null, scanning: 'suspended' })).toEqual({
    patching: false,
    cacheMb: null,
    suspendScanning: true,
  })
  expect(documentOf({ blackouts: false })).toEqual({ blackouts: [] })
  // Commander sets it to true where no option was given.
  expect(documentOf({ blackouts: true })).toEqual({})
})
