import { type Person, type PersonLink, personStates } from '@patchyard/api'
import { roleLabels, roles } from '@patchyard/domain'
import { type Command, Option } from 'commander'
import { safeText } from '../../output/safe-text.ts'
import { renderFields } from '../../output/table.ts'
import type { CommandContext } from '../../session/command-context.ts'
import { addListCommand } from '../list-command.ts'
import { personId } from './person-id.ts'
import { type AccessOptions, accessOf, withAccessOptions } from './person-options.ts'

interface Json {
  readonly json?: boolean
}

export function addPeopleCommands(program: Command, context: CommandContext): void {
  const person = program.command('person').description('People of the subscription: roles, grants, scope')
  addList(person, context)

  const one = (verb: string, description: string): Command =>
    person
      .command(`${verb} <person>`)
      .description(`${description}; by id or e-mail address`)
      .option('--json', 'print JSON')
  const said = (found: Person, json: boolean | undefined): void =>
    context.printer(json === true).result(found, () => describe(found))
  const linked = (made: PersonLink, json: boolean | undefined): void =>
    context.printer(json === true).result(made, () => [describe(made.person), '', made.link].join('\n'))

  one('show', 'One person').action(async (text: string, options: Json) => {
    const client = await context.client()
    said(await client.call('getPerson', { params: { id: await personId(client, text) } }), options.json)
  })

  withAccessOptions(person.command('invite <email>'))
    .description('Invite a person; prints the link with which they set a password, once')
    .requiredOption('--name <name>', 'the name of the person')
    .option('--json', 'print JSON')
    .action(async (email: string, options: AccessOptions & { name: string } & Json) => {
      const client = await context.client()
      const body = { email, name: options.name, ...(await accessOf(client, options)) }
      linked(await client.call('invitePerson', { body }), options.json)
    })

  withAccessOptions(one('change', 'Change name, roles, grants or scope; what is not named stays'))
    .option('--name <name>', 'the name of the person')
    .action(async (text: string, options: AccessOptions & { name?: string } & Json) => {
      const client = await context.client()
      const params = { id: await personId(client, text) }
      const access = await accessOf(client, options)
      if (options.name !== undefined) await client.call('changePerson', { params, body: { name: options.name } })
      if (Object.keys(access).length > 0) await client.call('setPersonAccess', { params, body: access })
      said(await client.call('getPerson', { params }), options.json)
    })

  one('link', 'A fresh link to set the password with; an older one ends').action(
    async (text: string, options: Json) => {
      const client = await context.client()
      linked(await client.call('linkPerson', { params: { id: await personId(client, text) } }), options.json)
    },
  )
  one('disable', 'End sessions, keys and links at once; jobs of theirs do not start').action(
    async (text: string, options: Json) => {
      const client = await context.client()
      said(await client.call('disablePerson', { params: { id: await personId(client, text) } }), options.json)
    },
  )
  one('enable', 'Let a disabled person in again').action(async (text: string, options: Json) => {
    const client = await context.client()
    said(await client.call('enablePerson', { params: { id: await personId(client, text) } }), options.json)
  })
  one('remove', 'Remove a person from the subscription').action(async (text: string, options: Json) => {
    const client = await context.client()
    const id = await personId(client, text)
    await client.call('removePerson', { params: { id } })
    context.printer(options.json === true).result({ id }, () => `${text} is removed`)
  })
  addRoleCommands(program, context)
}

interface Only {
  readonly role?: (typeof roles)[number]
  readonly status?: (typeof personStates)[number]
}

const onlyOf = ({ role, status }: Only): Only => ({
  ...(role === undefined ? {} : { role }),
  ...(status === undefined ? {} : { status }),
})

function addList(person: Command, context: CommandContext): void {
  addListCommand(person, context, {
    what: 'people',
    options: command =>
      command
        .addOption(new Option('--role <role>', 'only with this role').choices(roles))
        .addOption(new Option('--status <status>', 'only in this state').choices(personStates))
        .addOption(new Option('--csv', 'all rows as CSV').conflicts('json')),
    load: (client, query, only: Only) => client.call('listPeople', { query: { ...query, ...onlyOf(only) } }),
    csv: (client, query, only) => client.call('exportPeople', { query: { ...query, ...onlyOf(only) } }),
    columns: [
      { title: 'id', value: one => one.id },
      { title: 'name', value: one => one.name },
      { title: 'e-mail', value: one => one.email },
      { title: 'status', value: one => one.status },
      { title: 'roles', value: one => one.roles.map(role => roleLabels[role]).join(', ') },
      { title: 'scope', value: scopeText },
    ],
  })
}

function addRoleCommands(program: Command, context: CommandContext): void {
  program
    .command('role')
    .description('Roles')
    .command('list')
    .description('What each role may do, and who has it')
    .option('--json', 'print JSON')
    .action(async (options: Json) => {
      const found = await (await context.client()).call('listRoles')
      context
        .printer(options.json === true)
        .result(found, () =>
          found.roles
            .map(role =>
              [
                `${role.label} (${role.role}): ${role.sentence}`,
                ...role.permissions.map(one => `  ${one.permission.padEnd(28)}${one.sentence}`),
                ...(role.holders ?? []).map(one => safeText(`  held by ${one.name} <${one.email}>`)),
              ].join('\n'),
            )
            .join('\n\n'),
        )
    })
}

const scopeText = ({ scope }: Pick<Person, 'scope'>): string =>
  scope.all ? 'all assets' : scope.tags.length === 0 ? 'no asset' : scope.tags.map(tag => tag.name).join(', ')

const describe = (found: Person): string =>
  renderFields([
    ['Person', `${found.name} (${found.id})`],
    ['E-mail', found.email],
    ['Status', found.status],
    ['Roles', found.roles.map(role => roleLabels[role]).join(', ')],
    ['Grants', found.grants.join(' ')],
    ['Scope', scopeText(found)],
  ])
