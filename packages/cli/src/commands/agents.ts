import type { Agent } from '@patchyard/api'
import type { Command } from 'commander'
import { renderTable } from '../output/table.ts'
import type { CommandContext } from '../session/command-context.ts'
import { addListCommand } from './list-command.ts'

interface Json {
  readonly json?: boolean
}

export function addAgentCommands(program: Command, context: CommandContext): void {
  const agent = program.command('agent').description('Agents: accept, reject, revoke, end a quarantine')
  addListCommand(agent, context, {
    what: 'agents',
    load: (client, query) => client.call('listAgents', { query }),
    columns: [
      { title: 'id', value: a => a.id },
      { title: 'name', value: a => a.name },
      { title: 'status', value: a => (a.why === null ? a.status : `${a.status} (${a.why})`) },
      { title: 'os', value: a => a.os },
      { title: 'version', value: a => a.version },
      { title: 'address', value: a => a.address },
      { title: 'last seen', value: a => a.lastSeenAt },
      { title: 'looks like', value: a => a.looksLike?.name ?? null },
    ],
  })

  const one = (verb: string, description: string): Command =>
    agent.command(`${verb} <id>`).description(description).option('--json', 'print JSON')
  const said = (agentNow: Agent, json: boolean | undefined): void =>
    context.printer(json === true).result(agentNow, () => `${agentNow.name} is ${agentNow.status}`)

  one('accept', 'Let a pending agent in')
    .option('--as <asset>', 'it is this asset, installed anew: history goes on, the old key is revoked')
    .action(async (id: string, options: { as?: string } & Json) => {
      const body = options.as === undefined ? {} : { as: options.as }
      said(await (await context.client()).call('acceptAgent', { params: { id }, body }), options.json)
    })
  one('reject', 'Turn a pending agent away').action(async (id: string, options: Json) => {
    said(await (await context.client()).call('rejectAgent', { params: { id } }), options.json)
  })
  one('revoke', 'End an agent for ever').action(async (id: string, options: Json) => {
    said(await (await context.client()).call('revokeAgent', { params: { id } }), options.json)
  })
  one('resume', 'End a quarantine; the other copies must enrol anew')
    .requiredOption('--machine <digest>', 'the speaker that stays, as "agent show" lists them')
    .action(async (id: string, options: { machine: string } & Json) => {
      const body = { machine: options.machine }
      said(await (await context.client()).call('resumeAgent', { params: { id }, body }), options.json)
    })
  one('show', 'One agent, with the machines that spoke for it in quarantine').action(
    async (id: string, options: Json) => {
      const found = await (await context.client()).call('getAgent', { params: { id } })
      context.printer(options.json === true).result(found, () =>
        [
          `${found.name}: ${found.status}${found.why === null ? '' : ` (${found.why})`}`,
          renderTable(
            [
              { title: 'machine', value: s => s.machine },
              { title: 'address', value: s => s.address },
              { title: 'at', value: s => s.at },
            ],
            found.speakers,
          ),
        ].join('\n'),
      )
    },
  )
}
