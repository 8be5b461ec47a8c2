/**
 * Makes this process a stand-in for `child`: signals go on to it, and its end is ours, with the same exit code or by the
 * same signal.
 * @param {import('node:child_process').ChildProcess} child started with inherited stdio
 */
export function superviseChild(child) {
  for (const signal of /** @type {const} */ (['SIGTERM', 'SIGHUP', 'SIGINT', 'SIGUSR2'])) {
    process.on(signal, () => {
      // A terminal sends Ctrl-C to the whole foreground group, so the child already has it; a second one would read as
      // "stop at once".
      if (signal === 'SIGINT' && process.stdin.isTTY) return
      child.kill(signal)
    })
  }
  child.on('error', error => {
    console.error(`${child.spawnfile} could not be started: ${error.message}`)
    process.exit(1)
  })
  child.on('exit', (code, signal) => {
    if (signal === null) process.exit(code ?? 1)
    process.removeAllListeners(signal)
    process.kill(process.pid, signal)
  })
}
