import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { recurringSchedule, windows } from '../../schedule/testing/some-schedules.ts'
import { checkDefinition } from './check-definition.ts'
import { definitionProblemTexts } from './definition-problem.ts'
import { definitionText } from './definition-text.ts'
import { actionLimits, interpretersOf, scriptInterpreters } from './job-action.ts'
import { emptyDefinition, jobLimits, type JobPlatform } from './job-definition.ts'

const id = (n: number): string => `00000000-0000-4000-8000-${n.toString(16).padStart(12, '0')}`
const ids = (count: number): string[] => Array.from({ length: count }, (_, n) => id(n))
const problemsOf = (parts: object, platform: JobPlatform = 'linux'): string[] =>
  checkDefinition({ platform, ...parts }).problems.map(({ code, at }) => `${code} ${at}`)
const taken = (parts: object, platform: JobPlatform = 'linux') => {
  const { definition, problems } = checkDefinition({ platform, ...parts })
  expect(problems).toEqual([])
  return definition
}

const script = (over: object = {}) => ({
  preActions: [{ kind: 'script', name: 's', interpreter: 'sh', script: 'true', ...over }],
})
const packages = (...names: unknown[]) => ({ preActions: [{ kind: 'install', name: 'i', packages: names }] })
const before = (over: object) => ({ messages: { before: { title: 't', text: 't', ...over } } })

test('with a platform alone it is a draft in which all is as usual', () => {
  for (const platform of ['linux', 'windows', 'macos'] as const) {
    expect(checkDefinition({ platform }).definition).toEqual(emptyDefinition(platform))
  }
})

describe('is taken', () => {
  it.each<[string, object, JobPlatform?]>([
    ['2,000 patches', { patches: { from: 'list', patches: ids(2000) } }],
    ['50 and 50 assets', { assets: { include: ids(50), exclude: ids(100).slice(50) } }],
    ['100 tags', { assets: { tags: ids(100) } }],
    ['a script of exactly 20,480 bytes', script({ script: 'x'.repeat(20_480) })],
    ['a script of 20,480 bytes in two-byte letters', script({ script: 'é'.repeat(10_240) })],
    ['a script with tabs, CR and colours', script({ script: 'a\r\n\tb\u001b[0m' })],
    ['five and five actions', { preActions: actions(5, 'a'), postActions: actions(5, 'b') }],
    ['packages with plus signs', packages('g++', 'libstdc++6', 'memtest86+', 'python3.12', 'perl-DBI', 'a_b')],
    ['messages of several lines', before({ text: 'one\r\ntwo\n\tthree' })],
    ['a week of deferrals', before({ deferrals: { count: 7, minutes: 1440 } })],
    [
      'a file on Windows',
      {
        preActions: [
          {
            kind: 'install',
            name: 'i',
            file: { url: 'https://a.example/x.msi', sha256: 'a'.repeat(64), arguments: ['/q'] },
          },
        ],
      },
      'windows',
    ],
    [
      'a registry value',
      {
        preActions: [
          { kind: 'registry', name: 'r', key: 'HKLM\\Software\\X', value: '', type: 'dword', data: '0xFFFFFFFF' },
        ],
      },
      'windows',
    ],
    ['a service with spaces', { postActions: [service('Print Spooler')] }, 'windows'],
    ['a unit of systemd', { postActions: [service('getty@tty1.service')] }],
    [
      'a spread below the window',
      { window: { appliesTo: 'start', minutes: 61 }, options: { downloadSpreadMinutes: 60 } },
    ],
  ])('%s', (_, parts, platform) => {
    taken(parts, platform)
  })
})

function actions(count: number, name: string): object[] {
  return Array.from({ length: count }, (_, n) => ({
    kind: 'script',
    name: `${name}${n}`,
    interpreter: 'sh',
    script: 'true',
  }))
}
function service(name: unknown, operation: unknown = 'restart'): object {
  return { kind: 'service', name: 'v', service: name, operation }
}

