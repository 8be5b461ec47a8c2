import { shown } from '../../schedule/schedule-problem.ts'
import type { DefinitionProblems } from './definition-problem.ts'
import type { RegistryAction } from './job-action.ts'
import { below, type Members, readOneOf, readText } from './read-value.ts'

const types = ['string', 'dword', 'qword', 'expandString', 'multiString', 'binary'] as const

/** Machine-wide hives alone: what runs as SYSTEM has no user whose hive it could mean. */
const keyPattern = /^(?:HKLM|HKEY_LOCAL_MACHINE|HKCR|HKEY_CLASSES_ROOT|HKU|HKEY_USERS)(?:\\[^\\]{1,255}){1,64}$/

// Limits of the registry (Microsoft, "Registry Element Size Limits"): 255 characters a key, 16,383 the name of a value.
const KEY_LENGTH = 1024
const VALUE_LENGTH = 16_383
const DATA_LENGTH = 16_384

/** Key, value, type and data of a registry action. */
export function readRegistry(
  problems: DefinitionProblems,
  at: string,
  members: Members,
): Pick<RegistryAction, 'key' | 'value' | 'type' | 'data'> {
  const key = readText(problems, below(at, 'key'), members['key'], { most: KEY_LENGTH })
  if (key !== null && !keyPattern.test(key))
    problems.add('action_registry', below(at, 'key'), `${shown(key)} is no key of HKLM, HKCR or HKU`)
  const value = readText(problems, below(at, 'value'), members['value'], {
    most: VALUE_LENGTH,
    empty: true,
    exact: true,
  })
  const type = readOneOf(problems, below(at, 'type'), members['type'], types, 'action_registry') ?? 'string'
  const form = { most: DATA_LENGTH, empty: true, lines: true, exact: true } as const
  const data = readText(problems, below(at, 'data'), members['data'], form)
  if (data !== null && !fits(type, data))
    problems.add('action_registry', below(at, 'data'), `${shown(data)} is no value of type ${type}`)
  return { key: key ?? '', value: value ?? '', type, data: data ?? '' }
}

function fits(type: (typeof types)[number], data: string): boolean {
  switch (type) {
    case 'dword':
      return isWhole(data, 32n)
    case 'qword':
      return isWhole(data, 64n)
    case 'binary':
      return /^(?:[0-9a-fA-F]{2})*$/.test(data)
    case 'string':
    case 'expandString':
      return !data.includes('\n')
    case 'multiString':
      return true
  }
}

const isWhole = (text: string, bits: bigint): boolean =>
  /^(?:\d{1,20}|0x[0-9a-fA-F]{1,16})$/.test(text) && BigInt(text) < 1n << bits
