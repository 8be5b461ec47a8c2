import { Command } from 'commander'
import { addAdminCommand } from './commands/admin.ts'
import { addAgentCommands } from './commands/agents.ts'
import { addAssetCommands } from './commands/assets.ts'
import { addAuditCommands } from './commands/audit/audit-command.ts'
import { addCatalogCommands } from './commands/catalog/catalog-command.ts'
import { addEmergencyStopCommand } from './commands/emergency-stop.ts'
import { addFeedCommands } from './commands/feeds.ts'
import { addIdentityProviderCommands } from './commands/identity-providers.ts'
import { addJobCommands } from './commands/jobs.ts'
import { addKeyCommands } from './commands/keys.ts'
import { addLicenceCommands } from './commands/licence.ts'
import { addLoginCommand } from './commands/login.ts'
import { addPeopleCommands } from './commands/people/people-command.ts'
import { addPatchCommands } from './commands/patches.ts'
import { addProfileCommands } from './commands/profile/profile-command.ts'
import { addQueryCommands } from './commands/query/query-command.ts'
import { addSearchCommands } from './commands/searches.ts'
import { addSessionCommands } from './commands/sessions.ts'
import { addSoftwareCommands } from './commands/software.ts'
import { addSubscriptionCommands } from './commands/subscriptions.ts'
import { addTagCommands } from './commands/tags/tag-commands.ts'
import { addTaskCommands } from './commands/tasks.ts'
import { addVersionCommand } from './commands/version-compare.ts'
import { addVulnerabilityCommands } from './commands/vulnerabilities.ts'
import type { CommandContext } from './session/command-context.ts'

/** The whole CLI; nothing runs until it is parsed. */
export function createProgram(context: CommandContext): Command {
  const program = new Command('patchyard')
    .description(
      'Operators’ command line of Patchyard. Exit codes: 0 done, 1 refused, 2 usage, 3 no answer, 4 not all went well',
    )
    .showHelpAfterError()
    .exitOverride()
  addLoginCommand(program, context)
  addSessionCommands(program, context)
  addIdentityProviderCommands(program, context)
  addAdminCommand(program, context)
  addKeyCommands(program, context)
  addPeopleCommands(program, context)
  addAgentCommands(program, context)
  addAssetCommands(program, context)
  addLicenceCommands(program, context)
  addPatchCommands(program, context)
  addProfileCommands(program, context)
  addCatalogCommands(program, context)
  addJobCommands(program, context)
  addEmergencyStopCommand(program, context)
  addSoftwareCommands(program, context)
  addTagCommands(program, context)
  addTaskCommands(program, context)
  addVulnerabilityCommands(program, context)
  addQueryCommands(program, context)
  addSearchCommands(program, context)
  addAuditCommands(program, context)
  addFeedCommands(program, context)
  addSubscriptionCommands(program, context)
  addVersionCommand(program)
  return program
}