describe('is refused, with the place and a code', () => {
  it.each<[string, object, string[], JobPlatform?]>([
    ['2,001 patches', { patches: { from: 'list', patches: ids(2001) } }, ['patches_too_many /patches/patches']],
    ['51 assets', { assets: { include: ids(51) } }, ['assets_too_many /assets/include']],
    ['101 tags', { assets: { excludeTags: ids(101) } }, ['tags_too_many /assets/excludeTags']],
    ['an asset in and out', { assets: { include: [id(1)], exclude: [id(1)] } }, ['asset_in_and_out /assets/exclude']],
    ['a tag in and out', { assets: { tags: [id(1)], excludeTags: [id(1)] } }, ['tag_in_and_out /assets/excludeTags']],
    ['an id in capitals', { assets: { include: [id(10).toUpperCase()] } }, ['id_malformed /assets/include/0']],
    ['no platform', { platform: undefined }, ['job_platform /platform']],
    ['a kind that is none', { kind: 'mitigation' }, ['job_kind /kind']],
    ['members that no job has', { 'a/b~': 1 }, ['definition_member_unknown /a~1b~0']],
    [
      'a query in a rollback',
      { kind: 'rollback', patches: { from: 'query', query: 'a' } },
      ['patches_query_rollback /patches'],
    ],
    ['an empty query', { patches: { from: 'query', query: ' ' } }, ['patches_query_empty /patches/query']],
    [
      'a list beside a query',
      { patches: { from: 'query', query: 'a', patches: [] } },
      ['patches_from /patches/patches'],
    ],
    ['patches from nowhere else', { patches: { from: 'feed' } }, ['patches_from /patches/from']],
    ['a job that is no id', { patches: { from: 'job', job: 'x' } }, ['id_malformed /patches/job']],
    ['a script with NUL', script({ script: 'a\0b' }), ['action_script /preActions/0/script']],
    ['a script of 20,481 bytes', script({ script: 'x'.repeat(20_481) }), ['action_script /preActions/0/script']],
    [
      '20,482 bytes in two-byte letters',
      script({ script: 'é'.repeat(10_241) }),
      ['action_script /preActions/0/script'],
    ],
    ['half a character', script({ script: 'a\ud800' }), ['action_script /preActions/0/script']],
    ['an empty script', script({ script: '\n' }), ['action_script /preActions/0/script']],
    ['a name with a line', script({ name: 'a\nb' }), ['text_characters /preActions/0/name']],
    ['a name with an escape', script({ name: '\u001b[31m' }), ['text_characters /preActions/0/name']],
    ['a name that shows nothing', script({ name: '\u200b ' }), ['text_characters /preActions/0/name']],
    ['a name of 129', script({ name: 'x'.repeat(129) }), ['text_too_long /preActions/0/name']],
    ['a limit of 4 s', script({ timeoutS: 4 }), ['action_timeout /preActions/0/timeoutS']],
    ['a limit of an hour and a second', script({ timeoutS: 3601 }), ['action_timeout /preActions/0/timeoutS']],
    ['six actions', { postActions: actions(6, 'a') }, ['actions_too_many /postActions']],
    [
      'two actions of one name',
      { preActions: actions(1, 'a'), postActions: actions(1, 'a') },
      ['action_name /postActions/0/name'],
    ],
    ['an action that is none', { preActions: [{ kind: 'reboot', name: 'r' }] }, ['action_kind /preActions/0/kind']],
    [
      'a registry value on Linux',
      { preActions: [{ kind: 'registry', name: 'r' }] },
      ['action_kind /preActions/0/kind'],
    ],
    [
      'an uninstallation on macOS',
      { preActions: [{ kind: 'uninstall', name: 'u', packages: ['a'] }] },
      ['action_kind /preActions/0/kind'],
      'macos',
    ],
    ['a member of another kind', script({ packages: [] }), ['definition_member_unknown /preActions/0/packages']],
    [
      'a file on Linux',
      { preActions: [{ kind: 'install', name: 'i', packages: ['a'], file: {} }] },
      ['action_file /preActions/0/file'],
    ],
    ['no package', packages(), ['action_packages /preActions/0/packages']],
    ['51 packages', packages(...Array(51).fill('a')), ['action_packages /preActions/0/packages']],
    [
      'an address with a password',
      windowsFile({ url: 'https://u:p@a.example/x' }),
      ['action_file /preActions/0/file/url'],
      'windows',
    ],
    [
      'an address of a share',
      windowsFile({ url: '\\\\host\\x.msi' }),
      ['action_file /preActions/0/file/url'],
      'windows',
    ],
    ['a short digest', windowsFile({ sha256: 'ab' }), ['action_file /preActions/0/file/sha256'], 'windows'],
    ['an option for a service', { postActions: [service('-H')] }, ['action_service /postActions/0/service']],
    ['a path for a service', { postActions: [service('../x')] }, ['action_service /postActions/0/service']],
    ['a dword of 33 bits', registry({ data: '4294967296' }), ['action_registry /preActions/0/data'], 'windows'],
    ['a key of a user', registry({ key: 'HKCU\\X' }), ['action_registry /preActions/0/key'], 'windows'],
    ['a reboot that is no rule', { options: { reboot: true } }, ['option_value /options/reboot']],
    ['no asset at once', { options: { atOnce: 0 } }, ['option_value /options/atOnce']],
    ['half a day', { options: { minAgeDays: 0.5 } }, ['option_value /options/minAgeDays']],
    [
      'a spread as long as the window',
      { window: { appliesTo: 'start', minutes: 60 }, options: { downloadSpreadMinutes: 60 } },
      ['option_window /options/downloadSpreadMinutes'],
    ],
    [
      'more than a week of deferrals',
      before({ deferrals: { count: 8, minutes: 1440 } }),
      ['message_deferrals /messages/before/deferrals'],
    ],
    [
      'deferrals of a minute',
      before({ deferrals: { count: 1, minutes: 1 } }),
      ['message_deferrals /messages/before/deferrals/minutes'],
    ],
    ['an escape in a message', before({ text: '\u001b]0;x\u0007' }), ['text_characters /messages/before/text']],
    ['a message of 2,001', before({ text: 'x'.repeat(2001) }), ['text_too_long /messages/before/text']],
    ['a title of 201', before({ title: 'x'.repeat(201) }), ['text_too_long /messages/before/title']],
    ['a reboot without countdown', { messages: { reboot: {} } }, ['message_countdown /messages/reboot/countdown']],
    ['a description of 2,001', { description: 'x'.repeat(2001) }, ['text_too_long /description']],
    [
      'a window of a week and a minute',
      { window: { appliesTo: 'start', minutes: 10_081 } },
      ['window_malformed /window/minutes'],
    ],
    ['no object', { assets: [] }, ['definition_malformed /assets']],
  ])('%s', (_, parts, want, platform) => {
    expect(problemsOf(parts, platform)).toEqual(want)
  })

  function windowsFile(over: object): object {
    const file = { url: 'https://a.example/x', sha256: 'a'.repeat(64), ...over }
    return { preActions: [{ kind: 'install', name: 'i', file }] }
  }
  function registry(over: object): object {
    return {
      preActions: [{ kind: 'registry', name: 'r', key: 'HKLM\\X', value: 'v', type: 'dword', data: '1', ...over }],
    }
  }

  // S5.1 and S5.2: what apt, dnf and zypper read as something else than a name.
  it.each([
    'hostname-',
    'nginx/../../tmp/x.deb',
    './x.deb',
    'x.deb',
    'X.RPM',
    '-oDPkg::Pre-Invoke::=id',
    'nginx=1.0',
    'nginx/stable',
    'nginx:i386',
    'ngin*',
    '^task',
    '@group',
    'a b',
    'a;id',
    '$(id)',
    '',
    '.',
    'é',
    'a\0b',
    'x'.repeat(129),
    7,
    null,
  ])('the package %j', name => {
    expect(problemsOf(packages(name))).toEqual(['action_packages /preActions/0/packages/0'])
  })

  it.each(scriptInterpreters.flatMap(one => (['linux', 'windows', 'macos'] as const).map(p => [one, p] as const)))(
    'the interpreter %s on %s unless the platform has it',
    (interpreter, platform) => {
      const known = interpretersOf[platform].includes(interpreter)
      expect(problemsOf(script({ interpreter }), platform)).toEqual(
        known ? [] : ['action_interpreter /preActions/0/interpreter'],
      )
    },
  )
})

