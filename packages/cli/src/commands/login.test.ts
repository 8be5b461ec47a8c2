import { createClient } from '@patchyard/api'
import { describe, expect, it } from 'vitest'
import { createPrinter } from '../output/printer.ts'
import { createProgram } from '../program.ts'
import type { CliConfig } from '../session/cli-config.ts'
import type { CommandContext } from '../session/command-context.ts'
import type { Answer } from '../testing/run-command.ts'

const KEY = `pyk_${'k'.repeat(43)}`
const me = { email: 'a@example.org', roles: ['patchReader'], subscription: { name: 'S' } }
const asked = {
  deviceCode: `pyd_${'d'.repeat(43)}`,
  userCode: 'WDJB-MJHT',
  verificationUri: 'https://patch.example.org/device',
  verificationUriComplete: 'https://patch.example.org/device?code=WDJB-MJHT',
  expiresIn: 600,
  interval: 2,
}
const pending = { body: { state: 'pending', secret: null } }
const problem = (status: number, code: string): Answer => ({
  status,
  body: { status, code, title: code, type: 'about:blank' },
})

/** Runs one command on virtual time, with what it kept, opened and waited for. */
async function run(
  args: readonly string[],
  answers: readonly Answer[],
  options: { input?: string; kept?: CliConfig } = {},
) {
  const done = {
    calls: [] as string[],
    slept: [] as number[],
    opened: [] as string[],
    host: [] as (readonly string[])[],
    kept: options.kept ?? (null as CliConfig | null),
    err: '',
    status: 0,
    failure: null as unknown,
  }
  const left = [...answers]
  let nowMs = 0
  const clientAt = ({ apiKey }: { apiKey?: string }) =>
    createClient({
      baseUrl: '',
      ...(apiKey === undefined ? {} : { apiKey }),
      send: async (url, init) => {
        done.calls.push(
          `${init.headers['authorization'] === undefined ? 'nobody' : 'key'} ${init.method} ${url.slice(7)}`,
        )
        const answer = left.shift() ?? problem(500, 'internal')
        return { status: answer.status ?? 200, text: () => Promise.resolve(JSON.stringify(answer.body)) }
      },
    })
  const never = (): never => {
    throw new Error('not expected')
  }
  const context: CommandContext = {
    clock: {
      nowMs: () => nowMs,
      monotonicMs: never,
      after: never,
      async sleep(ms) {
        done.slept.push(ms)
        nowMs += ms
      },
    },
    client: never,
    clientFor: config => clientAt(config),
    clientAt: () => clientAt({}),
    config: () => Promise.resolve(done.kept ?? never()),
    async save(config) {
      done.kept = config
      return '/home/a/.config/patchyard/cli.json'
    },
    async forget() {
      done.kept = null
    },
    openPage: url => void done.opened.push(url),
    machine: 'laptop-7',
    async runOnHost(given) {
      done.host.push(given)
      return 3
    },
    readSecret: () => Promise.resolve(options.input ?? ''),
    readText: never,
    createFile: never,
    readPieces: never,
    printer: json =>
      createPrinter({ output: { write: () => true }, errors: { write: text => (done.err += text) } }, json),
    setExitCode: code => void (done.status = code),
  }
  await createProgram(context)
    .parseAsync([...args], { from: 'user' })
    .catch((error: unknown) => (done.failure = error))
  return done
}

const login = ['login', '--server', 'https://patch.example.org']

describe('login', () => {
  it('shows the code, opens the page, waits, and keeps the key it is given', async () => {
    const done = await run(login, [
      { body: asked, status: 201 },
      pending,
      problem(429, 'device_slow_down'),
      { body: { state: 'done', secret: KEY } },
      { body: me },
    ])
    expect(done.failure).toBeNull()
    expect(done.err).toContain('WDJB-MJHT')
    expect(done.opened).toEqual([asked.verificationUriComplete])
    expect(done.slept).toEqual([2000, 2000, 7000])
    expect(done.calls.at(-1)).toBe('key GET /me')
    expect(done.kept).toMatchObject({ apiKey: KEY, server: 'https://patch.example.org' })
  })

  it.each([
    ['that is refused', problem(403, 'device_refused')],
    ['that is over', problem(404, 'device_code_unknown')],
  ])('%s keeps nothing', async (_what, answer) => {
    const done = await run(login, [{ body: asked, status: 201 }, pending, answer])
    expect(done.failure).toMatchObject({ code: (answer.body as { code: string }).code })
    expect(done.kept).toBeNull()
  })

  it('takes a key from standard input only when asked to', async () => {
    const done = await run([...login, '--with-key'], [{ body: me }], { input: KEY })
    expect([done.calls, done.kept?.apiKey]).toEqual([['key GET /me'], KEY])
  })
})

describe('logout', () => {
  const kept = { server: 'https://patch.example.org', apiKey: KEY, ca: null }
  const key = { id: '9b2f4c1e-7d35-4e0a-8c61-2f9a0d4b6e83', prefix: 'pyk_kkkkkk', revokedAt: null }

  it('revokes its key, on whatever page of the list it stands, and forgets it', async () => {
    const done = await run(
      ['logout'],
      [
        { body: { items: [{ ...key, prefix: 'pyk_other1' }], nextCursor: 'c', total: 2 } },
        { body: { items: [key], nextCursor: null, total: 2 } },
        { body: key },
      ],
      { kept },
    )
    expect(done.calls.at(-1)).toBe(`key DELETE /api-keys/${key.id}`)
    expect(done.kept).toBeNull()
  })

  it('forgets a key that the server does not know any more', async () => {
    const done = await run(['logout'], [problem(401, 'unauthenticated')], { kept })
    expect([done.failure, done.kept]).toEqual([null, null])
  })
})

it('admin reset is done by the server’s own program, with its exit status', async () => {
  const done = await run(
    ['admin', 'reset', '--email', 'a@example.org', '--remove-second-factors', '--data', '/srv/p'],
    [],
  )
  expect(done.host).toEqual([['reset', '--email', 'a@example.org', '--remove-second-factors', '--data', '/srv/p']])
  expect(done.status).toBe(3)
})
