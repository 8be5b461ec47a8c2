import type { AssetProfiles } from '@patchyard/api'
import type { Command } from 'commander'
import type { CommandContext } from '../../session/command-context.ts'
import { addAssessmentCommands } from './assessment-commands.ts'
import { addConfigurationCommands, documentLines } from './configuration-commands.ts'

/** `patchyard profile …`: profiles of both kinds, and which of them an asset has. */
export function addProfileCommands(program: Command, context: CommandContext): void {
  const profile = program.command('profile').description('Assessment and configuration profiles')
  addAssessmentCommands(profile, context)
  addConfigurationCommands(profile, context)
  profile
    .command('asset <id>')
    .description('Which profiles an asset has, why, and what became of them there')
    .option('--json', 'print JSON')
    .action(async (id: string, options: { readonly json?: boolean }) => {
      const found = await (await context.client()).call('getAssetProfiles', { params: { id } })
      context.printer(options.json === true).result(found, () => assetText(found))
    })
}

function assetText({ assessment, configuration, delivery, host }: AssetProfiles): string {
  return [
    `assessment      ${assessment.profile.name}, every ${assessment.effectiveScanEveryS / 3600} h${because(assessment)}`,
    ...assessment.others.map(one => `  fits too      ${one.name}, every ${one.scanEveryS / 3600} h`),
    `configuration   ${configuration.profile.name}${because(configuration)}`,
    ...configuration.others.map(one => `  fits too      ${one.name}, priority ${one.priority}`),
    `agent           ${delivery}`,
    ...documentLines(configuration),
    ...configuration.nextBlackouts.slice(0, 3).map(one => `next blackout   ${one.from} to ${one.to}`),
    ...host.map(one => `on the host     ${one.name}: ${one.state}${one.detail === '' ? '' : ` (${one.detail})`}`),
  ].join('\n')
}

function because({ tag, carried }: Pick<AssetProfiles['assessment'], 'tag' | 'carried'>): string {
  if (tag === null) return ', because no other fits'
  const names = carried.map(one => one.name)
  return names.includes(tag.name) ? `, by tag ${tag.name}` : `, by tag ${tag.name} above ${names.join(', ')}`
}
