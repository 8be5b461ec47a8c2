import type { Bundle, BundleKey } from '@patchyard/api'
import type { Command } from 'commander'
import { bar } from '../../output/printer.ts'

import { CliConfigError } from '../../session/cli-config.ts'
import type { CommandContext } from '../../session/command-context.ts'
import { exitCodes } from '../../session/exit-codes.ts'
import { addListCommand } from '../list-command.ts'
import { importBundle } from './import-bundle.ts'

interface Json {
  readonly json?: boolean
}

const POLL_MS = 1000

/** `patchyard catalog export`, `import` and what they need: the catalog as a file, for servers without a network. For operators. */
export function addBundleCommands(catalog: Command, context: CommandContext): void {
  const verb = (name: string, description: string): Command =>
    catalog.command(name).description(description).option('--json', 'print JSON')

  verb('export', 'Write the documents of the feeds into one signed file')
    .requiredOption('--out <file>', 'the file; it must not be there yet')
    .option('--since <date>', 'only what was taken since then: 2026-11-01, or an instant')
    .option('--feeds <names>', 'with commas between them; default: all')
    .option('--own-use', 'also of feeds whose terms do not allow to hand them on; for servers of your own')
    .action(async (options: Json & { out: string; since?: string; feeds?: string; ownUse?: boolean }) => {
      const client = await context.client()
      const printer = context.printer(options.json === true)
      const file = context.createFile(options.out)
      let bytes = 0
      try {
        await client.call('exportBundle', {
          query: {
            ...(options.since === undefined ? {} : { since: options.since }),
            ...(options.feeds === undefined ? {} : { feeds: options.feeds }),
            ...(options.ownUse === true ? { ownUse: true } : {}),
          },
          onBytes(chunk) {
            file.write(chunk)
            bytes += chunk.byteLength
            printer.progress(`${(bytes / 1_000_000).toFixed(1)} MB`)
          },
        })
      } catch (error) {
        file.discard()
        throw error
      }
      file.finish()
      printer.progress(null)
      printer.result({ file: options.out, bytes }, () => `${options.out}: ${bytes} bytes`)
    })

  verb('import <file>', 'Bring such a file to this server, and read it; exit code 4 when not all of it is well')
    .option('--no-wait', 'do not wait until it is read')
    .action(async (path: string, options: Json & { wait: boolean }) => {
      const client = await context.client()
      const printer = context.printer(options.json === true)
      const brought = await importBundle(client, context.readPieces(path), (done, wanted) =>
        printer.progress(`sent ${bar(done, wanted)}`),
      )
      let { bundle } = brought
      while (options.wait && bundle.waiting > 0) {
        printer.progress(`read ${bar(bundle.documents - bundle.waiting, bundle.documents)}`)
        await context.clock.sleep(POLL_MS)
        bundle = await client.call('getBundle', { params: { id: bundle.id } })
      }
      printer.progress(null)
      if (bundle.failed + bundle.held > 0) context.setExitCode(exitCodes.notAllWell)
      const { skipped } = brought
      printer.result({ ...bundle, skipped }, () => {
        const parts = [`${bundle.documents} documents of ${bundle.madeAt}`, `${skipped} are here already`]
        if (bundle.waiting > 0) parts.push(`${bundle.waiting} to be read`)
        if (bundle.failed > 0) parts.push(`${bundle.failed} failed (patchyard feed list)`)
        if (bundle.held > 0) parts.push(`${bundle.held} held (patchyard feed accept)`)
        return parts.join(', ')
      })
    })

  verb('key', 'The key that this server signs such files with').action(async (options: Json) => {
    const key = await (await context.client()).call('getBundleKey')
    context.printer(options.json === true).result(key, () => `${key.key}\nfingerprint ${key.fingerprint}`)
  })

  verb('trust <key>', 'Take files that are signed with a key; compare its fingerprint first')
    .option('--name <name>', 'whose it is', 'another server')
    .action(async (key: string, options: Json & { name: string }) => {
      const text = key.trim().toLowerCase()
      if (!/^[0-9a-f]{64}$/.test(text))
        throw new CliConfigError('config_invalid', 'a key has 64 hexadecimal digits, as catalog key prints it')
      const made = await (await context.client()).call('trustBundleKey', { body: { name: options.name, key: text } })
      context
        .printer(options.json === true)
        .result(made, () => `trusted: ${made.name}, fingerprint ${made.fingerprint}`)
    })

  verb('distrust <id>', 'Take no more files of a key').action(async (id: string, options: Json) => {
    const done = await (await context.client()).call('distrustBundleKey', { params: { id } })
    context.printer(options.json === true).result(done, () => 'done')
  })

  addListCommand(catalog.command('keys').description('Whose files are taken'), context, {
    what: 'keys',
    load: (client, query) => client.call('listBundleKeys', { query }),
    columns: keyColumns,
  })
  addListCommand(catalog.command('imports').description('Files that were brought here'), context, {
    what: 'files',
    load: (client, query) => client.call('listBundles', { query }),
    columns: bundleColumns,
  })
}

const keyColumns = [
  { title: 'id', value: (k: BundleKey) => k.id },
  { title: 'name', value: (k: BundleKey) => k.name },
  { title: 'key', value: (k: BundleKey) => k.key },
  { title: 'last made', value: (k: BundleKey) => k.lastMadeAt },
]
const bundleColumns = [
  { title: 'id', value: (b: Bundle) => b.id },
  { title: 'from', value: (b: Bundle) => b.keyName },
  { title: 'made', value: (b: Bundle) => b.madeAt },
  { title: 'state', value: (b: Bundle) => b.state },
  { title: 'documents', value: (b: Bundle) => b.documents, right: true },
  { title: 'waiting', value: (b: Bundle) => b.waiting, right: true },
  { title: 'failed', value: (b: Bundle) => b.failed, right: true },
  { title: 'held', value: (b: Bundle) => b.held, right: true },
]
