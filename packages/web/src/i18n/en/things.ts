/** Assets, patches and vulnerabilities. */
export const things = {
  'asset.list': 'Assets',
  'asset.rebootNeeded': 'Reboot needed',
  'asset.none': 'No machine is enrolled yet',
  'asset.createKey': 'Create an activation key',
  'asset.howToEnrol':
    'Make an activation key and run the command that comes with it on a Linux machine. It appears here within a minute, with what it is missing.',
  'asset.askAdministrator': 'Ask the administrator of the subscription to enrol machines.',
  'patch.list': 'Patches',
  'patch.rebootSuggested': 'Suggested',
  'patch.none': 'No patch is known yet',
  'patch.noneMore': 'Patches appear here when agents report what their package manager offers.',
  'vulnerability.list': 'Vulnerabilities',
  'vulnerability.none': 'No vulnerability is known yet',
  'vulnerability.noneMore': 'Vulnerabilities appear here when patches name them or a feed of vulnerabilities is read.',
  'vulnerability.exploited': 'Exploited',
  'vulnerability.hasPatch': 'Yes',
  'vulnerability.noPatch': 'No',
  'time.never': 'Never',
} as const
