import { auditActorKinds, unmatchedReasons } from '@patchyard/api'
import type { Answers } from './fake-api.ts'
import { sampleAnswers } from './sample-answers.ts'

/** What an owned machine might send where a name belongs. */
export const hostileTexts: readonly string[] = [
  '<img src=x onerror=alert(1)>',
  '"><script>alert(1)</script>',
  "'-alert(1)-'",
  'javascript:alert(1)',
  '<svg/onload=alert(1)>',
  '{{constructor.constructor("alert(1)")()}}',
  '${alert(1)}',
  '</title><script>alert(1)</script>',
  '<iframe srcdoc="<script>parent.alert(1)</script>">',
  '<a href="data:text/html,<script>alert(1)</script>">click</a>',
  'evil\u202egnp.exe',
  '\u2067\u2066right to left\u2069',
  'مرحبا بالعالم',
  'zero\u200bwidth\u200djoiner\ufeff',
  '\u001b[31mred\u001b[0m\u001b]0;title\u0007',
  'nul\u0000byte',
  'line\r\nSet-Cookie: a=b',
  '=HYPERLINK("http://evil","x")',
  '../../../../etc/passwd',
  '%00%0a%0d%2e%2e',
  '__proto__',
  'constructor',
  '\ud83d\ude00'.repeat(60),
  'Z\u0351\u036b\u0343\u036a\u0342\u036b\u033d\u034f\u0334\u0319\u0324\u031e\u0349\u035a\u032f\u031e\u0320\u034dalgo'.repeat(
    20,
  ),
  'x'.repeat(10_000),
  'word '.repeat(2000),
  ' ',
]

/** Fields that carry meaning in the contract and cannot be any text. */
const kept: ReadonlySet<string> = new Set([
  'id',
  'onDiskAloneAssets',
  'missing',
  'scheduleType',
  'stage',
  'fillIn',
  'patchId',
  'runId',
  'assetId',
  'agentId',
  'status',
  'agentStatus',
  'scanStatus',
  'retryOf',
  'machine',
  'role',
  'roles',
  'licence',
  'delivery',
  'permissions',
  'grants',
  'scopeTags',
  'signedInBy',
  'way',
  'ways',
  // Sentences and names of roles, permissions and grants are the product's own.
  'may',
  'sentence',
  'permission',
  'grant',
  'grants',
  'label',
  'state',
  'nextCursor',
  'onFailure',
  'able',
  'ability',
  'proof',
  'reboot',
  'what',
  'outcome',
  'operator',
  'match',
  'effectiveKind',
  'otherUpdaters',
  'days',
  'from',
  'of',
])
/** Fields that are words of the contract in some answers, and free text in others. */
const wordFields: ReadonlySet<string> = new Set(['kind', 'why', 'scope'])
const kindWords: ReadonlySet<unknown> = new Set([
  ...auditActorKinds,
  ...unmatchedReasons,
  'machine',
  'user',
  'asset',
  'patch',
  'static',
  'dynamic',
  'query',
  'ipRange',
  'namePattern',
  'linux',
  'windows',
  'macos',
  'applications',
  'os',
  'software',
  'group',
  'free',
  'trial',
  'full',
  'limit',
  'updater',
  'stated',
  'derived',
  'version',
  'packages',
])
const isInstant = /^\d{4}-\d\d-\d\dT/

/** Puts hostile text into every field that may hold any text, a different one each time. */
function poison(value: unknown, next: () => string, field = ''): unknown {
  if (typeof value === 'string') return kept.has(field) || isInstant.test(value) ? value : next()
  if (Array.isArray(value)) return value.map(one => poison(one, next, field))
  // Nearly all of a definition is words of the contract; the server checks them.
  if (typeof value !== 'object' || value === null || field === 'definition') return value
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      // These kinds are words of the contract; kinds of restarts, jobs and events are free text.
      wordFields.has(name) && kindWords.has(member) ? member : poison(member, next, name),
    ]),
  )
}

/** The sample fleet with every text replaced. `from`: where in the list to begin, so that each field meets each text. */
export function hostileAnswers(nowMs: number, from = 0): Answers {
  const plain = sampleAnswers({ nowMs, assetCount: 24 })
  return Object.fromEntries(
    Object.entries(plain).map(([route, answer]) => [
      route,
      (input: never) => {
        let at = from
        const next = (): string => hostileTexts[at++ % hostileTexts.length] ?? ''
        // Without the person's own search and order: the sample's fields are no longer what they were.
        return poison((answer as (asked: never) => unknown)(input), next)
      },
    ]),
  ) as Answers
}
