/**
 * What can be allowed, each with the sentence that the page of roles shows. Routes, the page and `decide` name permissions
 * from this list only; who has which stands in `roles.ts`.
 */
export const permissionSentences = {
  'asset.read': 'See the assets in scope.',
  'asset.scan': 'Ask an asset for a scan now.',
  'asset.pause': 'Pause an asset until a date, and end the pause.',
  'asset.reboot': 'Reboot an asset.',
  'asset.remove': 'Remove an asset.',
  'asset.manage': 'Activate and deactivate patching of assets.',
  'patch.read': 'See patches and vulnerabilities.',
  'job.list': 'See a row of every job: name, state, owner, schedule, counts.',
  'job.read': 'Open the jobs that one owns or is a co-author of.',
  'job.write': 'Make, edit and clone jobs.',
  'job.control': 'Enable, disable, cancel and retry the jobs that one may edit.',
  'job.delete': 'Delete the jobs that one may edit.',
  'job.own': 'Be owner of a job, and co-author who edits.',
  'job.readAny': 'Open any job.',
  'job.editAny': 'Edit any job inside the own scope.',
  'job.controlAny': 'Enable, disable, cancel and retry any job.',
  'job.deleteAny': 'Delete any job.',
  'job.changeOwner': 'Change the owner of any job.',
  'advisory.write': 'Make a job advisory: a list of patches that others make a job of.',
  'vendorPatch.write': 'Add and edit patches acquired from a vendor.',
  'licence.read': 'See the licence and who consumes it.',
  'licence.manage': 'Choose by tags which assets may consume the licence.',
  'assessmentProfile.read': 'See assessment profiles.',
  'assessmentProfile.manage': 'Make, edit and delete assessment profiles.',
  'configurationProfile.read': 'See configuration profiles.',
  'configurationProfile.manage': 'Make, edit and delete configuration profiles.',
  'tag.read': 'See tags.',
  'tag.manage': 'Make, edit and delete tags and their rules.',
  'tag.assign': 'Put static tags on assets and take them off, which moves assets between scopes.',
  'person.read': 'See the people of the subscription.',
  'person.manage': 'Invite, change, disable and remove people, and give roles and scopes.',
  'role.read': 'See the roles and what each may do.',
  'agent.read': 'See agents.',
  'agent.manage': 'Accept, reject and revoke agents.',
  'activationKey.manage': 'Make and revoke activation keys.',
  'apiKey.own': 'Make and revoke own API keys.',
  'apiKey.manage': 'See and revoke the API keys of everybody.',
  'search.own': 'Save searches.',
  'search.share': 'Share saved searches.',
  'search.manage': 'Delete shared searches of others.',
  'dashboard.read': 'See dashboards.',
  'dashboard.own': 'Make, edit and delete own dashboards.',
  'dashboard.editOthers': 'Edit and delete dashboards of others.',
  'dashboard.print': 'Print and download dashboards.',
  'report.generate': 'Make reports.',
  'export.csv': 'Export lists as CSV.',
  'audit.read': 'Read, search and export the audit log.',
  'signIn.manage': 'Set identity providers and the rules of passwords and second factors.',
  'settings.manage': 'Change the settings of the subscription.',
} as const

export type Permission = keyof typeof permissionSentences
export const permissions = Object.keys(permissionSentences) as readonly Permission[]

/** Given beside the roles, one by one (decisions.md §5.2); administrators have them anyway. */
export const grants = ['dashboard.editOthers', 'dashboard.print'] as const satisfies readonly Permission[]
export type Grant = (typeof grants)[number]

/**
 * The operator of the installation makes and suspends subscriptions and sets their licences. No role has it and nobody can
 * give it in the product: it stands on the person.
 */
export const operatorPermission = 'operator'
export type OperatorPermission = typeof operatorPermission
