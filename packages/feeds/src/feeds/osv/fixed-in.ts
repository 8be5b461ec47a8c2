import { versionSchemes } from '@patchyard/domain'
import { isPackageName, isRpmName, isVersion, withoutZeroEpoch } from '../../fields/package-names.ts'
import type { FixRecord } from '../../records/fix-record.ts'
import type { Ecosystem } from './ecosystem.ts'
import type { OsvAffected } from './osv-schema.ts'

type Standing = Pick<FixRecord, 'status' | 'fixedVersion' | 'note'>

/**
 * What the ranges of one package come to. Of several the highest fix counts, and a range that stays open leaves the package affected: who
 * has a version between two ranges is told to update once too often, never too seldom. null where a version is none.
 */
export function standingOf(affected: OsvAffected, scheme: Ecosystem['scheme']): Standing | null {
  let highest = ''
  let lastAffected = ''
  let isOpen = false
  for (const range of affected.ranges ?? []) {
    if (range.type === 'GIT') continue
    // Events of one range may stand in any order: a fix above the last introduction closes it.
    let introduced: string | null = null
    let fixed: string | null = null
    for (const event of range.events) {
      const { introduced: from, fixed: to, last_affected: last } = event
      for (const version of [from, to, last]) if (version !== undefined && !isSound(version, scheme)) return null
      if (from !== undefined && (introduced === null || isAbove(from, introduced, scheme))) introduced = from
      if (to !== undefined && (fixed === null || isAbove(to, fixed, scheme))) fixed = to
      if (last !== undefined) lastAffected = last
    }
    if (fixed === null || (introduced !== null && isAbove(introduced, fixed, scheme))) isOpen = true
    else if (highest === '' || isAbove(fixed, highest, scheme)) highest = fixed
  }
  if (isOpen || highest === '')
    return { status: 'affected', fixedVersion: '', note: lastAffected === '' ? '' : `<last affected> ${lastAffected}` }
  if (highest === '0') return { status: 'notAffected', fixedVersion: '', note: '' }
  return { status: 'fixed', fixedVersion: withoutZeroEpoch(highest), note: '' }
}

const isAbove = (a: string, b: string, scheme: Ecosystem['scheme']): boolean => versionSchemes[scheme].compare(a, b) > 0

export function isSound(version: string, scheme: Ecosystem['scheme']): boolean {
  return isVersion(version) && (scheme !== 'deb' || versionSchemes.deb.problem(version) === undefined)
}

export const isNameOf = (scheme: Ecosystem['scheme'], name: string): boolean =>
  scheme === 'rpm' ? isRpmName(name) : isPackageName(name)

/** Binaries with their fixed versions, in the two shapes that there are: Ubuntu's and SUSE's. */
export function binariesOf(affected: OsvAffected): { readonly name: string; readonly version: string }[] {
  return (affected.ecosystem_specific?.binaries ?? []).flatMap(one => {
    const { binary_name: name, binary_version: version } = one
    if (name !== undefined) return typeof name === 'string' && typeof version === 'string' ? [{ name, version }] : []
    return Object.entries(one).flatMap(([key, value]) =>
      typeof value === 'string' ? [{ name: key, version: value }] : [],
    )
  })
}
