import { displayOf, type Field, type Filled, type FieldDisplay } from './field';
import { text } from './text';

/** n8n's own sentence for such a field, which its lint demands word for word, as it does the end of the label. */
const CHOOSE =
	'Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>';

/**
 * A text that the user picks from a list, which the node loads. A text that is not in the list is as valid: it may have
 * been typed before there was a list, or come from an expression.
 *
 * @param options.displayName the label without n8n's "Name or ID"
 * @param options.loadMethod name of the node's method that loads the list
 */
export function picked<
	const O extends Pick<FieldDisplay, 'displayName' | 'hint'> & {
		loadMethod: string;
		default?: string;
		required?: boolean;
	},
>(options: O): Field<Filled<O, string>> {
	const { loadMethod, ...textOptions } = options;
	const display = { ...textOptions, displayName: `${options.displayName} Name or ID`, description: CHOOSE };
	const field = text(display);
	return {
		property: {
			...displayOf(display),
			type: 'options',
			typeOptions: { loadOptionsMethod: loadMethod },
			// Without it the editor calls such a text "not supported".
			allowArbitraryValues: true,
			default: options.default ?? '',
		},
		read: (raw, path) => field.read(raw, path) as unknown as Filled<O, string>,
	};
}
