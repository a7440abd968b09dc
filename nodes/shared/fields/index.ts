export {
	FieldPath,
	toNodeProperties,
	readFields,
	shownFor,
	shownInPanel,
	type Field,
	type Fields,
	type Row,
	type ValidationContext,
	type Values,
} from './field';
export { mapper, type Mapper } from './mapper';
export { binding, filledByModel } from './binding';
export { EMAIL, email, emails, id, ids, isPathId, text, type Rule } from './text';
export { locator } from './locator';
export { notice } from './notice';
export { outputFileField } from './outputFile';
export { number } from './number';
export { picked } from './picked';
export { checkOnlyField } from './checkOnly';
export { choice, choices, closedChoices, constant, flag, loadedChoices, pickFrom } from './choice';
export { US_STATES } from './usStates';
export { collection, group, list } from './group';
export { date, json } from './structured';
export { rfc3339 } from './dates';
export { cutToLimit, returnAllFields, limitOf } from './returnAll';
export { simplifyField } from './simplify';
