import { contract } from '../route-contract.ts'
import { Done, IdParams, ListCsvQuery, ListQuery } from '../schemas/common.ts'
import * as programs from '../schemas/programs.ts'
import { Csv } from '../schemas/queries.ts'

export const programRoutes = contract({
  listUnmatchedPrograms: {
    method: 'GET',
    path: '/unmatched-programs',
    permission: 'asset.read',
    summary: 'Names of installed programs that are no product of the catalog, and why',
    query: programs.UnmatchedQuery,
    response: programs.UnmatchedProgramList,
  },
  exportUnmatchedPrograms: {
    method: 'GET',
    path: '/unmatched-programs.csv',
    permission: 'asset.read',
    summary: 'All unmatched names as CSV',
    query: programs.UnmatchedCsvQuery,
    response: Csv,
    produces: 'text/csv',
  },
  listProgramMappings: {
    method: 'GET',
    path: '/program-mappings',
    permission: 'asset.read',
    summary: 'Which names of programs people have mapped to which product',
    query: ListQuery,
    response: programs.ProgramMappingList,
  },
  exportProgramMappings: {
    method: 'GET',
    path: '/program-mappings.csv',
    permission: 'asset.read',
    summary: 'All mappings as CSV',
    query: ListCsvQuery,
    response: Csv,
    produces: 'text/csv',
  },
  mapProgram: {
    method: 'POST',
    path: '/program-mappings',
    permission: 'settings.manage',
    summary: 'Say which product a name is, or that it is none: every asset that has it is judged by that',
    body: programs.ProgramMappingCreate,
    response: programs.ProgramMapping,
    status: 201,
  },
  previewProgramMapping: {
    method: 'POST',
    path: '/program-mappings/preview',
    permission: 'settings.manage',
    summary: 'What saying that of a name, or taking it back, would touch',
    body: programs.ProgramMappingQuestion,
    response: programs.ProgramMappingPreview,
  },
  listProgramProducts: {
    method: 'GET',
    path: '/program-products',
    permission: 'patch.read',
    summary: 'Products of the catalog that a name of a program can be mapped to',
    query: ListQuery,
    response: programs.ProgramProductList,
  },
  deleteProgramMapping: {
    method: 'DELETE',
    path: '/program-mappings/:id',
    permission: 'settings.manage',
    summary: 'Take back what was said of a name',
    params: IdParams,
    response: Done,
  },
})
