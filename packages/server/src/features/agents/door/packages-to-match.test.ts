import type { ReportSection } from '@patchyard/protocol'
import { describe, expect, it } from 'vitest'
import { packagesToMatch } from './packages-to-match.ts'

const section = (name: string, more: Partial<ReportSection>): ReportSection => ({
  ...{ name, base: 'aa', digest: 'bb', count: 1, add: [], del: [] },
  ...more,
})

describe('what is judged after a report', () => {
  it.each<readonly [string, ReportSection, readonly string[] | null]>([
    ['a kernel that was booted', section('system.1', { add: [['system.kernel', '6.1.0-30-amd64']] }), []],
    ['a name that was changed', section('system.1', { add: [['os.name', 'Debian GNU/Linux 12.9']] }), []],
    ['another release by its code name', section('system.1', { add: [['os.codename', 'trixie']] }), null],
    ['another release by its number', section('system.1', { add: [['os.versionId', '10.0']] }), null],
    ['another system', section('system.1', { add: [['os.id', 'rocky']] }), null],
    ['a release of which nothing is said any more', section('system.1', { del: [['os.codename']] }), null],
    ['the whole system', section('system.1', { base: null }), null],
    ['all packages', section('packages.1', { base: null }), null],
    ['a package that went', section('packages.1', { del: [['bash', 'amd64', '5.2-1']] }), ['bash']],
  ])('%s', (_, changed, names) => {
    expect(packagesToMatch([changed])).toEqual(names)
  })
})
