/** What another word about a name changes; findings are told by the stream when they were judged. */
export const touchedByMapping = ['listUnmatchedPrograms', 'listProgramMappings', 'previewProgramMapping'] as const
