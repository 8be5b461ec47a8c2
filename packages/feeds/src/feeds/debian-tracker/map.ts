import { versionSchemes } from '@patchyard/domain'
import { isVersion } from '../../fields/package-names.ts'
import { lineOf } from '../../fields/plain-text.ts'
import type { FixRecord } from '../../records/fix-record.ts'
import type { Rejection } from '../../records/record.ts'
import type { TrackerEntry } from './parse.ts'
import { isTrackedRelease, type TrackedRelease } from './tracker-schema.ts'

/** One record a release. */
export function* mapIssue({ source, cve, issue }: TrackerEntry): Generator<FixRecord | Rejection> {
  for (const [release, said] of Object.entries(issue.releases)) {
    const verdict = !/^[a-z][a-z0-9-]{0,39}$/.test(release)
      ? 'names a release that is no code name'
      : isTrackedRelease.Check(said)
        ? verdictOf(said)
        : 'has no status'
    if (typeof verdict === 'string') {
      yield { kind: 'rejected', where: `${source} ${cve} ${lineOf(release, 40)}`, reason: verdict }
      continue
    }
    yield {
      kind: 'fix',
      distro: 'debian',
      release,
      product: '',
      of: 'source',
      package: source,
      scheme: 'deb',
      cve,
      ...verdict,
    }
  }
}

type Verdict = Pick<FixRecord, 'status' | 'fixedVersion' | 'note'>

/** The tracker's words: https://security-team.debian.org/security_tracker.html ("Issues not warranting a security advisory"). */
function verdictOf(said: TrackedRelease): Verdict | string {
  const { status, fixed_version: fixed = '', urgency = '' } = said
  switch (status) {
    case 'resolved': {
      // Version 0: the issue was never in this release.
      if (fixed === '0') return { status: 'notAffected', fixedVersion: '', note: '' }
      const problem = isVersion(fixed) ? versionSchemes.deb.problem(fixed) : 'is missing or too long'
      return problem === undefined
        ? { status: 'fixed', fixedVersion: fixed, note: '' }
        : `is resolved in a version that ${problem}`
    }
    case 'open': {
      const note = noteOf(said)
      const isLeft = said.nodsa_reason === 'ignored' || urgency === 'end-of-life'
      return { status: isLeft ? 'noFixPlanned' : 'affected', fixedVersion: '', note }
    }
    case 'undetermined':
      return { status: 'undetermined', fixedVersion: '', note: '' }
    default:
      return `has the status "${lineOf(status, 40)}"`
  }
}

/** As the tracker's pages write it: `<no-dsa> Minor issue`, `<ignored> Too intrusive`, `<unimportant>`, `<end-of-life>`. */
function noteOf({ nodsa, nodsa_reason: reason, urgency }: TrackedRelease): string {
  if (nodsa !== undefined) return lineOf(`<${reason === undefined || reason === '' ? 'no-dsa' : reason}> ${nodsa}`, 300)
  return urgency === 'unimportant' || urgency === 'end-of-life' ? `<${urgency}>` : ''
}
