import { agentStandingLabels, scanStatusLabels } from '@patchyard/domain'
import type { Command } from 'commander'
import { renderFields, renderTable } from '../output/table.ts'
import type { CommandContext } from '../session/command-context.ts'
import { listAll } from '../session/list-all.ts'
import { addAssetActions } from './asset-actions.ts'
import { addFindCommand } from './find-command.ts'
import { addFindingsCommand } from './findings.ts'

interface Json {
  readonly json?: boolean
}

const statusLabel = (status: string): string => ({ ...agentStandingLabels, stale: 'Stale' })[status] ?? status

export function addAssetCommands(program: Command, context: CommandContext): void {
  const asset = program.command('asset').description('Assets and what they miss')
  addFindCommand(asset, context, 'asset', [
    { title: 'id', value: a => a.id },
    { title: 'name', value: a => a.name },
    { title: 'os', value: a => a.operatingSystem },
    { title: 'missing', value: a => a.missingPatchCount, right: true },
    { title: 'security', value: a => a.missingSecurityCount, right: true },
    { title: 'installed', value: a => a.installedPatchCount, right: true },
    { title: 'reboot', value: a => a.rebootNeeded, noPast: true },
    { title: 'scan', value: a => scanStatusLabels[a.scanStatus], noPast: true },
    { title: 'scanned', value: a => a.scanDateTime, noPast: true },
    { title: 'agent', value: a => statusLabel(a.agentStatus), noPast: true },
  ])

  asset
    .command('show <id>')
    .description('One asset with its missing patches')
    .option('--json', 'print JSON')
    .action(async (id: string, options: Json) => {
      const client = await context.client()
      const found = await client.call('getAsset', { params: { id } })
      const findings = await listAll({ limit: '1000' }, query =>
        client.call('listFindings', { params: { id }, query: { ...query, status: 'missing' } }),
      )
      context.printer(options.json === true).result({ ...found, missing: findings.items }, () =>
        [
          renderFields([
            ['Name', found.name],
            ['Operating system', found.operatingSystem],
            ['Kernel', found.kernel],
            ['Package manager', found.provider],
            ['Agent', `${statusLabel(found.agentStatus)}, ${found.agentVersion}`],
            ['Last check-in', found.lastCheckIn],
            ['Scan', `${scanStatusLabels[found.scanStatus]}, ${found.scanDateTime ?? '-'}`],
            ['Missing', `${found.missingPatchCount}, security ${found.missingSecurityCount}`],
            ['Reboot needed', found.rebootNeeded],
            ['Services to restart', found.servicesToRestart],
            ['Licensed', found.licensed],
            ['Paused', found.pausedUntil === null ? null : `until ${found.pausedUntil}: ${found.pausedReason ?? ''}`],
          ]),
          ...found.scanProblems.map(p => `! ${p.code}: ${p.detail}`),
          '',
          renderTable(
            [
              { title: 'patch', value: f => f.patchId },
              { title: 'title', value: f => f.title },
              { title: 'security', value: f => f.isSecurity },
              { title: 'severity', value: f => (f.severity === '' ? null : f.severity) },
              { title: 'exposed since', value: f => f.exposedSince },
              { title: 'packages', value: f => f.packages.map(p => p.name).join(' ') },
            ],
            findings.items,
          ),
        ].join('\n'),
      )
    })

  addFindingsCommand(asset, context)
  addAssetActions(asset, context)
}
