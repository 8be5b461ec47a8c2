import type { Agent, AgentsDone } from '@patchyard/api'
import { type Command, InvalidArgumentError } from 'commander'
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

  const many = (verb: string, description: string): Command =>
    agent.command(`${verb} <ids...>`).description(`${description}; several: all or none`).option('--json', 'print JSON')
  const saidMany = (done: AgentsDone, what: string, json: boolean | undefined): void =>
    context.printer(json === true).result(done, () => `${done.changed} agents ${what}`)

  many('accept', 'Let pending agents in')
    .option('--as <asset>', 'of one: it is this asset, installed anew: history goes on, the old key is revoked')
    .action(async (ids: [string, ...string[]], options: { as?: string } & Json) => {
      const client = await context.client()
      const [id] = ids
      if (ids.length > 1 && options.as === undefined) {
        saidMany(await client.call('acceptAgents', { body: { ids } }), 'accepted', options.json)
        return
      }
      if (ids.length > 1) throw new InvalidArgumentError('--as is for one agent')
      const body = options.as === undefined ? {} : { as: options.as }
      said(await client.call('acceptAgent', { params: { id }, body }), options.json)
    })
  many('reject', 'Turn pending agents away').action(async (ids: [string, ...string[]], options: Json) => {
    const client = await context.client()
    const [id] = ids
    if (ids.length === 1) said(await client.call('rejectAgent', { params: { id } }), options.json)
    else saidMany(await client.call('rejectAgents', { body: { ids } }), 'rejected', options.json)
  })
  many('revoke', 'End agents for ever').action(async (ids: [string, ...string[]], options: Json) => {
    const client = await context.client()
    const [id] = ids
    if (ids.length === 1) said(await client.call('revokeAgent', { params: { id } }), options.json)
    else saidMany(await client.call('revokeAgents', { body: { ids } }), 'revoked', options.json)
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
