import type { ActionKind, JobKind, JobPlatform, ScriptInterpreter, ServiceOperation } from '@patchyard/domain'
import type { TextKey } from '../../../i18n/text.ts'

export const platformLabels: { readonly [P in JobPlatform]: TextKey } = {
  linux: 'platform.linux',
  windows: 'platform.windows',
  macos: 'platform.macos',
}

export const kindLabels: { readonly [K in JobKind]: TextKey } = {
  deployment: 'wizard.deploymentJob',
  rollback: 'wizard.rollbackJob',
}

export const actionLabels: { readonly [K in ActionKind]: TextKey } = {
  script: 'wizard.runScript',
  install: 'wizard.installSoftware',
  uninstall: 'wizard.uninstallSoftware',
  service: 'wizard.serviceOperation',
  registry: 'wizard.registryKey',
}

/** As they are called everywhere; nothing to translate. */
export const interpreterNames: { readonly [I in ScriptInterpreter]: string } = {
  sh: 'sh',
  bash: 'bash',
  python3: 'Python 3',
  powershell: 'PowerShell',
  cmd: 'cmd',
  zsh: 'zsh',
  applescript: 'AppleScript',
}

export const operationLabels: { readonly [O in ServiceOperation]: TextKey } = {
  start: 'wizard.serviceStart',
  stop: 'wizard.serviceStop',
  restart: 'wizard.serviceRestart',
  reload: 'wizard.serviceReload',
  enable: 'wizard.serviceEnable',
  disable: 'wizard.serviceDisable',
}
