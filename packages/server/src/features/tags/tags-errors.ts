import { defineErrors } from '../../errors/define-errors.ts'

export const tagsErrors = defineErrors({
  tag_name_refused: {
    status: 400,
    title: 'The name cannot be told from another by reading it',
    todo: 'Leave out invisible characters and marks of direction, and do not mix letters of Latin, Cyrillic, Greek or Armenian in one word: names of tags decide who sees what.',
  },
  tag_rule_invalid: {
    status: 400,
    title: 'The rule is not one that can be asked',
    todo: 'Correct what `errors` names: `path` is the part of the rule, `from` and `to` count inside its text. Nothing was stored.',
  },
  tag_rule_token: {
    status: 400,
    title: 'The rule asks for something that is made from tags',
    todo: 'criticality, licensed and riskScore follow from tags. Ask for the tags themselves.',
  },
  tag_rule_range: {
    status: 400,
    title: 'The range of addresses is not one',
    todo: 'Write a network (10.0.0.0/8), one address, or two addresses with a hyphen between them, both IPv4 or both IPv6.',
  },
  tag_rule_empty: {
    status: 400,
    title: 'The query of a rule asks nothing',
    todo: 'Write name:* if every asset is meant.',
  },
  tag_circle: {
    status: 409,
    title: 'Tags would go round in a circle',
    todo: 'A tag cannot stand below itself, and rules that ask for each other have no answer. The detail names the tags.',
  },
  tag_in_use: {
    status: 409,
    title: 'Something hangs on the tag',
    todo: '`uses` says what. children=raise or children=delete decides about tags below it, uses=release takes it from everything else; what is marked refused must be changed first.',
  },
  tag_dynamic: {
    status: 409,
    title: 'A rule decides who carries the tag',
    todo: 'Change the rule, or make the tag static.',
  },
  tag_count_changed: {
    status: 409,
    title: 'The query finds another number of assets than was said',
    todo: '`found` is the number now. Look again, then repeat with it.',
  },
  tag_outside_scope: {
    status: 403,
    title: 'Tags decide who sees what: this one is not yours to give',
    todo: 'Who has a scope may put on and take off only tags of that scope and those below, and only of assets in it. Making and changing tags needs a scope of all assets.',
  },
})
