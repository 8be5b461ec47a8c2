// Made by generate-types.ts from the migrated database; not edited by hand.

export interface DB {}
