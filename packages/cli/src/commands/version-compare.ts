import type { Writable } from 'node:stream'
import {
  type ComparedLine,
  compareVersionLines,
  InvalidVersionError,
  VersionLineError,
  type VersionScheme,
  versionSchemeNames,
} from '@patchyard/domain'
import { type Command, Option } from 'commander'
import { lineBlocks } from './line-blocks.ts'

export interface VersionCompareOptions {
  readonly scheme: VersionScheme
  readonly strict?: boolean
  readonly json?: boolean
}

export interface VersionCompareStreams {
  readonly input: AsyncIterable<Uint8Array>
  readonly output: Writable
  readonly errors: Writable
}

/** Adds `patchyard version compare`. It talks to no server. Sets `process.exitCode`: see `compareVersions`. */
export function addVersionCommand(program: Command): void {
  program
    .command('version')
    .description('Work with version numbers of packages')
    .command('compare')
    .description('Read lines of two versions with a tab between them and print -1, 0 or 1 for each')
    .addOption(
      new Option('--scheme <scheme>', 'whose rules order the versions')
        .choices(versionSchemeNames)
        .makeOptionMandatory(),
    )
    .option('--strict', 'refuse what the package manager would not take as a version')
    .option('--json', 'print a JSON object for each line')
    .action(async (options: VersionCompareOptions) => {
      const { stdin: input, stdout: output, stderr: errors } = process
      process.exitCode = await compareVersions(options, { input, output, errors })
    })
}

/**
 * Prints an answer for each line of the input, in order, as soon as it is there. Returns the exit code: 0 when all lines were
 * answered or nobody reads the answers any more, 1 after a line that could not be read; that line is named in `errors`, and
 * nothing after it is answered. Throws when the input itself fails.
 */
export async function compareVersions(options: VersionCompareOptions, streams: VersionCompareStreams): Promise<number> {
  const { input, output, errors } = streams
  // `write` reports failures to its callback, too; without a listener they would also end the process.
  const ignore = (): void => undefined
  output.on('error', ignore)
  try {
    for await (const { firstLine, lines } of lineBlocks(input)) {
      const answers: string[] = []
      try {
        for (const line of compareVersionLines(options.scheme, lines, { firstLine, strict: options.strict === true })) {
          answers.push(options.json === true ? json(line) : `${line.order}\n`)
        }
      } finally {
        await written(output, answers.join(''))
      }
    }
    return 0
  } catch (error: unknown) {
    // `patchyard version compare … | head -1`: the reader has what it wanted.
    if (isClosedPipe(error)) return 0
    if (!(error instanceof VersionLineError)) throw error
    await written(errors, `patchyard: ${error.message} (${codeOf(error)})\n`)
    return 1
  } finally {
    output.off('error', ignore)
  }
}

function json({ a, b, order }: ComparedLine): string {
  return `${JSON.stringify({ a, b, order })}\n`
}

function codeOf(error: VersionLineError): string {
  return error.cause instanceof InvalidVersionError ? error.cause.code : error.code
}

function written(stream: Writable, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.write(text, error => (error ? reject(error) : resolve()))
  })
}

function isClosedPipe(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'EPIPE' || error.code === 'ERR_STREAM_DESTROYED')
}
