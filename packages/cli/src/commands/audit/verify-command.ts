import {
  auditProblemText,
  createExportVerifier,
  type ExportVerdict,
  readHead,
  type SignedHead,
  signedText,
} from '@patchyard/domain'
import type { Command } from 'commander'
import { safeText } from '../../output/safe-text.ts'
import { CliConfigError } from '../../session/cli-config.ts'
import type { CommandContext } from '../../session/command-context.ts'
import { exitCodes } from '../../session/exit-codes.ts'
import { withInstallation } from './audit-options.ts'
import { verifyPorts } from './verify-ports.ts'

interface VerifyOptions {
  readonly key?: string
  readonly head?: string[]
  readonly installation?: boolean
  readonly json?: boolean
}

/**
 * `audit verify`: the rows themselves are read and hashed here, whether they come from a file or a server; no verdict of a server
 * is taken over.
 */
export function addVerifyCommand(audit: Command, context: CommandContext): void {
  withInstallation(audit.command('verify [file]'))
    .description(
      'Verify the audit of the server, or of an export without a server; exit code 4 when something is wrong',
    )
    .option('--key <hex>', 'public key that must have signed it, as audit head prints it')
    .option('--head <file...>', 'signed heads of earlier days (audit head); the rows must still lead to them')
    .option('--json', 'print JSON')
    .action(async (file: string | undefined, options: VerifyOptions) => {
      const heads: SignedHead[] = []
      for (const path of options.head ?? []) heads.push(await headOf(context, path, options.key))
      const expected = { heads, ...(options.key === undefined ? {} : { key: options.key.trim().toLowerCase() }) }
      const verifier = createExportVerifier(verifyPorts, expected)
      const printer = context.printer(options.json === true)
      let shown = 0
      const take = (bytes: Uint8Array): void => {
        verifier.push(bytes)
        if (verifier.rows() - shown < 5000) return
        shown = verifier.rows()
        printer.progress(`${shown} rows`)
      }
      if (file === undefined) {
        const client = await context.client()
        await client.call(options.installation === true ? 'exportInstallationAudit' : 'exportAudit', { onBytes: take })
      } else for await (const bytes of context.readPieces(file)) take(bytes)
      const verdict = verifier.end()
      printer.progress(null)
      printer.result(verdict, () => textOf(verdict, options))
      if (!verdict.ok) context.setExitCode(exitCodes.notAllWell)
    })
}

async function headOf(context: CommandContext, path: string, key: string | undefined): Promise<SignedHead> {
  const head = readHead(await context.readText(path))
  if (head === null) throw new CliConfigError('config_invalid', `${path} holds no signed head of an audit`)
  const { signature, ...signed } = head
  const isGood = verifyPorts.verify(head.key, signedText(signed), signature)
  if (!isGood || (key !== undefined && key !== head.key)) {
    throw new CliConfigError('config_invalid', `the signature in ${path} is not good`)
  }
  return head
}

function textOf(verdict: ExportVerdict, options: VerifyOptions): string {
  const rows = `${verdict.rows} ${verdict.rows === 1 ? 'row' : 'rows'}`
  if (!verdict.ok) {
    const problems = verdict.problems.map(problem => `- ${safeText(auditProblemText(problem))}`)
    return [`Something is wrong (${rows} read):`, ...problems].join('\n')
  }
  const lines = [
    verdict.complete
      ? `All is well: ${rows}, none changed, missing or moved`
      : `All is well: ${rows} of a search, none changed; whether others are missing between them cannot be known`,
  ]
  if (options.key === undefined && verdict.head !== null) {
    lines.push(`Signed by ${verdict.head.key}; --key makes sure that this is your installation`)
  }
  return lines.join('\n')
}
