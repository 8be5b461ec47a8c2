import type { Command } from 'commander'
import type { CommandContext } from '../session/command-context.ts'
import { addFindCommand } from './find-command.ts'

export function addVulnerabilityCommands(program: Command, context: CommandContext): void {
  const vulnerability = program.command('vulnerability').description('Vulnerabilities and how many assets they are on')
  addFindCommand(vulnerability, context, 'vulnerability', [
    { title: 'cve', value: v => v.cve },
    { title: 'title', value: v => v.title },
    { title: 'severity', value: v => (v.severity === '' ? null : v.severity) },
    { title: 'cvss', value: v => v.cvss, right: true },
    { title: 'epss', value: v => v.epss, right: true },
    { title: 'exploited', value: v => v.kev },
    { title: 'assets', value: v => v.affectedAssetCount, right: true },
    { title: 'patch', value: v => v.patchable },
  ])
}
