import { shown } from '../../schedule/schedule-problem.ts'
import type { DefinitionProblemCode, DefinitionProblems } from './definition-problem.ts'

// Values as they come from outside: each reader gives what it took, or null after saying what is wrong.

export type Members = Readonly<Record<string, unknown>>

/** RFC 6901; hostile names come out short. */
export const below = (at: string, name: string | number): string =>
  `${at}/${String(name).slice(0, 60).replaceAll('~', '~0').replaceAll('/', '~1')}`

/** The members of an object that has none but those named. */
export function readMembers(
  problems: DefinitionProblems,
  at: string,
  value: unknown,
  names: readonly string[],
): Members | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    problems.add('definition_malformed', at, `${shown(value)} is no object`)
    return null
  }
  for (const name of Object.keys(value)) {
    if (!names.includes(name)) problems.add('definition_member_unknown', below(at, name), 'is no member of this')
  }
  return value as Members
}

export function readOneOf<const W>(
  problems: DefinitionProblems,
  at: string,
  value: unknown,
  words: readonly W[],
  code: DefinitionProblemCode,
): W | null {
  const word = words.find(one => one === value)
  if (word === undefined) problems.add(code, at, `${shown(value)} is none of ${words.join(', ')}`)
  return word ?? null
}

/** A list that is not longer than `most`: it is refused before anything goes through it. */
export function readList(
  problems: DefinitionProblems,
  at: string,
  value: unknown,
  most: number,
  code: DefinitionProblemCode,
): readonly unknown[] {
  if (!Array.isArray(value)) {
    problems.add('definition_malformed', at, `${shown(value)} is no list`)
    return []
  }
  if (value.length <= most) return value
  problems.add(code, at, `${value.length} are more than ${most}`)
  return []
}

export const idPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** Ids without doubles, in the order given. */
export function readIds(
  problems: DefinitionProblems,
  at: string,
  value: unknown,
  most: number,
  code: DefinitionProblemCode,
): readonly string[] {
  const ids = readList(problems, at, value, most, code)
  ids.forEach((id, n) => readId(problems, below(at, n), id))
  return [...new Set(ids as readonly string[])]
}

export function readId(problems: DefinitionProblems, at: string, value: unknown): string | null {
  if (typeof value === 'string' && idPattern.test(value)) return value
  problems.add('id_malformed', at, `${shown(value)} is no id`)
  return null
}

/** Something of it can be seen: spaces, zero-width characters and marks of direction alone are no name. */
const visible = /[^\s\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/
// biome-ignore lint/suspicious/noControlCharactersInRegex: it is what is looked for
const control = /[\u0000-\u001f\u007f-\u009f]/
// biome-ignore lint/suspicious/noControlCharactersInRegex: as above, without tab and line feed
const controlOfLines = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/

export interface TextForm {
  readonly most: number
  /** Of several lines: tab and line feed are allowed. */
  readonly lines?: true
  /** May be empty. */
  readonly empty?: true
  /** For machines, not for people: taken as it is. */
  readonly exact?: true
}

/** In NFC and without space around it, unless it is exact. Lengths are UTF-16 units. */
export function readText(
  problems: DefinitionProblems,
  at: string,
  value: unknown,
  { most, lines, empty, exact }: TextForm,
): string | null {
  if (typeof value !== 'string') {
    problems.add('definition_malformed', at, `${shown(value)} is no text`)
    return null
  }
  if (value.length > most * 4) return tooLong(problems, at, value.length, most)
  const inLines = lines === true ? value.replaceAll('\r\n', '\n') : value
  const text = exact === true ? inLines : inLines.normalize('NFC').trim()
  if (text.length > most) return tooLong(problems, at, text.length, most)
  if (!text.isWellFormed() || (lines === true ? controlOfLines : control).test(text)) {
    problems.add('text_characters', at, `${shown(text)} holds control characters or half a character`)
    return null
  }
  if (empty !== true && !visible.test(text)) {
    problems.add('text_characters', at, 'is empty')
    return null
  }
  return text
}

function tooLong(problems: DefinitionProblems, at: string, length: number, most: number): null {
  problems.add('text_too_long', at, `${length} characters are more than ${most}`)
  return null
}

export function readWhole(
  problems: DefinitionProblems,
  at: string,
  value: unknown,
  { min, max }: { readonly min: number; readonly max: number },
  code: DefinitionProblemCode,
): number | null {
  if (Number.isInteger(value) && (value as number) >= min && (value as number) <= max) return value as number
  problems.add(code, at, `${shown(value)} is not a whole number from ${min} to ${max}`)
  return null
}
