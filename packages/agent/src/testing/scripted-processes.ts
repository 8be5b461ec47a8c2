import { ProcessError, type Processes, type ProcessResult, type ProcessSpec } from '../core/ports/processes.ts'

/** What a program answers: text on standard output, or more of a result. */
export type ScriptedAnswer = string | Partial<ProcessResult> | Error

/** Programs that answer from a script; every call is kept. A call that the script has no answer for is an error of the test. */
export function createScriptedProcesses(
  answer: (call: string, spec: ProcessSpec) => ScriptedAnswer | undefined,
): Processes & { readonly calls: ProcessSpec[] } {
  const calls: ProcessSpec[] = []
  return {
    calls,
    run: async spec => {
      calls.push(spec)
      const call = [spec.program, ...spec.args].join(' ')
      const given = answer(call, spec)
      if (given === undefined) throw new ProcessError('E_PROCESS_SPAWN', `no answer is scripted for: ${call}`)
      if (given instanceof Error) throw given
      const rest: Partial<ProcessResult> = typeof given === 'string' ? { stdout: given } : given
      return {
        code: 0,
        signal: null,
        stdout: '',
        stderr: '',
        log: `${rest.stdout ?? ''}${rest.stderr ?? ''}`,
        timedOut: false,
        aborted: false,
        scoped: false,
        durationMs: 1,
        ...rest,
      }
    },
  }
}
