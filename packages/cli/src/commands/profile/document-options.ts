import type { ProfileDocumentChange } from '@patchyard/api'
import { weekdays } from '@patchyard/domain'
import { type Command, InvalidArgumentError, Option } from 'commander'
import { several } from '../several.ts'

export interface DocumentOptions {
  readonly patching?: 'on' | 'off'
  readonly scanning?: 'on' | 'suspended'
  readonly checkIn?: number
  readonly cache?: number | null
  readonly bandwidth?: number | null
  readonly cpu?: number | null
  readonly memory?: number | null
  readonly otherUpdaters?: 'leave' | 'off'
  readonly blackout?: readonly string[]
  /** `--no-blackouts` */
  readonly blackouts?: boolean
}

/** A whole number, or `unlimited` for none. */
function numberOrNone(text: string): number | null {
  if (text === 'unlimited' || text === 'none') return null
  if (!/^[0-9]{1,9}$/.test(text)) throw new InvalidArgumentError('a whole number, or "unlimited"')
  return Number(text)
}

function wholeNumber(text: string): number {
  const value = numberOrNone(text)
  if (value === null) throw new InvalidArgumentError('a whole number')
  return value
}

export function withDocumentOptions(command: Command): Command {
  return command
    .addOption(new Option('--patching <state>', 'off: its agents begin no task').choices(['on', 'off']))
    .addOption(new Option('--scanning <state>', 'suspended: scans only when asked').choices(['on', 'suspended']))
    .option('--check-in <seconds>', 'between two check-ins', wholeNumber)
    .option('--cache <MB>', 'disk for downloads, or unlimited', numberOrNone)
    .option('--bandwidth <kB/s>', 'of downloads, or unlimited', numberOrNone)
    .option('--cpu <percent>', 'of one processor for the agent itself, or unlimited', numberOrNone)
    .option('--memory <MB>', 'for the agent itself, or unlimited', numberOrNone)
    .addOption(new Option('--other-updaters <rule>', 'off: unattended-upgrades and the like').choices(['leave', 'off']))
    .option(
      '--blackout <window>',
      'DAYS HH:MM MINUTES [ZONE], e.g. "mon-fri 08:00 600 Europe/Berlin"; several',
      several,
    )
    .option('--no-blackouts', 'none at all')
}

/** What was given; nothing else changes. */
export function documentOf(options: DocumentOptions): ProfileDocumentChange {
  const { patching, scanning, checkIn, cache, bandwidth, cpu, memory, otherUpdaters, blackout } = options
  return {
    ...(patching === undefined ? {} : { patching: patching === 'on' }),
    ...(scanning === undefined ? {} : { suspendScanning: scanning === 'suspended' }),
    ...(checkIn === undefined ? {} : { checkInS: checkIn }),
    ...(cache === undefined ? {} : { cacheMb: cache }),
    ...(bandwidth === undefined ? {} : { bandwidthKBs: bandwidth }),
    ...(cpu === undefined ? {} : { cpuPercent: cpu }),
    ...(memory === undefined ? {} : { memoryMb: memory }),
    ...(otherUpdaters === undefined ? {} : { otherUpdaters }),
    ...(blackout !== undefined
      ? { blackouts: blackout.map(blackoutOf) }
      : options.blackouts === false
        ? { blackouts: [] }
        : {}),
  }
}

type Window = NonNullable<ProfileDocumentChange['blackouts']>[number]

/** Throws for what is no window. `mon,wed`, `mon-fri`, `sat-mon`, `daily`. */
export function blackoutOf(text: string): Window {
  const [days = '', from = '', minutes = '', zone, more] = text.trim().split(/\s+/)
  const bad = (what: string) => new InvalidArgumentError(`"${text}": ${what}; example: mon-fri 08:00 600 Europe/Berlin`)
  if (more !== undefined) throw bad('more than four words')
  if (!/^([01][0-9]|2[0-3]):[0-5][0-9]$/.test(from)) throw bad('the time is not HH:MM')
  if (!/^[0-9]{1,5}$/.test(minutes)) throw bad('the length is not a number of minutes')
  return { days: daysOf(days, bad), from, minutes: Number(minutes), zone: zone ?? null }
}

function daysOf(text: string, bad: (what: string) => Error): Window['days'] {
  if (text === 'daily') return [...weekdays]
  const chosen = new Set<number>()
  for (const part of text.toLowerCase().split(',')) {
    const [first = '', last = first] = part.split('-')
    const [from, to] = [first, last].map(name => weekdays.findIndex(day => name.length >= 2 && day.startsWith(name)))
    if (from === undefined || to === undefined || from < 0 || to < 0) throw bad(`"${part}" is not a day`)
    for (let day = from; ; day = (day + 1) % 7) {
      chosen.add(day)
      if (day === to) break
    }
  }
  return weekdays.filter((_, day) => chosen.has(day))
}
