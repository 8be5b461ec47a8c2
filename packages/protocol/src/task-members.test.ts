import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sha256Hex } from './digest.ts'
import { checkTaskDocument, type TaskDocument, sealTaskDocument } from './task-document.ts'
import { neededFeatures, taskFeatures } from './task-features.ts'
import { actionNumber, stageOfNumber, type TaskItem } from './task-items.ts'
import { hostileBytes } from './testing/hostile-json.ts'
import { agentId, deployment, example, nowMs } from './testing/worked-example.ts'

const good = JSON.parse(example('task.document')) as TaskDocument
const patch = good.items[0] as TaskItem
const script = {
  item: actionNumber('pre', 0),
  stage: 'pre',
  kind: 'script',
  name: 'stop the shop',
  interpreter: 'sh',
  script: 'systemctl stop shop\r\n\texit 0\n',
  timeoutS: 120,
} as const
const install = {
  ...without(script),
  item: actionNumber('post', 0),
  stage: 'post',
  kind: 'install',
  packages: ['curl'],
}
const service = { ...without(script), kind: 'service', service: 'shop.service', operation: 'restart' }
const told = { title: 'Updates', text: 'Tonight\nat ten' }
const deferrals = { count: 3, minutes: 60 }
const messages = {
  before: { ...told, deferrals },
  during: told,
  reboot: { request: { ...told, deferrals }, countdown: { ...told, minutes: 15 } },
  complete: { ...told, evenWhenFailed: false },
}

function without({ interpreter: _, script: __, ...rest }: typeof script) {
  return rest
}

function check(changes: object, features: readonly string[] = taskFeatures) {
  const bytes = Buffer.from(JSON.stringify({ ...good, ...changes }))
  const entry = { task: good.task, sha256: sha256Hex(bytes), size: bytes.length }
  return checkTaskDocument(bytes, entry, { deployment, agent: agentId, timeMs: nowMs, features })
}

describe('members beyond version 1 are taken by who announced them', () => {
  it.each<[string, object]>([
    ['a script of 20,480 bytes before the patches', { items: [{ ...script, script: '#'.repeat(20_480) }, patch] }],
    ['a script with lines, tabs and carriage returns', { items: [script, patch] }],
    ['an installation after the patches', { items: [patch, install] }],
    ['a service alone', { items: [service] }],
    [
      'five of each stage',
      {
        items: [
          ...Array.from({ length: 5 }, (_, i) => ({ ...script, item: actionNumber('pre', i) })),
          patch,
          ...Array.from({ length: 5 }, (_, i) => ({ ...install, item: actionNumber('post', i) })),
        ],
      },
    ],
    ['a rollback', { items: [{ ...patch, kind: 'rollback' }] }],
    ['messages', { messages }],
    ['no message at all', { messages: {} }],
    ['options', { options: { whenGone: 'skip', keep: true, bandwidthKBs: 8 } }],
    ['an early download at the start', { options: { early: good.notBefore, spreadS: 7200 } }],
    ['a dry run', { options: { dryRun: true } }],
  ])('%s', (_, changes) => expect(check(changes)).toMatchObject({ ok: true }))
})

describe('and refused whole by who did not', () => {
  it.each<[string, object, string]>([
    ['a script', { items: [script, patch] }, 'actions_not_allowed'],
    ['a service among messages', { items: [service], messages }, 'actions_not_allowed'],
    ['messages', { messages }, 'document_unsupported'],
    ['options', { options: { keep: false } }, 'document_unsupported'],
    ['an early download', { options: { early: 0 } }, 'document_unsupported'],
    ['a rollback', { items: [{ ...patch, kind: 'rollback' }] }, 'document_unsupported'],
    ['a dry run', { options: { dryRun: true } }, 'document_unsupported'],
  ])('%s', (_, changes, code) => expect(check(changes, [])).toMatchObject({ ok: false, code }))

  it('each feature is needed by its own members alone', () => {
    const all = { ...good, messages, options: { whenGone: 'skip', early: 1, dryRun: true }, items: [script, patch] }
    expect(neededFeatures(all as TaskDocument)).toEqual(taskFeatures.filter(one => one !== 'rollback.1'))
    expect(neededFeatures(good)).toEqual([])
  })
})

