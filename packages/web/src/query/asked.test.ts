import { expect, it } from 'vitest'
import { askedOf } from './asked.ts'

it.each([
  ['asset', { query: '', having: null }, {}],
  ['asset', { query: ' name:web ', having: '' }, { query: 'name:web' }],
  ['asset', { query: 'name:web', having: 'isSecurity:true' }, { query: 'name:web', having: 'isSecurity:true' }],
  ['patch', { query: '', having: null, platform: 'Linux' }, { query: 'platform:Linux' }],
  [
    'patch',
    { query: 'isSecurity:true or kev:true', having: null, platform: 'Linux' },
    { query: 'platform:Linux and (isSecurity:true or kev:true)' },
  ],
  [
    'job',
    { query: 'platform:Windows', having: null, platform: 'Linux' },
    { query: 'platform:Linux and platform:Windows' },
  ],
  // Nothing may be asked: a query with errors never means everything.
  ['asset', { query: 'nme:web', having: null }, null],
  ['asset', { query: 'name:web', having: 'severity:' }, null],
  ['asset', { query: 'name:web) or (name:db', having: null }, null],
  ['patch', { query: 'severity:', having: null, platform: 'Linux' }, null],
  // Jobs have no second query.
  ['job', { query: '', having: 'nonsense:' }, {}],
] as const)('%s list with %j asks %j', (entity, view, want) => {
  expect(askedOf(entity, view)).toEqual(want)
})
