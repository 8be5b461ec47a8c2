import { createClient } from '@patchyard/api'
import { Command } from 'commander'
import { describe, expect, it } from 'vitest'
import { createPrinter } from '../../output/printer.ts'
import type { CommandContext } from '../../session/command-context.ts'
import { addQueryCommands } from './query-command.ts'

/** Runs `patchyard query …` without a machine: what it printed and its exit code. A server is never asked. */
async function run(args: readonly string[], input = ''): Promise<{ out: string; err: string; code: number }> {
  let [out, err, code] = ['', '', 0]
  const noServer = (): never => {
    throw new Error('no server may be asked')
  }
  const context: CommandContext = {
    clock: { nowMs: noServer, monotonicMs: noServer, sleep: noServer, after: noServer },
    client: noServer,
    clientFor: () => createClient({ baseUrl: '', apiKey: '', send: noServer }),
    save: noServer,
    clientAt: noServer,
    config: noServer,
    forget: noServer,
    openPage: noServer,
    machine: 'test',
    runOnHost: noServer,
    readSecret: noServer,
    readText: () => Promise.resolve(input),
    createFile: noServer,
    readPieces: noServer,
    printer: json =>
      createPrinter({ output: { write: text => (out += text) }, errors: { write: text => (err += text) } }, json),
    setExitCode: value => {
      code = value
    },
  }
  const program = new Command('patchyard').exitOverride().configureOutput({ writeErr: text => (err += text) })
  addQueryCommands(program, context)
  await program.parseAsync(['query', ...args], { from: 'user' })
  return { out, err, code }
}

describe('patchyard query check', () => {
  it('prints errors with code, offsets and message, and nothing else', async () => {
    const { out, code } = await run(['check', '--entity', 'patch', '--json', '--', 'sevrity:Critical'])
    expect(JSON.parse(out)).toEqual({
      errors: [
        {
          code: 'E_QUERY_UNKNOWN_TOKEN',
          from: 0,
          to: 7,
          message: 'patches have no token "sevrity"; did you mean "severity"?',
        },
      ],
      warnings: [],
    })
    expect(code).toBe(2)
  })

  it('ends with 0 when the query is understood', async () => {
    const { out, code } = await run(['check', '--entity', 'asset', '--json', '--', 'licensed:true'])
    expect(JSON.parse(out)).toEqual({ errors: [], warnings: [] })
    expect(code).toBe(0)
  })

  it('takes text that begins with a hyphen behind --, and result for task', async () => {
    expect((await run(['check', '--entity', 'result', '--json', '--', '-x and status:Failed'])).code).toBe(0)
  })

  it('reads standard input for -', async () => {
    const { out } = await run(['check', '--entity', 'patch', '-'], 'kev:maybe\n')
    expect(out).toBe('kev:maybe\n    ^^^^^\nkev is true or false, "maybe" is neither [E_QUERY_TYPE]\n')
  })

  it('points at the line and column, long lines cut', async () => {
    const { out } = await run([
      'check',
      '--entity',
      'patch',
      '--',
      `title:${'x'.repeat(60)} and\nkev:maybe or ${'y'.repeat(80)}`,
    ])
    expect(out.split('\n').slice(0, 2)).toEqual([`kev:maybe or ${'y'.repeat(51)}…`, '    ^^^^^'])
  })

  it('shows control characters and direction marks as escapes', async () => {
    const { out } = await run(['check', '--entity', 'patch', '--', 'kev:\u202emaybe\u0007'])
    expect(out).not.toMatch(/[\u0007\u202e]/)
  })

  it('refuses an entity that does not exist', async () => {
    await expect(run(['check', '--entity', 'user', '--', 'x'])).rejects.toMatchObject({
      code: 'commander.invalidArgument',
    })
  })
})

describe('patchyard query print', () => {
  it('prints the canonical text', async () => {
    expect(await run(['print', '--entity', 'patch', '--', 'APPFAMILY: windows   AND isSecurity = True'])).toEqual({
      out: 'appFamily:windows and isSecurity:true\n',
      err: '',
      code: 0,
    })
  })

  it('prints errors to standard error and ends with 2', async () => {
    const { out, err, code } = await run(['print', '--entity', 'patch', '--', 'title:"x'])
    expect({ out, code }).toEqual({ out: '', code: 2 })
    expect(err).toBe('title:"x\n      ^^\nthe double quote has no end [E_QUERY_UNCLOSED_QUOTE]\n')
  })
})

describe('patchyard query explain --plain', () => {
  it('says in sentences what each clause asks', async () => {
    const { out, code } = await run(['explain', '--entity', 'asset', '--plain', 'name:web* and not licensed:true'])
    expect(out.split('\n')).toEqual([
      'all of these hold',
      '  name begins with “web”',
      '  this does not hold',
      '    licensed is true',
      '',
    ])
    expect(code).toBe(0)
  })

  it('shows control characters of values as escapes', async () => {
    const { out } = await run(['explain', '--entity', 'patch', '--plain', 'title:"a\u001b[31m\u202eb"'])
    expect(out).not.toMatch(/[\u001b\u202e]/)
  })

  it('points at mistakes and ends with 2', async () => {
    const { out, err, code } = await run(['explain', '--entity', 'patch', '--plain', 'kev:maybe'])
    expect({ out, code }).toEqual({ out: '', code: 2 })
    expect(err).toContain('E_QUERY_TYPE')
  })
})
