/**
 * Rises when a text that is kept could be read differently: a token or value was renamed (the old name stays as an alias) or
 * removed. Kept searches name the version that they were written in.
 */
export const LANGUAGE_VERSION = 1
