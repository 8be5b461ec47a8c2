// Texts about `patchyard-agent` for docs/errors.md. They stand here because one page holds every code, and the server may not
// import the agent: tests/repository/error-codes.test.ts compares page and agent, both ways.

/** What an agent tells of itself with a check-in, beside what it refused (`problems`). */
export const agentReportTexts: Readonly<Record<string, string>> = {
  reply_malformed:
    'An answer with status 200 that is no message of this protocol: something else answers under this address.',
  request_refused:
    'The server calls a request malformed: an agent of another version, or a proxy that changes requests.',
  event_refused: 'The server does not take an event of a task; it is kept on the host and not sent again.',
  report_too_large: 'A section of the report is larger than any request may be; it is left out.',
  link_unknown: 'The server does not know this line of conversation; the agent goes back to the newest link both know.',
  disk_full: 'A task cannot begin: there is no room for the journal.',
  journal_io: 'The last process ended because its journal could not be written durably.',
}

/** Why a scan is Partial or Failed, or what it left out: `code` of a problem in `scan --json` and on the asset. */
export const scanProblemTexts: Readonly<Record<string, string>> = {
  repository_failed: 'A repository did not answer, or its answer was not accepted; it is named.',
  repository_unauthenticated: 'The host does not authenticate a repository: it is shown and not installed from.',
  repository_not_fetched: 'A repository is set up and was never fetched, or all lists are old.',
  lock_held: 'Another program held the lock of the package manager; it is named.',
  engine_failed: 'The package manager did not run to its end; its own words are kept.',
  engine_output: 'The package manager printed something that is not understood.',
  database_broken: 'The database of the package manager is not clean; packages are named.',
  advisories_unavailable:
    'Updates are listed, and not which advisories they belong to: nothing tells what is security.',
  wants_removal: 'For all updates together the package manager would remove packages; they are named.',
  wants_downgrade: 'Pins make the package manager go back to older versions; packages are named.',
}

/** Printed in brackets behind the sentence, and in the log of the unit. */
export const agentProgramErrors: Readonly<Record<string, string>> = {
  E_ACTIVATION_KEY: 'Copy the activation key anew: it begins with `pyak1_` and a letter of it is wrong.',
  E_AGENT_RUNNING: 'Another agent uses this state folder; the message names its process.',
  E_BELL_FRAME: 'The bell said something that is no WebSocket frame. The agent goes on and polls; look at proxies.',
  E_COMMAND: 'Correct what the sentence names. It is printed without the code.',
  E_DISK_DENIED: 'Run as root, or correct the rights of the file that is named.',
  E_DISK_FULL: 'Free space on the disk of the file that is named.',
  E_DISK_IO: 'The disk reports an error; look at the log of the kernel.',
  E_DISK_NOT_FOUND: 'The file that is named does not exist.',
  E_DISK_TOO_LARGE: 'A file is larger than anything that belongs there; it is named and not read.',
  E_ENGINE_FAILED: 'The package manager did not run to its end. Run the command that is named by hand.',
  E_ENGINE_OUTPUT:
    'The package manager printed something that is not understood: report it with the output (`patchyard-agent parse`).',
  E_ENROLLED: 'Nothing: this host is enrolled. To begin anew: `patchyard-agent generalize`.',
  E_JOURNAL_FULL: 'Free space on the disk of the state folder; nothing new begins until then.',
  E_JOURNAL_IO:
    'The journal cannot be written durably, so nothing begins. Look at the disk; the unit starts again by itself.',
  E_KEY_MISSING:
    'The key of this host is gone or not the enrolled one. Enrol again; the server offers to replace the asset.',
  E_LOCK_HELD: 'Wait for the program that is named, or stop it.',
  E_NETWORK_ABORTED: 'Nothing: the agent was stopped in the middle.',
  E_NETWORK_MALFORMED: 'What answers does not speak HTTP as it should. Look at proxies.',
  E_NETWORK_NO_UPGRADE: 'No bell: a proxy does not let WebSockets through. The agent polls instead.',
  E_NETWORK_PROXY: 'The proxy refused or failed; the message repeats what it said.',
  E_NETWORK_STALLED: 'The answer came too slowly. Look at the network.',
  E_NETWORK_TIMEOUT: 'Nothing came in time. Look at the network, or whether the server is overloaded.',
  E_NETWORK_TLS:
    'The certificate of the server is not one that this host trusts; give `--ca-file`, or look for who is in between.',
  E_NETWORK_TOO_LARGE: 'An answer was larger than any may be. Something else answers under this address.',
  E_NETWORK_UNREACHABLE: 'Name not found, or nobody answers: `patchyard-agent doctor` shows how far it gets.',
  E_NO_REPLY: 'No usable reply; the same command again continues.',
  E_NOT_ENROLLED: 'Enrol first: `patchyard-agent enroll`.',
  E_PARSE_KIND: 'The text is not of this kind: `patchyard-agent parse --list`.',
  E_PARSE_LIMIT: 'The text is larger or longer than any tool writes.',
  E_PARSE_LINE: 'The line that is named is not what the tool writes; report it with the output.',
  E_PARSE_UNKNOWN_KIND: 'No parser has this name: `patchyard-agent parse --list`.',
  E_PROCESS_OUTPUT: 'A tool printed more than it may; it was stopped.',
  E_PROCESS_FAILED: 'A tool ran and said that it could not do it; its words stand in the message.',
  E_PROCESS_SPAWN: 'A tool could not be started; it is named.',
  E_REFUSED: 'The server refuses; its code stands in the message and above. Trying again does not help.',
  E_SECRET_EXISTS: 'The state folder has a key already; nothing is overwritten.',
  E_SECRET_IO: 'A key file could not be read or written; it is named.',
  E_SECRET_LOOSE: 'Others may read a key file. Give it mode 0600 and its folder 0700, owned by the user of the agent.',
  E_SERVER_ADDRESS:
    'Give an address such as `https://patch.example.org:8443`; plain HTTP only to this machine, or with `--allow-plain-http`.',
  E_STATE_FOLDER: 'The state folder is not safe: it must belong to the user of the agent, with mode 0700.',
  E_WRONG_SERVER: 'The server is not the one that the activation key names. Check the address, then who is in between.',
}