it('all mistakes are told at once, in one order', () => {
  expect(
    problemsOf({ kind: 'x', assets: { tags: 'a' }, schedule: { type: 'hourly' }, options: { atOnce: '5' } }),
  ).toEqual([
    'job_kind /kind',
    'definition_malformed /assets/tags',
    'schedule_type /schedule/type',
    'option_value /options/atOnce',
  ])
})

it('of thousands of mistakes fifty are told', () => {
  expect(problemsOf({ patches: { from: 'list', patches: Array(2000).fill('x') } })).toHaveLength(50)
})

it('the same patch twice is one, at its first place', () => {
  const patches = [id(2), id(1), id(2)]
  expect(taken({ patches: { from: 'list', patches } })?.patches).toEqual({ from: 'list', patches: [id(2), id(1)] })
})

it('two definitions that say the same have one text', () => {
  const a = taken({ assets: { tags: [id(2), id(1)] }, description: ' cafe\u0301\r\n' })
  const b = taken({ description: 'café', assets: { matchTags: 'any', tags: [id(1), id(2), id(1)] }, window: null })
  expect(a && b && definitionText(a) === definitionText(b)).toBe(true)
})

it('a start that is over is refused by the clock alone', () => {
  const value = { platform: 'linux', schedule: { type: 'once', start: '2026-01-01T10:00', zone: 'UTC' } }
  const nowMs = Date.parse('2026-11-22T00:00Z')
  expect(checkDefinition(value).problems).toEqual([])
  expect(checkDefinition(value, { nowMs }).problems.map(one => one.code)).toEqual(['schedule_start_past'])
})

