/** What stands around every page. */
export const frame = {
  'nav.main': 'Main',
  'nav.patching': 'Patching',
  'nav.assets': 'Assets',
  'nav.patches': 'Patches',
  'nav.vulnerabilities': 'Vulnerabilities',
  'nav.jobs': 'Jobs',
  'nav.configuration': 'Configuration',
  'nav.agents': 'Agents',
  'nav.activationKeys': 'Activation keys',
  'nav.apiKeys': 'API keys',
} as const
