import { defineErrors } from '../../errors/define-errors.ts'

export const peopleErrors = defineErrors({
  person_exists: {
    status: 409,
    title: 'A person with this e-mail address exists',
    todo: 'Look for the person in the list. An address that belongs to another subscription can be added by the operator of the installation only.',
  },
  person_name_taken: {
    status: 409,
    title: 'Another person of the subscription has this name',
    todo: 'Add what tells the two apart.',
  },
  person_looks_alike: {
    status: 409,
    title: 'The name or e-mail address looks like that of another person',
    todo: 'Letters of different alphabets can look the same. Write it so that nobody takes one person for the other.',
  },
  person_name_refused: {
    status: 400,
    title: 'The name or e-mail address holds letters that cannot be seen, or words that mix alphabets',
    todo: 'Write each word in the letters of one alphabet.',
  },
  roles_refused: {
    status: 400,
    title: 'These roles cannot be held together',
    todo: 'Patch Security stands alone; everybody has at least one role.',
  },
})