describe('whatever comes', () => {
  const word = fc.string({ maxLength: 20 })
  const someId = fc.nat(20).map(id)
  const choice = fc.record(
    {
      tags: fc.array(someId),
      include: fc.array(someId),
      excludeTags: fc.array(someId.map(one => one.replace(/^0/, '1'))),
    },
    { requiredKeys: [] },
  )
  const whole = fc.record(
    {
      description: word,
      assets: choice,
      patches: fc.oneof(
        fc.constant({ from: 'none' }),
        fc.array(someId).map(patches => ({ from: 'list', patches })),
        fc.constant({ from: 'query', query: 'severity:high' }),
      ),
      preActions: fc.array(fc.tuple(word, word), { maxLength: 3 }).map(list =>
        list.map(([name, text], n) => ({
          kind: 'script',
          name: `${name}${n}`,
          interpreter: 'sh',
          script: `${text}x`,
        })),
      ),
      schedule: recurringSchedule,
      window: windows,
      options: fc.record({ minAgeDays: fc.nat(365), catchUp: fc.boolean() }, { requiredKeys: [] }),
      messages: fc.record({ during: fc.record({ title: word, text: word }) }, { requiredKeys: [] }),
    },
    { requiredKeys: [] },
  )

  it('a tidy definition is taken as it is', () => {
    let took = 0
    fc.assert(
      fc.property(whole, parts => {
        const { definition } = checkDefinition({ platform: 'linux', ...parts })
        if (definition === null) return
        took += 1
        expect(checkDefinition(definition)).toEqual({ definition, problems: [] })
        expect(checkDefinition(JSON.parse(definitionText(definition))).definition).toEqual(definition)
      }),
      { numRuns: 300 },
    )
    expect(took).toBeGreaterThan(30)
  })

  it('is answered: nothing throws, and what it refuses has codes of the list and a place', () => {
    const members = Object.keys(emptyDefinition('linux'))
    const hostile = fc.oneof(
      fc.jsonValue(),
      fc.dictionary(fc.constantFrom(...members), fc.jsonValue()),
      fc.tuple(whole, fc.constantFrom(...members), fc.jsonValue()).map(([parts, at, value]) => ({
        platform: 'windows',
        ...parts,
        [at]: value,
      })),
    )
    fc.assert(
      fc.property(hostile, value => {
        for (const { code, at, message } of checkDefinition(value).problems) {
          if (!code.startsWith('schedule_') && !code.startsWith('window_'))
            expect(Object.keys(definitionProblemTexts)).toContain(code)
          expect(at).toMatch(/^(\/[^/]*)*$/)
          expect(message.length).toBeLessThan(400)
        }
      }),
      { numRuns: 500 },
    )
  })

  it.each([
    undefined,
    null,
    1,
    'x',
    [],
    () => 1,
    Symbol('x'),
    new Map(),
    { platform: { toString: null } },
    Object.create(null),
  ])('%# is refused', value => {
    expect(checkDefinition(value).problems.length).toBeGreaterThan(0)
  })
})

it('limits are those of the field', () => {
  expect([jobLimits.patches, jobLimits.assets, jobLimits.actions, actionLimits.scriptBytes]).toEqual([
    2000, 50, 5, 20_480,
  ])
})
