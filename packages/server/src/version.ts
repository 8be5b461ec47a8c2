import manifest from '../package.json' with { type: 'json' }

/** Of the server, as `package.json` says it. */
export const version: string = manifest.version
