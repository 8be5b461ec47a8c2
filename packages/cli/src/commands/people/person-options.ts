import type { Client, PersonAccess } from '@patchyard/api'
import { grants, roles } from '@patchyard/domain'
import { type Command, Option } from 'commander'
import { tagIds } from '../tags/tag-ids.ts'

export interface AccessOptions {
  readonly role?: readonly string[]
  readonly grant?: readonly string[]
  readonly withoutGrants?: boolean
  readonly tag?: readonly string[]
  readonly allAssets?: boolean
  readonly emptyScope?: boolean
}

/** Roles, grants and scope, as `person invite` and `person change` take them. */
export function withAccessOptions(command: Command): Command {
  return command
    .addOption(new Option('--role <role...>', 'all roles of the person').choices(roles))
    .addOption(new Option('--grant <grant...>', 'beside the roles').choices(grants))
    .addOption(new Option('--without-grants', 'take all grants away').conflicts('grant'))
    .option('--tag <tag...>', 'scope: the assets with one of these tags or one below them; by name or id')
    .addOption(new Option('--all-assets', 'scope: all assets').conflicts(['tag', 'emptyScope']))
    .addOption(new Option('--empty-scope', 'scope: no asset').conflicts('tag'))
}

/** Only what was asked for; what is left out stays. */
export async function accessOf(client: Client, options: AccessOptions): Promise<PersonAccess> {
  const scope =
    options.allAssets === true
      ? { all: true }
      : options.emptyScope === true || options.tag !== undefined
        ? { all: false, tags: await tagIds(client, options.tag ?? []) }
        : undefined
  return {
    ...(options.role === undefined ? {} : { roles: options.role as NonNullable<PersonAccess['roles']> }),
    ...(options.withoutGrants === true ? { grants: [] } : {}),
    ...(options.grant === undefined ? {} : { grants: options.grant as NonNullable<PersonAccess['grants']> }),
    ...(scope === undefined ? {} : { scope }),
  }
}
