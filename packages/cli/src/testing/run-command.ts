import { createClient } from '@patchyard/api'
import type { Command } from 'commander'
import { createPrinter } from '../output/printer.ts'
import { createProgram } from '../program.ts'
import type { CommandContext } from '../session/command-context.ts'

export type Answer = { readonly status?: number; readonly body: unknown }

/** Commander gives its settings to no command that was made before. */
function listenTo(command: Command, writeErr: (text: string) => void): void {
  command.exitOverride().configureOutput({ writeErr })
  for (const inner of command.commands) listenTo(inner, writeErr)
}

export interface Ran {
  readonly out: string
  readonly err: string
  /** `GET /assets?query=…` below /api/v1, with the body behind it. */
  readonly asked: readonly string[]
  readonly failure: unknown
}

/** Runs one command against a server that answers in turn; nothing touches a machine. */
export async function run(
  args: readonly string[],
  answers: readonly Answer[],
  options: { input?: string; tty?: boolean; files?: Readonly<Record<string, Uint8Array>> } = {},
): Promise<Ran> {
  const asked: string[] = []
  let [out, err] = ['', '']
  const left = [...answers]
  const client = createClient({
    baseUrl: '',
    apiKey: 'pyk_test',
    send: async (url, init) => {
      asked.push(
        `${init.method} ${decodeURIComponent(url.replace('/api/v1', ''))}${init.body === undefined ? '' : ` ${init.body}`}`,
      )
      const answer = left.shift()
      if (answer === undefined) throw new Error('asked more often than expected')
      const text = typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body)
      return { status: answer.status ?? 200, text: () => Promise.resolve(text) }
    },
  })
  const never = (): never => {
    throw new Error('not expected')
  }
  const fileOf = (path: string): Uint8Array =>
    options.files?.[path] ?? (options.files === undefined ? new Uint8Array() : never())
  const context: CommandContext = {
    clock: { nowMs: never, monotonicMs: never, sleep: never, after: never },
    client: () => Promise.resolve(client),
    clientFor: () => client,
    save: never,
    clientAt: never,
    config: never,
    forget: never,
    openPage: never,
    machine: 'test',
    runOnHost: never,
    readSecret: never,
    readText: path => Promise.resolve(options.input ?? new TextDecoder().decode(fileOf(path))),
    createFile: never,
    readPieces: async function* (path) {
      yield fileOf(path)
    },
    printer: json =>
      createPrinter(
        {
          output: { write: text => (out += text), isTTY: options.tty === true },
          errors: { write: text => (err += text) },
        },
        json,
      ),
    setExitCode: never,
  }
  const program = createProgram(context)
  listenTo(program, text => (err += text))
  const failure = await program.parseAsync([...args], { from: 'user' }).then(
    () => null,
    (error: unknown) => error,
  )
  return { out, err, asked, failure }
}

export const page = (items: readonly object[], nextCursor: string | null = null, total = items.length): Answer => ({
  body: { items, nextCursor, total },
})