describe('document_malformed', () => {
  const post = { ...script, stage: 'post', item: actionNumber('post', 0) }
  it.each<[string, object]>([
    ['20,481 bytes of script', { items: [{ ...script, script: '#'.repeat(20_481) }] }],
    ['20,482 bytes in 10,241 characters', { items: [{ ...script, script: 'é'.repeat(10_241) }] }],
    ['an empty script', { items: [{ ...script, script: '' }] }],
    ['NUL in a script', { items: [{ ...script, script: 'true\0' }] }],
    ['half a character in a script', { items: [{ ...script, script: '\ud800' }] }],
    ['an interpreter by its path', { items: [{ ...script, interpreter: '/bin/sh' }] }],
    ['no time limit', { items: [{ ...script, timeoutS: 0 }] }],
    ['a time limit beyond an hour', { items: [{ ...script, timeoutS: 3601 }] }],
    ['a line feed in a name', { items: [{ ...script, name: 'a\nb' }] }],
    ['no stage', { items: [{ ...script, stage: undefined }] }],
    ['an unknown stage', { items: [{ ...script, stage: 'during' }] }],
    ['a patch with a stage', { items: [{ ...patch, stage: 'pre' }] }],
    ['an action with the number of a patch', { items: [{ ...script, item: 1 }] }],
    ['a patch with the number of an action', { items: [{ ...patch, item: 2001 }] }],
    ['a post-action with the number of a pre-action', { items: [{ ...post, item: 2001 }] }],
    ['an action beyond the last number', { items: [{ ...post, item: 2011 }] }],
    ['a pre-action after a patch', { items: [patch, script] }],
    ['a patch after a post-action', { items: [post, patch] }],
    ['two actions with one number', { items: [script, script] }],
    ['51 packages', { items: [{ ...install, packages: Array.from({ length: 51 }, () => 'curl') }] }],
    ['an installation of nothing', { items: [{ ...install, packages: [] }] }],
    ['an unknown operation', { items: [{ ...service, operation: 'kill' }] }],
    ['patches and rollbacks', { items: [patch, { ...patch, item: 2, kind: 'rollback' }] }],
    ['early after notBefore', { options: { early: good.notBefore + 1 } }],
    ['a spread of nothing', { options: { spreadS: 10 } }],
    ['a spread beyond two hours', { options: { early: 0, spreadS: 7201 } }],
    ['a bandwidth of 7', { options: { bandwidthKBs: 7 } }],
    ['a dry run that is none', { options: { dryRun: false } }],
    ['an unknown option', { options: { force: true } }],
    ['100 deferrals', { messages: { before: { ...told, deferrals: { count: 100, minutes: 60 } } } }],
    ['a deferral of 4 minutes', { messages: { before: { ...told, deferrals: { count: 1, minutes: 4 } } } }],
    ['a countdown of a week', { messages: { reboot: { countdown: { ...told, minutes: 10_080 } } } }],
    ['an escape sequence in a text', { messages: { during: { ...told, text: '\u001b[2J' } } }],
    ['lines in a title', { messages: { during: { ...told, title: 'a\nb' } } }],
    ['a text of 8,001 bytes', { messages: { during: { ...told, text: 'x'.repeat(8001) } } }],
  ])('%s', (_, changes) => expect(check(changes)).toMatchObject({ ok: false, code: 'document_malformed' }))
})

it('a number alone tells what an item is', () => {
  expect([1, 2000].map(stageOfNumber)).toEqual(['patch', 'patch'])
  for (const stage of ['pre', 'post'] as const)
    for (let i = 0; i < 5; i++) expect(stageOfNumber(actionNumber(stage, i))).toBe(stage)
  expect(actionNumber('post', 4)).toBe(2010)
})

it('the server cannot seal what agents refuse', () => {
  expect(() => sealTaskDocument({ ...good, items: [patch, script] })).toThrow('out of order')
})

it('any bytes: a verdict, never an exception', () => {
  fc.assert(
    fc.property(hostileBytes, bytes => {
      const entry = { task: good.task, sha256: sha256Hex(bytes), size: bytes.length }
      const verdict = checkTaskDocument(bytes, entry, {
        deployment,
        agent: agentId,
        timeMs: nowMs,
        features: taskFeatures,
      })
      expect(verdict.ok).toBe(false)
    }),
    { numRuns: 300 },
  )
})

it('one member of a full document replaced by anything: taken or refused, never an exception', () => {
  const full = {
    ...good,
    messages,
    options: { whenGone: 'skip', early: 1, spreadS: 5 },
    items: [script, patch, install],
  }
  const places = [...pathsOf(full)]
  fc.assert(
    fc.property(fc.constantFrom(...places), fc.jsonValue({ maxDepth: 2 }), (path, value) => {
      const changed = structuredClone(full)
      place(changed, path, value)
      const verdict = check(changed)
      if (!verdict.ok) expect(verdict.detail.length).toBeLessThanOrEqual(200)
    }),
    { numRuns: 500 },
  )
})

function* pathsOf(value: unknown, path: readonly string[] = []): Generator<readonly string[]> {
  if (path.length > 0) yield path
  if (typeof value !== 'object' || value === null) return
  for (const [key, inside] of Object.entries(value)) yield* pathsOf(inside, [...path, key])
}

function place(target: object, path: readonly string[], value: unknown): void {
  const holder = path.slice(0, -1).reduce((at, key) => (at as Record<string, object>)[key] as object, target)
  ;(holder as Record<string, unknown>)[path.at(-1) as string] = value
}
