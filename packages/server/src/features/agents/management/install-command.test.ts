import { describe, expect, it } from 'vitest'
import { installCommands, offeredPackages } from './install-command.ts'

const options = { publicUrl: 'https://patch.example.org', ownAuthority: false, key: 'pyak1_abc' }
const commandOf = (files: readonly (typeof file)[], ownAuthority = false): string =>
  installCommands({ ...options, ownAuthority, packages: { folder: '/x', files } })[0]?.command ?? ''
const file = { name: 'patchyard-agent-linux-x64.tar.gz', arch: 'x64', sha256: 'f'.repeat(64) }

describe('the install command of a Linux host', () => {
  it('checks the package by the hash that stands in it before anything of it runs', () => {
    const command = commandOf([file])
    expect(command.split(' && ').map(step => step.split(' ')[0])).toEqual([
      'cd',
      'curl',
      'echo',
      'tar',
      './patchyard-agent/install.sh',
    ])
    expect(command).toContain(`echo "${file.sha256}  ${file.name}" | sha256sum -c -`)
    expect(command).not.toContain('curl -fsSk')
  })

  it('takes a certificate that the host cannot know, for the hash is what counts', () => {
    expect(commandOf([file], true)).toContain('curl -fsSk')
  })

  it('is the enrolment alone where this server has no package to hand out', () => {
    expect(commandOf([])).toMatch(/^patchyard-agent enroll /)
  })

  it('is there for each architecture whose package is here, each with its own file and hash', () => {
    const files = [{ name: 'patchyard-agent-linux-arm64.tar.gz', arch: 'arm64', sha256: 'a'.repeat(64) }, file]
    const commands = installCommands({ ...options, packages: { folder: '/x', files } })
    expect(commands.map(one => one.arch)).toEqual(['x64', 'arm64'])
    for (const { arch, command } of commands) {
      const own = files.find(one => one.arch === arch)
      expect(command).toContain(`echo "${own?.sha256}  ${own?.name}"`)
    }
    expect(offeredPackages({ ...options, packages: { folder: '/x', files } }).map(one => one.url)).toEqual([
      'https://patch.example.org/download/patchyard-agent-linux-x64.tar.gz',
      'https://patch.example.org/download/patchyard-agent-linux-arm64.tar.gz',
    ])
  })
})
