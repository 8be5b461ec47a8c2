import { createClient } from '@patchyard/api'
import { CommanderError } from 'commander'
import { forgetCliConfig, loadCliConfig, saveCliConfig } from './adapters/config-file.ts'
import { runOnHost } from './adapters/host-command.ts'
import { createSend } from './adapters/https-send.ts'
import { machineName, openPage } from './adapters/open-page.ts'
import { readAllInput, readPieces, readSecretLine, readTextFile } from './adapters/input.ts'
import { createFile } from './adapters/new-file.ts'
import { systemClock } from './adapters/system-clock.ts'
import { createPrinter } from './output/printer.ts'
import { safeText } from './output/safe-text.ts'
import { createProgram } from './program.ts'
import type { CliConfig } from './session/cli-config.ts'
import type { CommandContext } from './session/command-context.ts'
import { exitCodes, explainFailure } from './session/exit-codes.ts'

// `patchyard asset list | head -1`: the reader has what it wanted.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(exitCodes.ok)
  throw error
})

const clientFor = (config: CliConfig) =>
  createClient({ baseUrl: config.server, apiKey: config.apiKey, send: createSend(config.ca) })

const context: CommandContext = {
  clock: systemClock,
  clientFor,
  clientAt: ({ server, ca }) => createClient({ baseUrl: server, send: createSend(ca) }),
  config: loadCliConfig,
  forget: forgetCliConfig,
  openPage,
  machine: machineName(),
  runOnHost,
  client: async () => clientFor(await loadCliConfig()),
  save: saveCliConfig,
  readSecret: readSecretLine,
  readText: path => (path === '-' ? readAllInput() : readTextFile(path)),
  readPieces,
  createFile,
  printer: json => createPrinter({ output: process.stdout, errors: process.stderr }, json),
  setExitCode(code) {
    process.exitCode = code
  },
}

try {
  await createProgram(context).parseAsync()
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? exitCodes.ok : exitCodes.usage
  else {
    const explained = explainFailure(error)
    if (explained === null) throw error
    process.stderr.write(`patchyard: ${safeText(explained.message)}\n`)
    process.exitCode = explained.code
  }
}
// Kept-alive connections would hold the process for some seconds.
process.exit()
