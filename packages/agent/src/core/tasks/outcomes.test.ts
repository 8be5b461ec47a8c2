import { failureReasons, skipReasons } from '@patchyard/domain'
import { describe, expect, it } from 'vitest'
import type { ActFailureCode, InstallOutcome, RefusalCode } from '../ports/package-manager.ts'
import { failureEnd, installEnd, refusedEnd, taskOutcome } from './outcomes.ts'

const refusal = (code: RefusalCode) => ({ code, package: 'openssl:amd64', detail: 'because' })
const refusalCodes: readonly RefusalCode[] = [
  'invalid_name',
  'not_installed',
  'changed_since',
  'not_offered',
  'unauthenticated',
  'not_newer',
  'held',
  'would_remove',
  'would_downgrade',
  'would_add',
  'would_not_install',
  'no_plan',
  'database_broken',
]
const failureCodes: readonly ActFailureCode[] = [
  'download_failed',
  'disk_full',
  'lock_held',
  'timed_out',
  'aborted',
  'maintainer_script',
  'engine_failed',
  'database_broken',
]

describe('how an item ended', () => {
  it.each(refusalCodes)('the refusal %s has a reason that people can look up, and keeps its sentence', code => {
    const end = refusedEnd({ refusals: [refusal(code)] })
    expect({ ...failureReasons, ...skipReasons }).toHaveProperty(String(end.code))
    expect(end.output).toContain('openssl:amd64')
    expect(['failed', 'skipped']).toContain(end.outcome)
  })

  it.each(failureCodes)('so has the failure %s', code => {
    const end = failureEnd({ code, detail: 'because', refusals: [] }, 100, 'log')
    expect({ ...failureReasons, ...skipReasons }).toHaveProperty(String(end.code))
    expect([end.rc, end.output]).toEqual([100, 'because\nlog'])
  })

  it.each<[RefusalCode[], string]>([
    [['not_offered', 'would_remove'], 'would_remove'],
    [['would_add', 'not_offered'], 'version_gone'],
    [['no_plan', 'held'], 'patch_held'],
    [['would_remove', 'invalid_name'], 'name_refused'],
    [[], 'plan_changed'],
  ])('of %j the gravest names it: %s', (codes, want) => {
    expect(refusedEnd({ refusals: codes.map(refusal) }).code).toBe(want)
  })

  const install = (outcome: InstallOutcome['outcome'], failure: ActFailureCode | null): InstallOutcome => ({
    outcome,
    packages: [],
    audit: { clean: true, problems: [] },
    exitCode: 0,
    log: 'log',
    failure: failure === null ? null : { code: failure, detail: 'd', refusals: [] },
    scoped: true,
  })
  it.each<[string, InstallOutcome, [string, string | null]]>([
    ['the database says all is there', install('installed', null), ['ok', null]],
    ['all is there although the engine complained', install('installed', 'engine_failed'), ['ok', null]],
    ['exit code 0 and nothing there', install('failed', null), ['failed', 'install_failed']],
    ['half of it is there', install('partial', 'maintainer_script'), ['failed', 'maintainer_script_failed']],
    ['half of it is there, then the lock was gone', install('partial', 'lock_held'), ['failed', 'lock_held']],
    ['somebody held the lock and nothing changed', install('failed', 'lock_held'), ['skipped', 'lock_held']],
    ['the database cannot be read', install('unknown', null), ['unknown', 'outcome_unknown']],
  ])('%s', (_, outcome, want) => {
    const end = installEnd(outcome)
    expect([end.outcome, end.code]).toEqual(want)
  })
})

describe('one word for a task', () => {
  it.each<[Parameters<typeof taskOutcome>[0], string]>([
    [['ok', 'ok'], 'succeeded'],
    [['ok', 'recovered'], 'succeeded'],
    [['ok', 'failed'], 'partial'],
    [['ok', 'skipped'], 'partial'],
    [['failed', 'skipped'], 'failed'],
    [['skipped', 'skipped'], 'skipped'],
    [['ok', 'unknown'], 'unknown'],
  ])('%j is %s', (items, want) => {
    expect(taskOutcome(items)).toBe(want)
  })
})
