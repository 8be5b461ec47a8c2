// Texts about `patchyard` for docs/errors.md, kept equal to the code of the command line by tests/repository/error-codes.test.ts:
// one page holds every code, and the server may not import the command line.

/** Printed in brackets behind the sentence, beside the codes of the API. */
export const commandLineErrors: Readonly<Record<string, string>> = {
  unreachable: 'Exit code 3. Check the address of `patchyard login` and the network; the message names the cause.',
  not_logged_in: 'Exit code 2. `patchyard login`, or set `PATCHYARD_SERVER` and `PATCHYARD_API_KEY`.',
  config_unsafe: 'Exit code 2. Others may read the file with the API key: give it mode 0600 and your own user.',
  config_invalid: 'Exit code 2. Correct the setting that the message names.',
  input_invalid: 'Exit code 2. A file or option is not what the command reads; the message names the place.',
  unknown_name:
    'Exit code 2. The name of a tag that does not exist (give its id, or look for it with `tag list`), or a saved search of another list.',
  E_VERSION_INVALID:
    'Exit code 1. `version compare --strict` met what the package manager would not take as a version.',
  E_VERSION_LINE: 'Exit code 1. A line does not hold two versions with a tab between them; it is named.',
}
