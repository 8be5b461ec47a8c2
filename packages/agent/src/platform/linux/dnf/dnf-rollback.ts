import { ParseError } from '../../parse-error.ts'
import { refusal } from '../rpm/judge-rpm-plan.ts'
import { parseNevra, withoutZeroEpoch } from '../rpm/nevra.ts'
import { limitsOf } from '../rpm/rpm-database.ts'
import { nevraArgument } from '../rpm/rpm-names.ts'
import { brokenDependants } from '../rpm/rollback/broken-dependants.ts'
import type { RpmRollbackEngine } from '../rpm/rollback/rpm-rollback.ts'
import { FROM_CACHE, FROM_NETWORK } from './dnf-dialect.ts'
import { toChange } from './dnf-plan.ts'
import { dnfComplaint, type DnfTools, lookWithDnf, runDnf, throttle } from './dnf-tools.ts'
import { parseTransaction } from './parse-transaction.ts'
import { readDnfConfig } from './repo-config.ts'

/**
 * Going back with dnf. `downgrade` takes files and exact versions, so a mistake of ours can never become something newer; the history of dnf
 * then knows it as what it is, and what was installed as a dependency stays one.
 */
export function createDnfRollback(tools: DnfTools): RpmRollbackEngine {
  const { dialect } = tools
  return {
    argument: nevraArgument,
    offered: async (wanted, run) => {
      // yum 3 has the query in a package of its own (yum-utils).
      if (dialect.generation === 'yum3') return null
      const { repos } = await readDnfConfig(tools.disk)
      const format = '%{name}.%{arch} %{evr} %{repoid}\n'
      const text = await lookWithDnf(tools, ['-q', 'repoquery', '--qf', format, ...wanted.map(nevraArgument)], run)
      const offered = new Map<string, boolean>()
      for (const line of text.split('\n')) {
        const [key, evr, repository] = line.trim().split(' ')
        if (key === undefined || evr === undefined || repository === undefined) continue
        const of = `${key} ${withoutZeroEpoch(evr)}`
        offered.set(of, (offered.get(of) ?? true) && repos.get(repository)?.gpgcheck === true)
      }
      return offered
    },
    fetch: async (earlier, folder, spec, rateKBs) => {
      const packages = earlier.map(nevraArgument)
      // What is installed now, once more: dnf fetches it from wherever it is offered. dnf 5 has a verb for it, dnf 4 only by a plugin.
      const args =
        dialect.generation === 'dnf5'
          ? ['download', `--destdir=${folder}`, ...packages]
          : ['-y', '--downloadonly', `--downloaddir=${folder}`, 'reinstall', ...packages]
      await runDnf(tools, [...FROM_NETWORK, ...throttle(rateKBs), ...args], spec)
    },
    simulate: async (packages, run) => {
      const args = [...FROM_CACHE, '--assumeno', ...dialect.transaction, 'downgrade', ...packages]
      const result = await runDnf(tools, args, limitsOf(run))
      const text = `${result.stdout}\n${result.stderr}`
      const broken = brokenDependants(text, one => packages.some(argument => isNamed(argument, one)))
      if (broken.length > 0) return broken
      try {
        const { rows } = parseTransaction(result.stdout)
        if (rows.length > 0) return rows.map(toChange)
      } catch (error) {
        if (!(error instanceof ParseError)) throw error
      }
      return [refusal('no_plan', null, dnfComplaint(result))]
    },
    downgrade: (packages, spec) => {
      // Without the network where everything lies here.
      const mode = packages.every(one => one.startsWith('/')) ? FROM_CACHE : FROM_NETWORK
      return runDnf(tools, [...mode, '-y', ...dialect.transaction, 'downgrade', ...packages], spec)
    },
    simulateRemoval: async (packages, run) => {
      const args = [...FROM_CACHE, '--assumeno', ...dialect.transaction, 'remove', ...packages]
      const result = await runDnf(tools, args, limitsOf(run))
      try {
        return parseTransaction(result.stdout).rows.map(toChange)
      } catch (error) {
        if (!(error instanceof ParseError)) throw error
        return null
      }
    },
    remove: (packages, spec) =>
      runDnf(tools, [...FROM_CACHE, '-y', ...dialect.transaction, 'remove', ...packages], spec),
    automatic: async run => {
      if (dialect.generation === 'yum3') return null
      const text = await lookWithDnf(tools, ['-q', 'repoquery', '--userinstalled', '--qf', '%{name}.%{arch}\n'], run)
      const chosen = new Set(text.split('\n').map(line => line.trim()))
      return one => !chosen.has(`${one.name}.${one.arch}`)
    },
  }
}

/** Files are named by their digest, so only versions of repositories can be told by the argument. */
function isNamed(argument: string, one: { readonly name: string; readonly arch: string }): boolean {
  const nevra = argument.startsWith('/') ? null : parseNevra(argument)
  return nevra !== null && nevra.name === one.name && nevra.arch === one.arch
}
