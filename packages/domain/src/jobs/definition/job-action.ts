import type { JobPlatform } from './job-definition.ts'

/**
 * Something that runs on the host as root or SYSTEM before or after the patches. Agents carry out only what their own configuration
 * permits (`allowActions`); others never receive it (decisions §3.3). An exit code says how it goes on: {@link actionExit}.
 */
export type JobAction = ScriptAction | InstallAction | UninstallAction | ServiceAction | RegistryAction

interface Named {
  /** For people; unique among the actions of the job. */
  readonly name: string
  /** Seconds after which the whole process group is ended, and the action failed. */
  readonly timeoutS: number
}

export interface ScriptAction extends Named {
  readonly kind: 'script'
  readonly interpreter: ScriptInterpreter
  readonly script: string
}

/** Linux: exact package names from the host's own repositories. Windows and macOS: a file by address and SHA-256. */
export interface InstallAction extends Named {
  readonly kind: 'install'
  readonly packages: readonly string[]
  readonly file: { readonly url: string; readonly sha256: string; readonly arguments: readonly string[] } | null
}

export interface UninstallAction extends Named {
  readonly kind: 'uninstall'
  /** Linux: exact package names. Windows and macOS: names as the list of installed programs has them. */
  readonly packages: readonly string[]
}

export interface ServiceAction extends Named {
  readonly kind: 'service'
  readonly service: string
  readonly operation: ServiceOperation
}

/** Windows. */
export interface RegistryAction extends Named {
  readonly kind: 'registry'
  readonly key: string
  readonly value: string
  readonly type: 'string' | 'dword' | 'qword' | 'expandString' | 'multiString' | 'binary'
  readonly data: string
}

export const actionKinds = ['script', 'install', 'uninstall', 'service', 'registry'] as const
export type ActionKind = (typeof actionKinds)[number]

export const scriptInterpreters = ['sh', 'bash', 'python3', 'powershell', 'cmd', 'zsh', 'applescript'] as const
export type ScriptInterpreter = (typeof scriptInterpreters)[number]

export const serviceOperations = ['start', 'stop', 'restart', 'reload', 'enable', 'disable'] as const
export type ServiceOperation = (typeof serviceOperations)[number]

/** What each platform can do; the rest is refused when the job is written. */
export const actionsOf: { readonly [P in JobPlatform]: readonly ActionKind[] } = {
  linux: ['script', 'install', 'uninstall', 'service'],
  windows: ['script', 'install', 'uninstall', 'service', 'registry'],
  macos: ['script', 'install', 'service'],
}

export const interpretersOf: { readonly [P in JobPlatform]: readonly ScriptInterpreter[] } = {
  linux: ['sh', 'bash', 'python3'],
  windows: ['powershell', 'cmd'],
  macos: ['sh', 'zsh', 'applescript'],
}

export const actionLimits = {
  /** UTF-8 bytes. */
  scriptBytes: 20_480,
  nameLength: 128,
  timeoutS: { min: 5, max: 3600 },
  packages: 50,
  arguments: 20,
} as const

export const usualTimeoutS = 120

/** How the job goes on after an action. */
export interface ActionVerdict {
  readonly outcome: 'succeeded' | 'failed' | 'skipped' | 'aborted'
  /** Another reason to reboot once the job is over. */
  readonly reboot: boolean
  /** Nothing further begins. */
  readonly abort: boolean
}

/**
 * Exit codes of the field: 0 success · 1 failure · 10 success and reboot · 11 failure and reboot · 12 abort the job · 101 this action did
 * not apply. Any other code, a signal or the time limit is a failure. A failing action stops neither the others nor the patches.
 */
export function actionExit(code: number | null): ActionVerdict {
  switch (code) {
    case 0:
      return { outcome: 'succeeded', reboot: false, abort: false }
    case 10:
      return { outcome: 'succeeded', reboot: true, abort: false }
    case 11:
      return { outcome: 'failed', reboot: true, abort: false }
    case 12:
      return { outcome: 'aborted', reboot: false, abort: true }
    case 101:
      return { outcome: 'skipped', reboot: false, abort: false }
    default:
      return { outcome: 'failed', reboot: false, abort: false }
  }
}
