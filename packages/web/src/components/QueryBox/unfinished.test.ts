import { check } from '@patchyard/query'
import { expect, it } from 'vitest'
import { isUnfinished } from './unfinished.ts'

const told = (text: string) => check(text, { entity: 'asset' }).errors.filter(problem => !isUnfinished(problem, text))

it.each([
  'name:',
  'name: ',
  'missingPatchCount>=',
  'name:web and',
  'name:web and not ',
  'name:web and (osFamily:debian',
  'name:"web',
  'scanStatus:[Failed, Partial',
])('nothing is told of %j before it is run', text => {
  expect(check(text, { entity: 'asset' }).errors).not.toEqual([])
  expect(told(text)).toEqual([])
})

it.each([
  'osFamly:debian and',
  'and name:web',
  'name: and osFamily:debian',
  'missingPatchCount>many and (',
  'name:web)',
])('what is wrong with %j is told at once', text => {
  expect(told(text)).not.toEqual([])
})
